import type { ReactNode } from "react";
import { type ShortText, shortTextOf } from "../../../digest/short-text.ts";
import type { FrozenPaper } from "../../../editions/edition.ts";
import { explanationOnCard } from "../../../editions/explanation-on-card.ts";
import { risingOf } from "../../../editions/rising.ts";
import { httpsLink } from "../../../papers/https-link.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { topicLabel } from "../../../papers/topics.ts";
import { inline, usePaperLanguage, useWords } from "../../http/page-words.tsx";
import { paperPath } from "../../parts/paths.ts";
import { KeepButton } from "./keep-button.tsx";
import { NameLink, NameLinks } from "./name-link.tsx";
import { MarkNotice } from "./paper-mark.tsx";
import { PaperThumbnail, picturesAnchor } from "./paper-pictures.tsx";
import { MarkButtons, useSignedPath } from "./signed-reader.tsx";

/** What a card shows of a paper; an edition's frozen paper is one. */
export type CardPaper = Pick<
  FrozenPaper,
  | "id"
  | "title"
  | "abstract"
  | "summary"
  | "machineSummary"
  | "authors"
  | "organization"
  | "primaryCategory"
  | "publishedOn"
  | "upvotes"
  | "comments"
  | "stars"
  | "rise"
  | "riseDay"
  | "links"
  | "explanation"
> &
  Partial<Pick<FrozenPaper, "thumbnailUrl" | "hasVideo">> & { rank: number | null };

export type PaperCardProps = {
  paper: CardPaper;
  /** What became of it since, also where the paper itself is as it was frozen. */
  mark: PaperMark | null;
  /** Keeps the page's outline whole. */
  headingLevel?: 2 | 3;
  /** What it has to do with the reader. */
  because?: string;
  /** In place of the button that saves it. */
  actions?: ReactNode;
  /** What it gained, in the place of its day's rise. */
  gain?: string;
  /** How it moved in its list, at its side. */
  move?: ReactNode;
  /** In place of the summary and the folded abstract. */
  children?: ReactNode;
};

const namedAuthors = 3;
const listedAuthors = 40;

/** One paper of a list: its rank and votes at the side, to be scanned from top to bottom. */
export function PaperCard({
  paper,
  mark,
  headingLevel = 3,
  because,
  gain,
  move,
  actions,
  children,
}: PaperCardProps) {
  const Heading = headingLevel === 2 ? "h2" : "h3";
  const words = useWords();
  const signed = useSignedPath();
  const reason = explanationOnCard(paper.explanation, words);
  return (
    <article className="card" data-paper={paper.id}>
      <div className="rail">
        {paper.rank === null ? null : (
          <p className="rank">
            <span className="unseen">{words.say("site.paper.rank")} </span>
            {paper.rank}
          </p>
        )}
        <p className="votes up">
          {words.number(paper.upvotes)}
          <span className="unseen"> {words.say("site.paper.upvotes", { count: paper.upvotes })}</span>
        </p>
        {move}
      </div>
      <div>
        <PaperThumbnail paper={paper} />
        <Heading className="card-title">
          <a href={signed(paperPath(paper.id))} dir="auto" lang={usePaperLanguage()}>
            {paper.title}
          </a>
        </Heading>
        <MarkNotice mark={mark} />
        <Byline paper={paper} />
        {because === undefined ? null : (
          <p className="reason because" dir="auto">
            {because}
          </p>
        )}
        {reason === "" ? null : <p className="reason rise">{reason}</p>}
        {children ?? <Fold paper={paper} />}
        <div className="card-foot">
          <ul className="figures">
            {gain === undefined ? null : <li className="gain">{gain}</li>}
            {gain !== undefined || paper.explanation?.kind === "rise" ? null : <Rise paper={paper} />}
            <Talk paper={paper} />
          </ul>
          <PaperLinks
            links={paper.links}
            video={paper.hasVideo === true ? `${signed(paperPath(paper.id))}#${picturesAnchor}` : null}
          />
          {actions === undefined ? <KeepButton paperId={paper.id} /> : null}
        </div>
        {actions}
        <MarkButtons paperId={paper.id} />
      </div>
    </article>
  );
}

/** Who and where: how many authors and the first of them, all names on demand; organisation, field and day. */
function Byline({ paper }: { paper: CardPaper }) {
  const { authors, organization, primaryCategory } = paper;
  const { say, day } = useWords();
  const count = say("site.paper.authors", { count: authors.length });
  return (
    <div className="byline">
      {authors.length > namedAuthors ? (
        <details className="authors">
          <summary>
            <b>{count}</b> {authors.slice(0, namedAuthors).join(", ")}, …
          </summary>
          <p>
            <NameLinks kind="author" names={authors.slice(0, listedAuthors)} />
            {authors.length > listedAuthors ? (
              <>
                {" "}
                <a href={paperPath(paper.id)}>
                  {say("site.paper.more-authors", { count: authors.length - listedAuthors })}
                </a>
              </>
            ) : null}
          </p>
        </details>
      ) : (
        <p className="authors">
          <b>{count}</b> <NameLinks kind="author" names={authors} />
        </p>
      )}
      <p className="facts">
        <OrganizationAndTopic organization={organization} primaryCategory={primaryCategory} />
        <time dateTime={paper.publishedOn}>{day(paper.publishedOn, "short")}</time>
      </p>
    </div>
  );
}

/** Where it comes from and what field it is in, each leading to its papers. */
export function OrganizationAndTopic({
  organization,
  primaryCategory,
}: Pick<CardPaper, "organization" | "primaryCategory">) {
  return (
    <>
      {organization ? (
        <b>
          <NameLink kind="organization" name={organization} />
        </b>
      ) : null}
      {primaryCategory ? (
        <span>
          <NameLink kind="topic" name={primaryCategory}>
            {topicLabel(primaryCategory)}
          </NameLink>
        </span>
      ) : null}
    </>
  );
}

/** What tells of the paper in short, with its whole abstract folded away. */
function Fold({ paper }: { paper: CardPaper }) {
  const short = shortTextOf(paper);
  const { say } = useWords();
  const language = usePaperLanguage();
  if (short === null) return null;
  const isAll = paper.abstract === "" || short.text === paper.abstract;
  return (
    <div className="abstract" dir="auto">
      <p lang={language}>
        {short.text}
        <ByMachine short={short} />
      </p>
      {isAll ? null : (
        <details>
          <summary>
            {say(short.by === "authors" ? "site.paper.full-abstract" : "site.paper.abstract")}
          </summary>
          <p lang={language}>{paper.abstract}</p>
        </details>
      )}
    </div>
  );
}

/** Says of a sentence that no person wrote it, within the sentence's paragraph, which is in the papers' language. */
export function ByMachine({ short }: { short: ShortText }) {
  const { say, language } = useWords();
  const isWithinOther = usePaperLanguage() !== undefined;
  if (short.by !== "model") return null;
  return (
    <>
      {" "}
      <small className="by-machine" lang={isWithinOther ? language : undefined}>
        {say("site.paper.by-machine", { model: short.model })}
      </small>
    </>
  );
}

/** Votes, comments and stars, each with its word for who cannot see the sign. */
export function Figures({ paper }: { paper: Pick<CardPaper, "upvotes" | "comments" | "stars"> }) {
  return (
    <ul className="figures">
      <Figure sign="up" value={paper.upvotes} noun="site.paper.upvotes" />
      <Talk paper={paper} />
    </ul>
  );
}

function Talk({ paper }: { paper: Pick<CardPaper, "comments" | "stars"> }) {
  return (
    <>
      <Figure sign="talk" value={paper.comments} noun="site.paper.comments" />
      {paper.stars === null ? null : <Figure sign="star" value={paper.stars} noun="site.paper.stars" />}
    </>
  );
}

function Rise({ paper }: { paper: CardPaper }) {
  const { rich, day } = useWords();
  const rising = risingOf(paper);
  if (rising === null) return null;
  const hidden = (inside: ReactNode[]) => <span className="unseen">{inline(inside)}</span>;
  const count = rising.gained;
  const said =
    rising.day === null
      ? rich("site.paper.rise-of-before", { count }, { hidden })
      : rich("site.paper.rise", { count, day: day(rising.day, "dayAndMonth") }, { hidden });
  return <li className="gain">{inline(said)}</li>;
}

type FigureProps = {
  sign: "up" | "talk" | "star";
  value: number;
  noun: "site.paper.upvotes" | "site.paper.comments" | "site.paper.stars";
};

function Figure({ sign, value, noun }: FigureProps) {
  const { say, number } = useWords();
  return (
    <li className={sign}>
      {number(value)}
      <span className="unseen"> {say(noun, { count: value })}</span>
    </li>
  );
}

type PaperLinksProps = Pick<CardPaper, "links"> & {
  /** Where on this site its videos are linked; null where none is known. */
  video?: string | null;
};

/** Where to go on reading. A link that is not plain http or https is left out. */
export function PaperLinks({ links, video = null }: PaperLinksProps) {
  const { say } = useWords();
  const named = [
    ["site.paper.arxiv", links.arxiv],
    ["site.paper.pdf", links.pdf],
    ["site.paper.discussion", links.discussion],
    ["site.paper.code", links.code],
    ["site.paper.project", links.project],
  ] as const;
  return (
    <ul className="links">
      {named.map(([label, url]) => {
        const href = httpsLink(url);
        if (href === null) return null;
        return (
          <li key={label}>
            <a href={href} rel="noopener">
              {say(label)}
            </a>
          </li>
        );
      })}
      {video === null ? null : (
        <li>
          <a href={video}>{say("site.picture.has-video")}</a>
        </li>
      )}
    </ul>
  );
}
