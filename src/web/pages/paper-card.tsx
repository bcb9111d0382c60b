import type { FrozenPaper } from "../../editions/model.ts";
import { topicName } from "../../subscribers/topics.ts";
import { shortDay } from "../periods.ts";
import { Icon, type IconName } from "./icons.tsx";
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
> & { rank: number | null; reason: string | null };

const namedAuthors = 3;
const listedAuthors = 40;
const leadLength = 260;

/** One paper of a list. `headingLevel` keeps the page's outline whole. */
export function PaperCard({ paper, headingLevel = 3 }: { paper: CardPaper; headingLevel?: 2 | 3 }) {
  const Heading = headingLevel === 2 ? "h2" : "h3";
  const href = paperPath(paper.id);
  return (
    <article className="card">
      <p className="rank">
        {paper.rank === null ? null : (
          <>
            <span className="unseen">Rank </span>
            {paper.rank}
          </>
        )}
      </p>
      <div className="card-body">
        <Heading className="card-title">
          <a href={href} dir="auto">
            {paper.title}
          </a>
        </Heading>
        <Byline paper={paper} />
        {paper.reason ? (
          <p className="reason">
            <Icon name="rise" />
            {paper.reason}
          </p>
        ) : null}
        <Fold paper={paper} />
        <div className="card-foot">
          <Figures paper={paper} />
          <PaperLinks paper={paper} />
        </div>
      </div>
    </article>
  );
}

/** Path of a paper's page; old identifiers hold a slash, which stays one. */
export function paperPath(id: string): string {
  return `/papers/${id.split("/").map(encodeURIComponent).join("/")}`;
}

/** Who and where: first authors, number, organisation, field and day; all names on demand. */
export function Byline({ paper }: { paper: CardPaper }) {
  const { authors, organization, primaryCategory } = paper;
  return (
    <div className="byline">
      {authors.length > namedAuthors ? (
        <details className="authors">
          <summary>
            {authors.slice(0, namedAuthors).join(", ")} and {authors.length - namedAuthors} more
            <span className="unseen"> (show all {authors.length} authors)</span>
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
        <span className="authors">{authors.join(", ") || "Authors not named"}</span>
      )}
      <span className="facts">
        <span>{authors.length === 1 ? "1 author" : `${authors.length} authors`}</span>
        {organization ? <span className="organization">{organization}</span> : null}
        {primaryCategory ? <span title={primaryCategory}>{topicName(primaryCategory)}</span> : null}
        <time dateTime={paper.publishedOn}>{shortDay(paper.publishedOn)}</time>
      </span>
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
          <summary>
            {paper.summary ? "Abstract" : "Read on"}
            <span className="unseen"> of {paper.title}</span>
          </summary>
          <p>{rest}</p>
        </details>
      )}
    </div>
  );
}

type FiguresPaper = Pick<CardPaper, "upvotes" | "comments" | "stars" | "rise">;

/** Votes, comments and stars, each with its word for who cannot see the sign. */
export function Figures({ paper }: { paper: FiguresPaper }) {
  return (
    <ul className="figures">
      <Figure icon="up" value={paper.upvotes} one="upvote" many="upvotes">
        {paper.rise !== null && paper.rise > 0 ? <span className="gain"> +{paper.rise} in a day</span> : null}
      </Figure>
      <Figure icon="talk" value={paper.comments} one="comment" many="comments" />
      {paper.stars === null ? null : (
        <Figure icon="star" value={paper.stars} one="star on GitHub" many="stars on GitHub" />
      )}
    </ul>
  );
}

type FigureProps = { icon: IconName; value: number; one: string; many: string; children?: React.ReactNode };

function Figure({ icon, value, one, many, children }: FigureProps) {
  return (
    <li>
      <Icon name={icon} />
      {value.toLocaleString("en")}
      <span className="unseen"> {value === 1 ? one : many}</span>
      {children}
    </li>
  );
}

/** Where to go on reading. A link that is not plain http or https is left out. */
export function PaperLinks({ paper }: { paper: Pick<CardPaper, "links" | "title"> }) {
  const { arxiv, pdf, discussion, code, project } = paper.links;
  const links = [
    ["arXiv", arxiv],
    ["PDF", pdf],
    ["Discussion", discussion],
    ["Code", code],
    ["Project", project],
  ] as const;
  return (
    <ul className="links">
      {links.map(([label, url]) => {
        const href = safeUrl(url);
        if (href === null) return null;
        return (
          <li key={label}>
            <a href={href} rel="noopener">
              {label}
              <span className="unseen">: {paper.title}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
