import { Fragment } from "react";
import type { Words } from "../../../../words/words.ts";
import type { PaperReference } from "../../../papers/parse-paper-reference.ts";
import { mostVoted, type SearchOrder, searchOrders } from "../../../papers/search/matches-store.ts";
import { withoutCategories } from "../../../papers/search/query-terms.ts";
import {
  type FoundPaper,
  longestQuery,
  markEnd,
  markStart,
  mostResults,
  mostWords,
  type SearchResult,
} from "../../../papers/search/search-papers.ts";
import { topicGroups } from "../../../papers/topics.ts";
import { anchorTo, inline, usePaperLanguage, useWords } from "../../http/page-words.tsx";
import { PageLinks } from "../../parts/page-links.tsx";
import { cardOfPaper } from "./card-of-paper.ts";
import { CiteList } from "./citing.tsx";
import { Layout } from "./layout.tsx";
import { PaperCard } from "./paper-card.tsx";
import { PaperElsewhere } from "./paper-elsewhere.tsx";

export type SearchQuery = {
  q: string;
  /** More was asked for than one search reads. */
  isCut: boolean;
  category: string;
  time: SearchTime;
  order: SearchOrder;
  page: number;
  /** What was given for a filter and is none of its values; empty where nothing was. */
  unknown: { category: string; time: string; order: string };
};

export const searchTimes = ["all", "week", "month", "year"] as const;
export type SearchTime = (typeof searchTimes)[number];

const timeWords = {
  all: "site.search.any-time",
  week: "site.search.week",
  month: "site.search.month",
  year: "site.search.year",
} as const satisfies Record<SearchTime, string>;

const orderWords = {
  relevance: "site.find.relevance",
  date: "site.find.date",
  votes: "site.find.votes",
} as const satisfies Record<SearchOrder, string>;

export type SearchPageProps = SearchQuery &
  SearchResult & {
    pages: number;
    /** Results of one page. */
    pageSize: number;
    /** A paper that was asked for by its identifier and does not lie here. */
    elsewhere: PaperReference | null;
  };

/** The path of a search, without what is as it is unless chosen. */
function pathOfSearch(
  { q, category, time, order }: Pick<SearchQuery, "q" | "category" | "time" | "order">,
  page = 1,
): string {
  const query = new URLSearchParams({ q });
  if (category !== "") query.set("category", category);
  if (time !== "all") query.set("time", time);
  if (order !== "relevance") query.set("sort", order);
  if (page > 1) query.set("page", String(page));
  return `/search?${query}`;
}

/** Groups whose categories are offered one by one; of the others the whole archive is. */
const wholeGroups = new Set(["cs", "stat", "eess"]);

/** What was found, with filters. */
export function SearchPage(props: SearchPageProps) {
  const { q, category, time, order, papers, page, pages } = props;
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
            <label htmlFor="q">{say("site.find.words")}</label>
            <input
              id="q"
              type="search"
              name="q"
              defaultValue={q}
              maxLength={longestQuery}
              autoComplete="off"
              data-suggest={say("site.find.suggestions-name")}
            />
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
          <div className="field">
            <label htmlFor="sort">{say("site.find.order")}</label>
            <select id="sort" name="sort" defaultValue={order}>
              {searchOrders.map((value) => (
                <option key={value} value={value}>
                  {say(orderWords[value])}
                </option>
              ))}
            </select>
          </div>
          <button type="submit">{say("site.search.go")}</button>
        </div>
        <SearchTips />
      </form>
      {props.isCut ? (
        <p role="status">{say("site.search.cut", { characters: longestQuery, words: mostWords })}</p>
      ) : null}
      <UnknownFilters {...props} />
      {isAsked ? <Found {...props} /> : <p className="empty">{say("site.search.ask")}</p>}
      {isAsked && papers.length > 0 ? (
        <>
          <Results {...props} />
          <PageLinks page={page} pages={pages} pathTo={(to) => pathOfSearch(props, to)} />
          <CiteFound {...props} />
        </>
      ) : null}
    </Layout>
  );
}

/** References to what holds all of the words, also where slips of them were mended. */
function CiteFound({ exact, insteadOf, ...query }: SearchPageProps) {
  if (insteadOf?.kind === "any word") return null;
  const asked = insteadOf === null ? query : { ...query, q: insteadOf.query };
  return (
    <CiteList
      path="/search"
      query={pathOfSearch(asked).slice("/search".length)}
      count={exact}
      isCut={exact >= mostResults}
    />
  );
}

/** What holds all of the words, then apart what is close; where nothing holds all, that was said already. */
function Results({ papers, exact, page, pageSize, order }: SearchPageProps) {
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
          <p className="section-note">
            {say(order === "relevance" ? "site.search.close-note" : "site.find.close-note")}
          </p>
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

function Found(props: SearchPageProps) {
  const words = useWords();
  const { say, rich } = words;
  const { q, exact, close, insteadOf, papers, page, pages, order } = props;
  if (props.elsewhere !== null)
    return (
      <p className="empty" role="status">
        <PaperElsewhere reference={props.elsewhere} />
      </p>
    );
  if (exact + close === 0) return <Nothing {...props} />;
  if (papers.length === 0) {
    const link = anchorTo(pathOfSearch(props, pages));
    return (
      <p className="empty" role="status">
        {inline(rich("site.find.past-end", { page, pages }, { link }))}
      </p>
    );
  }
  if (insteadOf?.kind === "corrected") {
    const { query } = insteadOf;
    const link = anchorTo(pathOfSearch({ ...props, q: query }));
    return (
      <p role="status">
        {inline(rich("site.search.corrected", { query: q.trim(), corrected: query }, { link }))}
      </p>
    );
  }
  if (insteadOf?.kind === "any word") return <p role="status">{say("site.search.any-word")}</p>;
  const isCutByVotes = order === "votes" && exact >= mostResults;
  return (
    <p role="status">
      {countWords(words, exact, close)}
      {isCutByVotes ? `. ${say("site.find.voted-latest", { papers: mostVoted })}` : ""}
    </p>
  );
}

/** Nothing was found: what may be tried instead. */
function Nothing(props: SearchPageProps) {
  const { say, rich } = useWords();
  const { words = [], unfiltered = 0 } = props.nearest ?? {};
  return (
    <div className="empty" role="status">
      <p>{say("site.search.nothing")}</p>
      {unfiltered > 0 ? (
        <p>
          {inline(
            rich(
              "site.find.unfiltered",
              { papers: unfiltered },
              {
                link: anchorTo(
                  pathOfSearch({ ...props, q: withoutCategories(props.q), category: "", time: "all" }),
                ),
              },
            ),
          )}
        </p>
      ) : null}
      {words.length > 0 ? (
        <>
          <p>{say("site.find.nearest")}</p>
          <ul className="near-words">
            {words.map(({ word, papers }) => (
              <li key={word}>
                {inline(
                  rich(
                    "site.find.nearest-word",
                    { word, papers },
                    { link: anchorTo(pathOfSearch({ ...props, q: word })) },
                  ),
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

/** Says of each filter that was given and is unknown what is shown in its place. */
function UnknownFilters({ unknown, unknownCategories }: SearchPageProps) {
  const words = useWords();
  const { say } = words;
  const said = [
    unknown.category === "" ? null : say("site.find.unknown-topic", { given: unknown.category }),
    unknown.time === "" ? null : say("site.find.unknown-time", { given: unknown.time }),
    unknown.order === "" ? null : say("site.find.unknown-order", { given: unknown.order }),
    unknownCategories.length === 0
      ? null
      : say("site.find.unknown-category", {
          count: unknownCategories.length,
          categories: words.list(unknownCategories),
        }),
  ].filter((one) => one !== null);
  if (said.length === 0) return null;
  return (
    <div className="notice unknown-filters" role="status">
      {said.map((one) => (
        <p key={one}>{one}</p>
      ))}
    </div>
  );
}

const tips = [
  ["site.find.example-phrase", "site.find.tip-phrase"],
  ["site.find.example-minus", "site.find.tip-minus"],
  ["site.find.example-or", "site.find.tip-or"],
  ["site.find.example-author", "site.find.tip-author"],
  ["site.find.example-title", "site.find.tip-title"],
  ["site.find.example-org", "site.find.tip-org"],
  ["site.find.example-category", "site.find.tip-category"],
] as const;

/** What a search understands, folded away. */
function SearchTips() {
  const { say } = useWords();
  return (
    <details className="search-tips">
      <summary>{say("site.find.tips")}</summary>
      <dl>
        {tips.map(([example, meaning]) => (
          <div key={example}>
            <dt>
              <code>{say(example)}</code>
            </dt>
            <dd>{say(meaning)}</dd>
          </div>
        ))}
      </dl>
      <p>{say("site.find.tip-reference")}</p>
    </details>
  );
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
