import type { ReactNode } from "react";
import { defaultLanguage, wordsIn } from "../../../../words/words.ts";
import { shortDay } from "../../../calendar/page-periods.ts";
import { explanationSentence } from "../../../editions/explanation-sentence.ts";
import type { FrozenPaper } from "../../../editions/model.ts";
import { topicName } from "../../../papers/topics.ts";
import { safeUrl } from "./safe-url.ts";
import { splitText } from "./split-text.ts";

/** What a card shows of a paper; an edition's frozen paper is one. */
export type CardPaper = Pick<
  FrozenPaper,
  | "id"
  | "title"
  | "abstract"
  | "summary"
  | "authors"
  | "organization"
  | "primaryCategory"
  | "publishedOn"
  | "upvotes"
  | "comments"
  | "stars"
  | "rise"
  | "links"
  | "explanation"
> & { rank: number | null };

export type PaperCardProps = {
  paper: CardPaper;
  /** Keeps the page's outline whole. */
  headingLevel?: 2 | 3;
  /** In place of the summary and the folded abstract. */
  children?: ReactNode;
};

const namedAuthors = 3;
const listedAuthors = 40;
const leadLength = 260;

/** One paper of a list: its rank and votes at the side, to be scanned from top to bottom. */
export function PaperCard({ paper, headingLevel = 3, children }: PaperCardProps) {
  const reason = explanationSentence(paper.explanation, wordsIn(defaultLanguage));
  const Heading = headingLevel === 2 ? "h2" : "h3";
  return (
    <article className="card">
      <div className="rail">
        {paper.rank === null ? null : (
          <p className="rank">
            <span className="unseen">Rank </span>
            {paper.rank}
          </p>
        )}
        <p className="votes up">
          {paper.upvotes.toLocaleString("en")}
          <span className="unseen"> {paper.upvotes === 1 ? "upvote" : "upvotes"}</span>
        </p>
      </div>
      <div>
        <Heading className="card-title">
          <a href={paperPath(paper.id)} dir="auto">
            {paper.title}
          </a>
        </Heading>
        <Byline paper={paper} />
        {reason === "" ? null : <p className="reason rise">{reason}</p>}
        {children ?? <Fold paper={paper} />}
        <div className="card-foot">
          <ul className="figures">
            <Rise rise={paper.rise} />
            <Talk paper={paper} />
          </ul>
          <PaperLinks links={paper.links} />
        </div>
      </div>
    </article>
  );
}

/** Path of a paper's page; old identifiers hold a slash, which stays one. */
export function paperPath(id: string): string {
  return `/papers/${id.split("/").map(encodeURIComponent).join("/")}`;
}

/** Who and where: how many authors and the first of them, all names on demand; organisation, field and day. */
function Byline({ paper }: { paper: CardPaper }) {
  const { authors, organization, primaryCategory } = paper;
  const count = authors.length === 1 ? "1 author" : `${authors.length} authors`;
  return (
    <div className="byline">
      {authors.length > namedAuthors ? (
        <details className="authors">
          <summary>
            <b>{count}</b> {authors.slice(0, namedAuthors).join(", ")}, …
          </summary>
          <p>
            {authors.slice(0, listedAuthors).join(", ")}
            {authors.length > listedAuthors ? (
              <>
                {" "}
                <a href={paperPath(paper.id)}>and {authors.length - listedAuthors} more</a>
              </>
            ) : null}
          </p>
        </details>
      ) : (
        <p className="authors">
          <b>{count}</b> {authors.join(", ")}
        </p>
      )}
      <p className="facts">
        {organization ? <b>{organization}</b> : null}
        {primaryCategory ? <span title={primaryCategory}>{topicName(primaryCategory)}</span> : null}
        <time dateTime={paper.publishedOn}>{shortDay(paper.publishedOn)}</time>
      </p>
    </div>
  );
}

/** The summary, or the first sentences, with the rest of the abstract folded away. */
function Fold({ paper }: { paper: CardPaper }) {
  const [lead, rest] = paper.summary
    ? [paper.summary, paper.abstract]
    : splitText(paper.abstract, leadLength);
  if (lead === "") return null;
  return (
    <div className="abstract" dir="auto">
      <p>{lead}</p>
      {rest === "" ? null : (
        <details>
          <summary>{paper.summary ? "Abstract" : "Read on"}</summary>
          <p>{rest}</p>
        </details>
      )}
    </div>
  );
}

/** Votes, comments and stars, each with its word for who cannot see the sign. */
export function Figures({ paper }: { paper: Pick<CardPaper, "upvotes" | "comments" | "stars"> }) {
  return (
    <ul className="figures">
      <Figure sign="up" value={paper.upvotes} one="upvote" many="upvotes" />
      <Talk paper={paper} />
    </ul>
  );
}

function Talk({ paper }: { paper: Pick<CardPaper, "comments" | "stars"> }) {
  return (
    <>
      <Figure sign="talk" value={paper.comments} one="comment" many="comments" />
      {paper.stars === null ? null : (
        <Figure sign="star" value={paper.stars} one="star on GitHub" many="stars on GitHub" />
      )}
    </>
  );
}

function Rise({ rise }: { rise: number | null }) {
  return rise !== null && rise > 0 ? (
    <li className="gain">
      +{rise.toLocaleString("en")} <span className="unseen">upvotes </span>in a day
    </li>
  ) : null;
}

type FigureProps = { sign: "up" | "talk" | "star"; value: number; one: string; many: string };

function Figure({ sign, value, one, many }: FigureProps) {
  return (
    <li className={sign}>
      {value.toLocaleString("en")}
      <span className="unseen"> {value === 1 ? one : many}</span>
    </li>
  );
}

/** Where to go on reading. A link that is not plain http or https is left out. */
export function PaperLinks({ links }: Pick<CardPaper, "links">) {
  const named = [
    ["arXiv", links.arxiv],
    ["PDF", links.pdf],
    ["Discussion", links.discussion],
    ["Code", links.code],
    ["Project", links.project],
  ] as const;
  return (
    <ul className="links">
      {named.map(([label, url]) => {
        const href = safeUrl(url);
        if (href === null) return null;
        return (
          <li key={label}>
            <a href={href} rel="noopener">
              {label}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
