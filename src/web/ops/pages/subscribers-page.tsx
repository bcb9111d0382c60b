import type { Counted } from "../../../console/kept-figures-store.ts";
import type { SubscriberFigures } from "../../../console/subscriber-figures.ts";
import { subscriberCadences } from "../../../editions/edition.ts";
import type { SubscriberPage } from "../../../subscribers/list-subscribers.ts";
import type { SubscriberFilter } from "../../../subscribers/pages-store.ts";
import { type ListedSubscriber, type Standing, standingOf, standings } from "../../../subscribers/store.ts";
import { LineChart } from "./charts.tsx";
import { formatCount, formatMoment, formatShare } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

export type SubscribersPageProps = PageProps & {
  /** Null while they are counted for the first time. */
  counted: Counted<SubscriberFigures> | null;
  filter: SubscriberFilter;
  /** The query of an address line that means this filter. */
  query: Record<string, string>;
  list: SubscriberPage;
  isFirst: boolean;
};

export function SubscribersPage(props: SubscribersPageProps) {
  const { counted, filter, query, list, isFirst } = props;
  return (
    <OpsLayout title="Subscribers" current="subscribers" formToken={logOutToken(props)} notice={props.notice}>
      <div className="title-line">
        <h1 className="page-title">Subscribers</h1>
        <a className="button small" href="/ops/subscribers/import">
          Import
        </a>
      </div>
      {counted === null ? (
        <p className="hint">How many subscribe is being counted; open this page again in a moment.</p>
      ) : (
        <Figures figures={counted.figures} />
      )}
      {counted?.isKept ? <p className="hint">Counted at {formatMoment(counted.countedAt)}.</p> : null}
      <h2>The list</h2>
      <Filter filter={filter} formToken={props.formToken} />
      <p className="list-line">
        <span>
          {list.isMore ? "More than " : ""}
          {formatCount(list.total)} {Object.keys(query).length > 0 ? "match" : "in all"}
        </span>
        <a href={`/ops/subscribers/export?${new URLSearchParams({ ...query, format: "csv" })}`}>
          Export as CSV
        </a>
        <a href={`/ops/subscribers/export?${new URLSearchParams({ ...query, format: "jsonl" })}`}>
          as JSON lines
        </a>
      </p>
      {list.subscribers.length === 0 ? (
        <p className="empty">Nobody matches.</p>
      ) : (
        <SubscriberTable rows={list.subscribers} />
      )}
      <nav className="pages" aria-label="Pages">
        {isFirst ? null : <a href={`/ops/subscribers?${new URLSearchParams(query)}`}>From the start</a>}
        {list.next === null ? null : (
          <a
            href={`/ops/subscribers?${new URLSearchParams({ ...query, after: list.subscribers.at(-1)?.id ?? "" })}`}
          >
            Next {list.subscribers.length}
          </a>
        )}
      </nav>
    </OpsLayout>
  );
}

const recentDays = 30;

function Figures({ figures }: { figures: SubscriberFigures }) {
  const { cadences, days } = figures;
  const recent = days.slice(-recentDays);
  const sum = (read: (day: (typeof days)[number]) => number) =>
    recent.reduce((total, day) => total + read(day), 0);
  const active = cadences.reduce((total, { count }) => total + count, 0);
  return (
    <div className="figures-beside">
      <div>
        <h2>States</h2>
        <dl className="pairs">
          {figures.standings.map(({ standing, count }) => (
            <div key={standing}>
              <dt>
                <a href={`/ops/subscribers?state=${standing}`}>{standing}</a>
              </dt>
              <dd>{formatCount(count)}</dd>
            </div>
          ))}
        </dl>
        {figures.standings.length === 0 ? <p className="hint">Nobody subscribes yet.</p> : null}
        {figures.idle.asked + figures.idle.paused === 0 ? null : (
          <p className="hint">
            Without an answer whether they still read: {formatCount(figures.idle.asked)} asked,{" "}
            {formatCount(figures.idle.paused)} paused.
          </p>
        )}
        <h2>Cadences of the active</h2>
        <dl className="pairs">
          {cadences.map(({ cadence, count }) => (
            <div key={cadence}>
              <dt>
                <a href={`/ops/subscribers?state=active&cadence=${cadence}`}>{cadence}</a>
              </dt>
              <dd>
                {formatCount(count)} <span className="hint">{formatShare(count, active)}</span>
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div>
        <h2>Growth</h2>
        <p className="hint">
          In the last {recentDays} days {formatCount(sum(({ joined }) => joined))} joined and{" "}
          {formatCount(sum(({ left }) => left))} left.
        </p>
        <LineChart
          title="Confirmed readers at the end of each of the last 90 days (UTC)"
          unit="Readers"
          points={days.map(({ day, readers }) => ({ label: day, value: readers }))}
        />
      </div>
    </div>
  );
}

function Filter({ filter, formToken }: { filter: SubscriberFilter; formToken: string }) {
  return (
    <form method="post" action="/ops/subscribers" className="filter">
      <input type="hidden" name="form_token" value={formToken} />
      <div className="field">
        <label htmlFor="state">State</label>
        <Choice id="state" words={standings} chosen={filter.state} />
      </div>
      <div className="field">
        <label htmlFor="cadence">Cadence</label>
        <Choice id="cadence" words={subscriberCadences} chosen={filter.cadence} />
      </div>
      <div className="field grow">
        <label htmlFor="search">Part of the address</label>
        <input
          id="search"
          name="search"
          type="search"
          defaultValue={filter.search ?? ""}
          autoComplete="off"
          maxLength={254}
        />
      </div>
      <button type="submit" className="quiet">
        Filter
      </button>
    </form>
  );
}

function Choice({ id, words, chosen }: { id: string; words: readonly string[]; chosen: string | undefined }) {
  return (
    <select id={id} name={id} defaultValue={chosen ?? ""}>
      <option value="">any</option>
      {words.map((word) => (
        <option key={word} value={word}>
          {word}
        </option>
      ))}
    </select>
  );
}

export function StandingPill({ standing }: { standing: Standing }) {
  return <span className={`pill ${tones[standing]}`}>{standing}</span>;
}

const tones: Record<Standing, string> = {
  active: "good",
  pending: "fair",
  paused: "fair",
  unsubscribed: "",
  suppressed: "bad",
};

function SubscriberTable({ rows }: { rows: ListedSubscriber[] }) {
  return (
    <Scroll label="Subscribers">
      <table>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">State</th>
            <th scope="col">Cadence</th>
            <th scope="col">Hour</th>
            <th scope="col">Detail</th>
            <th scope="col">Topics</th>
            <th scope="col">Source</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <a href={`/ops/readers/${row.id}`}>{row.email}</a>
              </td>
              <td>
                <StandingPill standing={standingOf(row)} />
              </td>
              <td>{row.cadence}</td>
              <td className="instant">
                {row.wantsAtOnce ? "at once" : `${String(row.hour).padStart(2, "0")}:00`} {row.timezone}
              </td>
              <td>{row.detail}</td>
              <td>{row.topics.length === 0 ? "all" : row.topics.join(" ")}</td>
              <td>{row.source}</td>
              <td className="instant">{formatMoment(row.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
