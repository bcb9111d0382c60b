import { type Period, titleOfPeriod } from "../../../calendar/page-periods.ts";
import type { Cadence } from "../../../calendar/periods.ts";
import type { FrozenPaper } from "../../../editions/model.ts";
import { PageLinks } from "../../parts/page-links.tsx";
import { Layout } from "./layout.tsx";
import { PaperCard } from "./paper-card.tsx";
import { SubscribeForm } from "./subscribe-form.tsx";

export type EditionPageProps = {
  period: Period;
  /** Null while the list still runs. */
  number: number | null;
  papers: FrozenPaper[];
  missingSources: string[];
  previous: string | null;
  next: string | null;
  /** The site's first page, with the invitation to subscribe. */
  isHome: boolean;
  /** Which part of the list is shown, from 1. */
  page: number;
  /** Days that the picker offers. */
  today: string;
};

/** A day of many sources has hundreds of papers: a page stays quick to load. */
const papersPerPage = 50;

/** On how many pages the papers of a list stand; at least one. */
export function pagesOf(papers: FrozenPaper[]): number {
  const top = papers.filter(({ section }) => section === "top").length;
  return Math.max(1, Math.ceil(top / papersPerPage));
}

const names: Record<Cadence, string> = {
  daily: "Daily papers",
  weekly: "Weekly papers",
  monthly: "Monthly papers",
};
const units: Record<Cadence, string> = { daily: "day", weekly: "week", monthly: "month" };
const sourceNames: Record<string, string> = { huggingface: "Hugging Face", arxiv: "arXiv" };

/** One edition, or the list that still runs. */
export function EditionPage(props: EditionPageProps) {
  const { period, papers, number, page } = props;
  const top = papers.filter(({ section }) => section === "top");
  const shown = top.slice((page - 1) * papersPerPage, page * papersPerPage);
  const late = page === 1 ? papers.filter(({ section }) => section === "late") : [];
  const isRunning = number === null && props.today <= period.lastDay;
  const unit = units[period.cadence];
  const title = titleOfPeriod(period);
  return (
    <Layout
      title={props.isHome ? "Paperboy" : `${names[period.cadence]}, ${title}`}
      description={`${top.length} trending research papers of ${title}.`}
      current={period.cadence}
      feeds={feedsOf(period.cadence)}
    >
      {props.isHome ? <Invitation /> : null}
      <div className="edition-head">
        <div>
          {props.isHome ? (
            <h2 className="page-title">{names[period.cadence]}</h2>
          ) : (
            <h1 className="page-title">{names[period.cadence]}</h1>
          )}
          <p className="period">
            {title}
            {isRunning ? <span className="badge">still running</span> : null}
            {number === null ? null : <span className="issue">No. {number}</span>}
          </p>
        </div>
        <EditionNavigation {...props} />
      </div>
      {props.missingSources.length > 0 ? (
        <p className="notice">
          {props.missingSources.map((source) => sourceNames[source] ?? source).join(" and ")} could not be
          reached for this {unit}, so some papers or figures may be missing.
        </p>
      ) : null}
      {number === null && papers.length > 0 ? (
        <p className="notice">
          {isRunning
            ? `The ${unit} is not over: the order still changes with every vote. Next comes the edition that readers get by mail.`
            : `No edition of this ${unit} was mailed. These are its papers in the order of now.`}
        </p>
      ) : null}
      {top.length === 0 ? (
        <Empty unit={unit} />
      ) : (
        <ol className="papers">
          {shown.map((paper) => (
            <li key={paper.id}>
              <PaperCard paper={paper} headingLevel={props.isHome ? 3 : 2} />
            </li>
          ))}
        </ol>
      )}
      <PageLinks
        page={page}
        pages={pagesOf(papers)}
        pathTo={(to) => `/editions/${period.cadence}/${period.period}?page=${to}`}
      />
      {late.length > 0 ? (
        <section aria-labelledby="late">
          <h2 className="section-title" id="late">
            Late risers
          </h2>
          <p className="section-note">Papers of the last fortnight that rose after their own day.</p>
          <ol className="papers">
            {late.map((paper) => (
              <li key={paper.id}>
                <PaperCard paper={paper} />
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </Layout>
  );
}

function feedsOf(cadence: Cadence) {
  const query = cadence === "daily" ? "" : `?cadence=${cadence}`;
  return {
    title: `Paperboy: ${names[cadence].toLowerCase()}`,
    atom: `/feed.xml${query}`,
    json: `/feed.json${query}`,
  };
}

function Invitation() {
  return (
    <section className="invitation" aria-labelledby="invitation">
      <div>
        <h1 id="invitation">Get trending papers in your email inbox!</h1>
        <p className="lede">
          What researchers talk about, once a day, week or month: your topics, your length, at your hour.
        </p>
      </div>
      <SubscribeForm id="home" />
    </section>
  );
}

function EditionNavigation({ period, previous, next, today }: EditionPageProps) {
  const { cadence } = period;
  const unit = units[cadence];
  return (
    <nav className="edition-nav" aria-label={`Other ${unit}s`}>
      {previous ? (
        <a className="button quiet small" href={`/editions/${cadence}/${previous}`} rel="prev">
          ‹ <span>Previous {unit}</span>
        </a>
      ) : null}
      {next ? (
        <a className="button quiet small" href={`/editions/${cadence}/${next}`} rel="next">
          <span>Next {unit}</span> ›
        </a>
      ) : null}
      <form action="/editions">
        <input type="hidden" name="cadence" value={cadence} />
        <label className="unseen" htmlFor="pick-day">
          Go to the {unit} of
        </label>
        <input id="pick-day" type="date" name="date" defaultValue={period.firstDay} max={today} required />
        <button className="quiet small" type="submit">
          Go
        </button>
      </form>
    </nav>
  );
}

function Empty({ unit }: { unit: string }) {
  return (
    <div className="empty">
      <p>No papers are listed for this {unit}. At weekends and on holidays that is usual.</p>
      <p>
        <a href="/">See the latest edition</a>
      </p>
    </div>
  );
}
