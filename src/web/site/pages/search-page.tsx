import { Fragment } from "react";
import {
  type FoundPaper,
  type Instead,
  longestQuery,
  markEnd,
  markStart,
  mostResults,
  mostWords,
} from "../../../papers/search/search-papers.ts";
import { topicGroups } from "../../../papers/topics.ts";
import { PageLinks } from "../../parts/page-links.tsx";
import { Layout } from "./layout.tsx";
import { PaperCard } from "./paper-card.tsx";

export type SearchQuery = {
  q: string;
  /** More was asked for than one search reads. */
  isCut: boolean;
  category: string;
  time: SearchTime;
  page: number;
};

export const searchTimes = {
  all: "Any time",
  week: "Past week",
  month: "Past month",
  year: "Past year",
} as const;
export type SearchTime = keyof typeof searchTimes;

export type SearchPageProps = SearchQuery & {
  papers: FoundPaper[];
  total: number;
  pages: number;
  insteadOf: Instead | null;
};

/** Groups whose categories are offered one by one; of the others the whole archive is. */
const wholeGroups = new Set(["cs", "stat", "eess"]);

/** What was found, with filters. */
export function SearchPage(props: SearchPageProps) {
  const { q, category, time, papers, page, pages } = props;
  const isAsked = q.trim() !== "";
  const feedQuery = new URLSearchParams({ q, ...(category ? { category } : {}) });
  const feeds = isAsked
    ? { title: `Paperboy: ${q}`, atom: `/feed.xml?${feedQuery}`, json: `/feed.json?${feedQuery}` }
    : undefined;
  return (
    <Layout title={isAsked ? `${q} – search` : "Search"} query={q} feeds={feeds} isPrivate={isAsked}>
      <h1 className="page-title">Search</h1>
      <form className="search-form" action="/search">
        <div className="field-row">
          <div className="grow">
            <label htmlFor="q">Words, "a phrase", authors, -without</label>
            <input id="q" type="search" name="q" defaultValue={q} maxLength={longestQuery} />
          </div>
          <div className="field">
            <label htmlFor="category">Field</label>
            <select id="category" name="category" defaultValue={category}>
              <option value="">All fields</option>
              {topicGroups.map((group) => (
                <optgroup key={group.id} label={group.name}>
                  <option value={group.id}>All of {group.name.toLowerCase()}</option>
                  {wholeGroups.has(group.id) || category.startsWith(`${group.id}.`)
                    ? group.topics.map(({ id, name }) => (
                        <option key={id} value={id}>
                          {name} ({id})
                        </option>
                      ))
                    : null}
                </optgroup>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="time">Published</label>
            <select id="time" name="time" defaultValue={time}>
              {Object.entries(searchTimes).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <button type="submit">Search</button>
        </div>
      </form>
      {props.isCut ? (
        <p role="status">
          A search reads at most {longestQuery} characters and {mostWords} words: what came after was left
          out.
        </p>
      ) : null}
      {isAsked ? <Found {...props} /> : <p className="empty">What would you like to read?</p>}
      {isAsked && papers.length > 0 ? (
        <>
          <ol className="papers">
            {papers.map((paper) => (
              <li key={paper.id}>
                <Result paper={paper} />
              </li>
            ))}
          </ol>
          <PageLinks
            page={page}
            pages={pages}
            pathTo={(to) => `/search?${new URLSearchParams({ q, category, time, page: String(to) })}`}
          />
        </>
      ) : null}
    </Layout>
  );
}

function Found({ q, category, time, total, insteadOf, papers }: SearchPageProps) {
  if (papers.length === 0) {
    return (
      <p className="empty" role="status">
        Nothing was found. Try fewer or other words, or another time.
      </p>
    );
  }
  if (insteadOf?.kind === "corrected") {
    const { query } = insteadOf;
    return (
      <p role="status">
        Nothing was found for “{q.trim()}”. These are for{" "}
        <a href={`/search?${new URLSearchParams({ q: query, category, time })}`}>{query}</a>:
      </p>
    );
  }
  if (insteadOf?.kind === "any word") {
    return <p role="status">No paper holds all of these words. These hold some of them:</p>;
  }
  const count =
    total >= mostResults ? `More than ${(mostResults - 1).toLocaleString("en")}` : total.toLocaleString("en");
  return <p role="status">{total === 1 ? "One paper" : `${count} papers`}</p>;
}

function Result({ paper }: { paper: FoundPaper }) {
  const card = {
    ...paper,
    publishedOn: paper.publishedAt.toISOString().slice(0, 10),
    rise: null,
    rank: null,
    explanation: null,
    links: {
      arxiv: `https://arxiv.org/abs/${paper.id}`,
      pdf: `https://arxiv.org/pdf/${paper.id}`,
      discussion: paper.discussionUrl,
      code: paper.codeUrl,
      project: paper.projectUrl,
    },
  };
  return (
    <PaperCard paper={card} headingLevel={2}>
      <p className="snippet" dir="auto">
        <Snippet text={paper.snippet} of={paper.abstract} />
      </p>
    </PaperCard>
  );
}

/** The marks of the database become elements; all text stays text. A cut in the abstract shows as one. */
function Snippet({ text, of }: { text: string; of: string }) {
  const plainText = text.replaceAll(markStart, "").replaceAll(markEnd, "");
  return (
    <>
      {of.startsWith(plainText.slice(0, 20)) ? null : "… "}
      {text.split(markStart).map((piece, index) => {
        const [marked = "", plain = ""] = index === 0 ? ["", piece] : cutOnce(piece, markEnd);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, rendered once
          <Fragment key={index}>
            {marked ? <mark>{marked}</mark> : null}
            {plain}
          </Fragment>
        );
      })}
      {of.endsWith(plainText.slice(-20)) ? null : " …"}
    </>
  );
}

function cutOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}
