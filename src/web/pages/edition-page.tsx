import type { Cadence, FrozenPaper } from "../../editions/model.ts";
import { type Period, titleOfPeriod } from "../periods.ts";
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
  /** Days that the picker offers. */
  today: string;
};

const names: Record<Cadence, string> = {
  daily: "Daily papers",
  weekly: "Weekly papers",
  monthly: "Monthly papers",
};
const units: Record<Cadence, string> = { daily: "day", weekly: "week", monthly: "month" };
const sourceNames: Record<string, string> = { huggingface: "Hugging Face", arxiv: "arXiv" };

/** One edition, or the list that still runs. */
export function EditionPage(props: EditionPageProps) {
  const { period, papers, number } = props;
  const top = papers.filter(({ section }) => section === "top");
  const late = papers.filter(({ section }) => section === "late");
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
            {number === null ? (
              <span className="badge">still running</span>
            ) : (
              <span className="issue">No. {number}</span>
            )}
          </p>
        </div>
        <EditionNavigation {...props} />
      </div>
      {props.missingSources.length > 0 ? (
        <p className="notice">
          {props.missingSources.map((source) => sourceNames[source] ?? source).join(" and ")} could not be
          reached for this {units[period.cadence]}, so some papers or figures may be missing.
        </p>
      ) : null}
      {number === null && papers.length > 0 ? (
        <p className="notice">
          The {units[period.cadence]} is not over: the order still changes with every vote. Next comes the
          edition that readers get by mail.
        </p>
      ) : null}
      {top.length === 0 ? (
        <Empty unit={units[period.cadence]} />
      ) : (
        <ol className="papers">
          {top.map((paper) => (
            <li key={paper.id}>
              <PaperCard paper={paper} headingLevel={props.isHome ? 3 : 2} />
            </li>
          ))}
        </ol>
      )}
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
      <h1 id="invitation">Get trending papers in your email inbox!</h1>
      <p className="lede">
        The papers that researchers talk about, once a day, week or month: your topics, your length, at your
        hour.
      </p>
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
      <form action="/editions" data-submit-on-change="">
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
