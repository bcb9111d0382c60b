import { Fragment } from "react";
import type { Words } from "../../../../words/words.ts";
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
import { anchorTo, inline, usePaperLanguage, useWords } from "../../http/page-words.tsx";
import { PageLinks } from "../../parts/page-links.tsx";
import { cardOfPaper } from "./card-of-paper.ts";
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

export const searchTimes = ["all", "week", "month", "year"] as const;
export type SearchTime = (typeof searchTimes)[number];

const timeWords = {
  all: "site.search.any-time",
  week: "site.search.week",
  month: "site.search.month",
  year: "site.search.year",
} as const satisfies Record<SearchTime, string>;

export type SearchPageProps = SearchQuery & {
  papers: FoundPaper[];
  exact: number;
  close: number;
  pages: number;
  /** Results of one page. */
  pageSize: number;
  insteadOf: Instead | null;
};

/** Groups whose categories are offered one by one; of the others the whole archive is. */
const wholeGroups = new Set(["cs", "stat", "eess"]);

/** What was found, with filters. */
export function SearchPage(props: SearchPageProps) {
  const { q, category, time, papers, page, pages } = props;
  const { say } = useWords();
  const isAsked = q.trim() !== "";
  const feedQuery = new URLSearchParams({ q, ...(category ? { category } : {}) });
  const feeds = isAsked
    ? {
        title: say("site.feed.search", { query: q }),
        atom: `/feed.xml?${feedQuery}`,
        json: `/feed.json?${feedQuery}`,
      }
    : undefined;
  return (
    <Layout
      title={isAsked ? say("site.search.title-of", { query: q }) : say("site.search.title")}
      query={q}
      feeds={feeds}
      isPrivate={isAsked}
      canonical="/search"
    >
      <h1 className="page-title">{say("site.search.title")}</h1>
      <form className="search-form" action="/search">
        <div className="field-row">
          <div className="grow">
            <label htmlFor="q">{say("site.search.words")}</label>
            <input id="q" type="search" name="q" defaultValue={q} maxLength={longestQuery} />
          </div>
          <div className="field">
            <label htmlFor="category">{say("site.search.topic")}</label>
            <select id="category" name="category" defaultValue={category}>
              <option value="">{say("site.search.all-topics")}</option>
              {topicGroups.map((group) => (
                <optgroup key={group.id} label={group.name}>
                  <option value={group.id}>{say("site.topics.all-of", { archive: group.name })}</option>
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
            <label htmlFor="time">{say("site.search.time")}</label>
            <select id="time" name="time" defaultValue={time}>
              {searchTimes.map((value) => (
                <option key={value} value={value}>
                  {say(timeWords[value])}
                </option>
              ))}
            </select>
          </div>
          <button type="submit">{say("site.search.go")}</button>
        </div>
      </form>
      {props.isCut ? (
        <p role="status">{say("site.search.cut", { characters: longestQuery, words: mostWords })}</p>
      ) : null}
      {isAsked ? <Found {...props} /> : <p className="empty">{say("site.search.ask")}</p>}
      {isAsked && papers.length > 0 ? (
        <>
          <Results {...props} />
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

/** What holds all of the words, then apart what is close; where nothing holds all, that was said already. */
function Results({ papers, exact, page, pageSize }: SearchPageProps) {
  const { say } = useWords();
  const exactHere = Math.max(0, exact - (page - 1) * pageSize);
  const close = papers.slice(exactHere);
  if (exact === 0) return <PaperList papers={papers} headingLevel={2} />;
  return (
    <>
      <PaperList papers={papers.slice(0, exactHere)} headingLevel={2} />
      {close.length === 0 ? null : (
        <section aria-labelledby="close">
          <h2 className="section-title" id="close">
            {say("site.search.close")}
          </h2>
          <p className="section-note">{say("site.search.close-note")}</p>
          <PaperList papers={close} headingLevel={3} />
        </section>
      )}
    </>
  );
}

function PaperList({ papers, headingLevel }: { papers: FoundPaper[]; headingLevel: 2 | 3 }) {
  return (
    <ol className="papers">
      {papers.map((paper) => (
        <li key={paper.id}>
          <Result paper={paper} headingLevel={headingLevel} />
        </li>
      ))}
    </ol>
  );
}

function Found({ q, category, time, exact, close, insteadOf, papers }: SearchPageProps) {
  const words = useWords();
  const { say, rich } = words;
  if (papers.length === 0) {
    return (
      <p className="empty" role="status">
        {say("site.search.nothing")}
      </p>
    );
  }
  if (insteadOf?.kind === "corrected") {
    const { query } = insteadOf;
    const link = anchorTo(`/search?${new URLSearchParams({ q: query, category, time })}`);
    return (
      <p role="status">
        {inline(rich("site.search.corrected", { query: q.trim(), corrected: query }, { link }))}
      </p>
    );
  }
  if (insteadOf?.kind === "any word") return <p role="status">{say("site.search.any-word")}</p>;
  return <p role="status">{countWords(words, exact, close)}</p>;
}

function countWords({ say }: Words, exact: number, close: number): string {
  if (exact >= mostResults) return say("site.search.more-than", { count: mostResults - 1 });
  if (close === 0) return say("site.search.count", { count: exact });
  return say("site.search.count-and-close", { exact, close });
}

function Result({ paper, headingLevel }: { paper: FoundPaper; headingLevel: 2 | 3 }) {
  return (
    <PaperCard paper={cardOfPaper(paper)} mark={paper.mark} headingLevel={headingLevel}>
      <p className="snippet" dir="auto" lang={usePaperLanguage()}>
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
