import type { Words } from "../../../../words/words.ts";
import { isChosen, type ShownDay } from "../../../browse/day-filter.ts";
import type { Period } from "../../../calendar/page-periods.ts";
import { periodHeading } from "../../../calendar/period-words.ts";
import { addDays } from "../../../calendar/periods.ts";
import { parseNote } from "../../../digest/parse-note.ts";
import { mostCited } from "../../../editions/citations-store.ts";
import type { FrozenPaper } from "../../../editions/edition.ts";
import {
  type EditionCounts,
  type EditionPart,
  pagesOf,
  papersPerPage,
} from "../../../editions/edition-part.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { useWords } from "../../http/page-words.tsx";
import { NoteBlocks } from "../../parts/editors-note.tsx";
import { PageLinks } from "../../parts/page-links.tsx";
import { archivePath, editionPath, filteredDayPath } from "../../parts/paths.ts";
import { CiteList } from "./citing.tsx";
import { DayFilterLinks } from "./day-filter-links.tsx";
import { feedsOf } from "./feed-links.ts";
import { Layout } from "./layout.tsx";
import { editionPicture } from "./page-card.tsx";
import { PaperCard } from "./paper-card.tsx";
import { SignedField, SignedNote, useSignedPath } from "./signed-reader.tsx";
import { SubscribeForm } from "./subscribe-form.tsx";

export type EditionPageProps = {
  period: Period;
  /** Null while the list still runs. */
  number: number | null;
  /** The papers of this page, and the counts of all. */
  part: EditionPart;
  /** What is chosen of a day; null for a week or month. */
  filter: ShownDay["filter"] | null;
  /** What became of papers since, by id. */
  marks: ReadonlyMap<string, PaperMark>;
  missingSources: string[];
  /** What its editor says of it, as Markdown; null where nobody does. */
  note: string | null;
  previous: string | null;
  next: string | null;
  /** The site's first page, with the invitation to subscribe. */
  isHome: boolean;
  /** What who subscribes there agrees to, sealed. */
  consent: string;
  /** Which part of the list is shown, from 1. */
  page: number;
  /** Days that the picker offers. */
  today: string;
};

/** One edition, or the list that still runs. */
export function EditionPage(props: EditionPageProps) {
  const { period, part, filter, marks, number, page } = props;
  const { own, late, counts } = part;
  const isRunning = number === null && props.today <= period.lastDay;
  const { cadence } = period;
  const words = useWords();
  const { say } = words;
  const title = periodHeading(words, cadence, period.period);
  const signed = useSignedPath();
  const isFiltered = filter !== null && isChosen(filter.chosen);
  const pathTo = (to: number) =>
    isFiltered
      ? filteredDayPath(period.period, filter.chosen, to)
      : `${editionPath(cadence, period.period)}${to === 1 ? "" : `?page=${to}`}`;
  return (
    <Layout
      title={props.isHome ? null : say("site.edition.title", { cadence, period: title })}
      description={say("site.edition.description", { papers: counts.all, period: title })}
      current={cadence}
      feeds={feedsOf(say, cadence)}
      canonical={props.isHome ? "/" : isFiltered ? editionPath(cadence, period.period) : pathTo(page)}
      card={{
        title: say("site.edition.title", { cadence, period: title }),
        ...(own.length > 0
          ? {
              description: own
                .slice(0, 3)
                .map((paper) => paper.title)
                .join(" · "),
            }
          : {}),
        ...(number === null
          ? {}
          : { picture: editionPicture(words, { cadence, period: period.period, heading: title }) }),
      }}
    >
      {props.isHome ? <Invitation consent={props.consent} /> : null}
      <div className="edition-head">
        <div>
          {props.isHome ? (
            <h2 className="page-title">{say("site.edition.name", { cadence })}</h2>
          ) : (
            <h1 className="page-title">{say("site.edition.name", { cadence })}</h1>
          )}
          <p className="period">
            {title}
            {isRunning ? <span className="badge">{say("site.edition.running")}</span> : null}
            {number === null ? null : <span className="issue">{say("site.edition.number", { number })}</span>}
          </p>
        </div>
        <EditionNavigation {...props} />
      </div>
      {page > 1 ? null : <EditorsWord source={props.note} isHome={props.isHome} />}
      {props.missingSources.length > 0 ? (
        <p className="notice">
          {props.missingSources.map((source) => missingWords(words, source, part)).join(" ")}
        </p>
      ) : null}
      {number === null && counts.kept + late.length > 0 ? (
        <p className="notice">
          {isRunning ? runningWords(words, period) : say("site.edition.unmailed", { cadence })}
        </p>
      ) : null}
      <SignedNote />
      {filter === null ? null : <DayFilterLinks day={period.period} shown={counts.kept} {...filter} />}
      {isFiltered ? null : <ShownPart period={period} counts={counts} page={page} />}
      {own.length === 0 ? (
        isFiltered ? null : (
          <Empty period={period} isHome={props.isHome} />
        )
      ) : (
        <ol className="papers">
          {own.map((paper) => (
            <li key={paper.id}>
              <PaperCard
                paper={paper}
                mark={marks.get(paper.id) ?? null}
                headingLevel={props.isHome ? 3 : 2}
              />
            </li>
          ))}
        </ol>
      )}
      <PageLinks page={page} pages={pagesOf(counts)} pathTo={(to) => signed(pathTo(to))} />
      {late.length > 0 ? (
        <section aria-labelledby="late">
          <h2 className="section-title" id="late">
            {say("site.edition.late")}
          </h2>
          <p className="section-note">{say(lateNote(late))}</p>
          <ol className="papers">
            {late.map((paper) => (
              <li key={paper.id}>
                <PaperCard paper={paper} mark={marks.get(paper.id) ?? null} />
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      {number === null || page > 1 ? null : (
        <CiteList
          path={editionPath(cadence, period.period)}
          count={Math.min(counts.kept + late.length, mostCited)}
          isCut={counts.kept + late.length > mostCited}
        />
      )}
    </Layout>
  );
}

/** What an editor says of the edition, above its papers. */
function EditorsWord({ source, isHome }: { source: string | null; isHome: boolean }) {
  const { say } = useWords();
  const note = parseNote(source ?? "");
  if (note === null) return null;
  const Heading = isHome ? "h3" : "h2";
  return (
    <section className="editors-note" aria-labelledby="editors-note">
      <Heading id="editors-note">{say("editors-note.heading")}</Heading>
      <NoteBlocks note={note} />
    </section>
  );
}

/** Which part of a long list the page shows, and what the mails of it choose from. */
function ShownPart({
  period: { cadence },
  counts: { all, kept, mailed },
  page,
}: Pick<EditionPageProps, "period" | "page"> & { counts: EditionCounts }) {
  const { say } = useWords();
  const first = (page - 1) * papersPerPage + 1;
  const last = Math.min(kept, page * papersPerPage);
  if (kept <= papersPerPage) return null;
  return (
    <p className="section-note">
      {all > kept ? `${say("site.edition.kept-first", { cadence, kept, papers: all })} ` : ""}
      {say("site.edition.shown", { first, last, papers: kept })}
      {mailed < kept ? ` ${say("site.edition.mailed-first", { mailed })}` : ""}
    </p>
  );
}

/** Releases before asked how much a late riser had gained, not where it stood. */
function lateNote(late: FrozenPaper[]): "site.edition.late-note" | "site.edition.late-note-of-before" {
  return late.every(({ explanation }) => explanation?.kind === "late-place")
    ? "site.edition.late-note"
    : "site.edition.late-note-of-before";
}

/** What may be missing when a source could not be asked. */
function missingWords({ say }: Words, source: string, { own, late }: EditionPart): string {
  if (source === "arxiv") {
    const papers = [...own, ...late].filter(({ categories }) => categories.length === 0).length;
    return papers === 0 ? say("site.edition.missing-arxiv") : say("site.edition.topics-unknown", { papers });
  }
  if (source === "huggingface") return say("site.edition.missing-huggingface");
  return say("site.edition.missing-other", { source });
}

function runningWords({ say, day }: Words, { cadence, lastDay }: Period): string {
  if (cadence === "daily") return say("site.edition.day-runs");
  return say("site.edition.period-runs", { cadence, day: day(addDays(lastDay, 1), "full") });
}

function Invitation({ consent }: { consent: string }) {
  const { say } = useWords();
  return (
    <section className="invitation" aria-labelledby="invitation">
      <div>
        <h1 id="invitation">{say("site.invitation.title")}</h1>
        <p className="lede">{say("site.invitation.lede")}</p>
      </div>
      <SubscribeForm id="home" consent={consent} />
    </section>
  );
}

function EditionNavigation({ period, previous, next, today }: EditionPageProps) {
  const { cadence } = period;
  const { say } = useWords();
  const signed = useSignedPath();
  return (
    <nav className="edition-nav" aria-label={say("site.edition.others", { cadence })}>
      {previous ? (
        <a className="button quiet small" href={signed(editionPath(cadence, previous))} rel="prev">
          ‹ <span>{say("site.edition.previous", { cadence })}</span>
        </a>
      ) : null}
      {next ? (
        <a className="button quiet small" href={signed(editionPath(cadence, next))} rel="next">
          <span>{say("site.edition.next", { cadence })}</span> ›
        </a>
      ) : null}
      <a className="button quiet small" href={signed(archivePath(null))}>
        {say("site.archive.title")}
      </a>
      <form action="/editions">
        <input type="hidden" name="cadence" value={cadence} />
        <SignedField />
        <label className="unseen" htmlFor="pick-day">
          {say("site.edition.pick", { cadence })}
        </label>
        <input id="pick-day" type="date" name="date" defaultValue={period.firstDay} max={today} required />
        <button className="quiet small" type="submit">
          {say("site.edition.go")}
        </button>
      </form>
    </nav>
  );
}

/** The first page is empty only where nothing was ever collected. */
function Empty({ period: { cadence }, isHome }: Pick<EditionPageProps, "period" | "isHome">) {
  const { say } = useWords();
  if (isHome) return <p className="empty">{say("site.home.nothing")}</p>;
  return (
    <div className="empty">
      <p>
        {cadence === "daily" ? say("site.edition.day-empty") : say("site.edition.period-empty", { cadence })}
      </p>
      <p>
        <a href="/">{say("site.edition.see-latest")}</a>
      </p>
    </div>
  );
}
