import { dayOf } from "../../../calendar/periods.ts";
import type { RejectedLine, SourceHealth } from "../../../console/source-health.ts";
import type { findReposEndpoint } from "../../../papers/repos/store.ts";
import type { OddVotes } from "../../../papers/signals-store.ts";
import { RunStrip } from "./charts.tsx";
import { formatAgo, formatCount, formatInstant, formatMoment, formatSeconds } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

export type SourcesPageProps = PageProps & {
  sources: SourceHealth[];
  rejected: RejectedLine[];
  oddVotes: OddVotes[];
  repos: ReposAsking;
};

type ReposAsking = { dailyLimit: number; endpoint: Awaited<ReturnType<typeof findReposEndpoint>> };

export function SourcesPage(props: SourcesPageProps) {
  const { sources, rejected, oddVotes, repos } = props;
  return (
    <OpsLayout title="Sources" current="sources" formToken={logOutToken(props)} notice={props.notice}>
      <div className="title-line">
        <h1 className="page-title">Sources</h1>
        <a className="button quiet small" href="/ops/ingest">
          Collect papers
        </a>
      </div>
      {sources.length === 0 ? (
        <p className="empty">
          Nothing was collected yet. The schedule does it every hour, or{" "}
          <a href="/ops/ingest">you ask for it</a>.
        </p>
      ) : null}
      {sources.map((source) => (
        <Source key={source.source} source={source} now={props.now} />
      ))}
      <Repos repos={repos} now={props.now} />
      <h2>Votes that moved oddly</h2>
      {oddVotes.length === 0 ? (
        <p className="all-good">None did in the last fortnight.</p>
      ) : (
        <ul>
          {oddVotes.map((one) => (
            <li key={`${one.paperId} ${one.at.toISOString()}`}>
              <code>{one.paperId}</code> {one.title}: the upvotes {one.move}{" "}
              {one.move === "jumped" ? "within an hour " : ""}from {formatCount(one.before)} to{" "}
              {formatCount(one.after)}, {formatInstant(one.at)}.
            </li>
          ))}
        </ul>
      )}
      <h2>Items that could not be read</h2>
      {rejected.length === 0 ? <p className="all-good">There are none.</p> : <Rejected rejected={rejected} />}
    </OpsLayout>
  );
}

const names: Record<string, string> = { huggingface: "Hugging Face Daily Papers", arxiv: "arXiv" };

function Source({ source, now }: { source: SourceHealth; now: Date }) {
  const { error, runs } = source;
  const failed = runs.filter(({ isOk }) => !isOk).length;
  return (
    <section className="edition-card">
      <div className="edition-line">
        <h2>{names[source.source] ?? source.source}</h2>
        <span className={`pill ${error === null ? "good" : "bad"}`}>
          {error === null ? "answers" : "fails"}
        </span>
        <span className="hint">
          last good answer {formatAgo(source.lastOkAt, now)}, {formatInstant(source.lastOkAt)}
        </span>
      </div>
      {error === null ? null : <p className="problem">{error}</p>}
      <RunStrip
        label={`${runs.length} latest runs, ${failed} of them failed`}
        runs={runs.toReversed().map(({ startedAt, isOk, error: reason, papers }) => ({
          isOk,
          label: `${formatInstant(startedAt)}: ${isOk ? `${formatCount(papers)} papers` : (reason ?? "failed")}`,
        }))}
      />
      <p className="hint">
        Last run: {formatCount(source.papers)} papers, {formatCount(source.rejected)} rejected. Of{" "}
        {runs.length} runs {failed} failed.
      </p>
      <details>
        <summary>The runs</summary>
        <Scroll label={`Runs of ${source.source}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Began</th>
                <th scope="col">Day</th>
                <th scope="col" className="number">
                  Took
                </th>
                <th scope="col" className="number">
                  Papers
                </th>
                <th scope="col" className="number">
                  Rejected
                </th>
                <th scope="col">Outcome</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={`${run.startedAt.toISOString()} ${run.day}`}>
                  <td className="instant">{formatMoment(run.startedAt)}</td>
                  <td className="instant">{run.day}</td>
                  <td className="number">{formatSeconds(run.seconds)}</td>
                  <td className="number">{formatCount(run.papers)}</td>
                  <td className="number">{formatCount(run.rejected)}</td>
                  <td className="words">{run.isOk ? "good" : (run.error ?? "failed")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </section>
  );
}

/** The question which models, datasets and Spaces cite papers. */
function Repos({ repos: { dailyLimit, endpoint }, now }: { repos: ReposAsking; now: Date }) {
  const asked = endpoint !== null && endpoint.day >= dayOf(now) ? endpoint.asked : 0;
  const failure = endpoint?.lastFailure ?? null;
  return (
    <section className="edition-card">
      <div className="edition-line">
        <h2>What cites papers at Hugging Face</h2>
        {dailyLimit === 0 ? (
          <span className="pill">off</span>
        ) : (
          <span className={`pill ${failure === null ? "good" : "bad"}`}>
            {failure === null ? (endpoint?.answeredAt ? "answers" : "not asked yet") : "fails"}
          </span>
        )}
        <span className="hint">
          last answer {formatAgo(endpoint?.answeredAt ?? null, now)},{" "}
          {formatInstant(endpoint?.answeredAt ?? null)}
        </span>
      </div>
      {failure === null ? null : (
        <p className="problem">
          Failed (<code>{failure}</code>), in a row: {formatCount(endpoint?.failures ?? 0)}. Asked again{" "}
          {formatInstant(endpoint?.retryAt ?? null)}.
        </p>
      )}
      <p className="hint">
        Asked {formatCount(asked)} of {formatCount(dailyLimit)} times today (<code>HF_REPOS_DAILY_LIMIT</code>
        ).
      </p>
    </section>
  );
}

function Rejected({ rejected }: { rejected: RejectedLine[] }) {
  return (
    <Scroll label="Rejected items">
      <table>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Day</th>
            <th scope="col">Item</th>
            <th scope="col">Reason</th>
            <th scope="col">First seen</th>
          </tr>
        </thead>
        <tbody>
          {rejected.map(({ source, day, itemId, reason, firstSeenAt }) => (
            <tr key={`${source} ${day} ${itemId}`}>
              <td>{source}</td>
              <td className="instant">{day}</td>
              <td>
                <code>{itemId}</code>
              </td>
              <td className="words">{reason}</td>
              <td className="instant">{formatMoment(firstSeenAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
