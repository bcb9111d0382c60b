import type { ActiveAlert } from "../../../alerts/store.ts";
import type { Need } from "../../../console/open-needs.ts";
import type { Overview, OverviewSubscribers } from "../../../console/overview.ts";
import type { EditionProgress } from "../../../delivery/progress/edition-progress.ts";
import type { EditionStatus } from "../../../delivery/progress/edition-status.ts";
import { paceSentence } from "../../../delivery/provider/present-pace.ts";
import { troubleWords } from "../../../delivery/trouble-words.ts";
import type { OpenPeriod } from "../../../due/store.ts";
import { EditionStatePill, LedgerCounts, SendingPace } from "./edition-parts.tsx";
import { formatAgo, formatCount, formatInstant } from "./format.ts";
import { OpenPeriods } from "./open-periods.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

type EditionLine = { status: EditionStatus; progress: EditionProgress | null };

export type EditionsPageProps = PageProps & {
  overview: Overview;
  editions: EditionLine[];
  alerts: ActiveAlert[];
  openPeriods: OpenPeriod[];
  needs: Need[];
  /** Whether mail is kept in the local mailbox instead of being sent. */
  hasMailbox: boolean;
};

export function EditionsPage(props: EditionsPageProps) {
  return (
    <OpsLayout
      title="Editions"
      current="editions"
      formToken={logOutToken(props)}
      notice={props.notice}
      isLive
    >
      <div className="title-line">
        <h1 className="page-title">Editions</h1>
        <span className="verbs">
          <a className="button quiet small" href="/ops/publish">
            Publish an edition
          </a>
          {props.hasMailbox ? (
            <a className="button quiet small" href="/ops/outbox">
              Open the mailbox
            </a>
          ) : null}
        </span>
      </div>
      <div id="live-overview" data-live="">
        {props.alerts.length + props.needs.length + props.openPeriods.length === 0 ? (
          <p className="all-good">Nothing needs you.</p>
        ) : null}
        <Needs alerts={props.alerts} needs={props.needs} now={props.now} />
        <OpenPeriods periods={props.openPeriods} />
        <Tiles overview={props.overview} now={props.now} />
      </div>
      <div id="live-editions" data-live="">
        {props.editions.length === 0 ? (
          <p className="empty">
            No edition has been published yet. The schedule does it, or{" "}
            <a href="/ops/publish">you publish one</a>.
          </p>
        ) : (
          <ul className="edition-list">
            {props.editions.map((line) => (
              <EditionCard key={line.status.editionId} line={line} />
            ))}
          </ul>
        )}
      </div>
    </OpsLayout>
  );
}

function Needs({ alerts, needs, now }: { alerts: ActiveAlert[]; needs: Need[]; now: Date }) {
  if (alerts.length + needs.length === 0) return null;
  return (
    <section aria-label="Needs you">
      <ul className="alerts">
        {alerts.map(({ id, kind, message, raisedAt }) => (
          <li key={id}>
            <span className="pill bad">{kind}</span> {message}{" "}
            <span className="hint">{formatAgo(raisedAt, now)}</span>
          </li>
        ))}
        {needs.map(({ kind, editionId, message }) => (
          <li key={`${kind} ${editionId}`}>
            <span className="pill fair">{kind}</span>{" "}
            {editionId === null ? message : <a href={`/ops/editions/${editionId}`}>{message}</a>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tiles({ overview, now }: { overview: Overview; now: Date }) {
  const { blocked, pace, oldestDueAt, uncertain, queues, lastIngestAt, eventsWaiting } = overview;
  const { subscribers } = overview;
  const waiting = queues?.reduce((sum, { counts }) => sum + counts.waiting + counts.active, 0) ?? null;
  const failed = queues?.reduce((sum, { counts }) => sum + counts.failed, 0) ?? 0;
  return (
    <dl className="tiles">
      <Tile
        name="Active subscribers"
        value={subscribers === null ? "being counted" : formatCount(subscribers.active)}
        hint={subscribers && subscribersHint(subscribers)}
      />
      <Tile
        name="Requests"
        value={blocked ? "waiting" : "flowing"}
        hint={
          blocked
            ? `${troubleWords(blocked.code, blocked.words)}, until ${formatInstant(blocked.until)}`
            : pace && `at most ${paceSentence(pace)}`
        }
        tone={blocked ? "bad" : "good"}
      />
      <Tile
        name="Longest due"
        value={oldestDueAt === null ? "nothing waits" : formatAgo(oldestDueAt, now)}
        tone={oldestDueAt !== null && now.getTime() - oldestDueAt.getTime() > 600_000 ? "fair" : null}
      />
      <Tile name="Uncertain deliveries" value={formatCount(uncertain)} tone={uncertain > 0 ? "bad" : null} />
      <Tile
        name="Jobs waiting"
        value={waiting === null ? "queue silent" : formatCount(waiting)}
        hint={failed > 0 ? `${formatCount(failed)} failed jobs are kept for a look` : null}
        tone={waiting === null ? "bad" : null}
      />
      <Tile name="Papers collected" value={formatAgo(lastIngestAt, now)} />
      <Tile
        name="Events to apply"
        value={formatCount(eventsWaiting)}
        tone={eventsWaiting > 5000 ? "fair" : null}
      />
    </dl>
  );
}

function subscribersHint({ suppressed, oldSince }: OverviewSubscribers): string | null {
  const hints = [
    ...(suppressed > 0 ? [`and ${formatCount(suppressed)} suppressed`] : []),
    ...(oldSince === null ? [] : [`counted at ${formatInstant(oldSince)}`]),
  ];
  return hints.length > 0 ? hints.join(", ") : null;
}

function Tile(props: {
  name: string;
  value: string;
  hint?: string | null;
  tone?: "good" | "fair" | "bad" | null;
}) {
  return (
    <div className={props.tone ? `tile ${props.tone}` : "tile"}>
      <dt>{props.name}</dt>
      <dd>
        {props.value}
        {props.hint ? <small>{props.hint}</small> : null}
      </dd>
    </div>
  );
}

function EditionCard({ line: { status, progress } }: { line: EditionLine }) {
  return (
    <li className="edition-card">
      <div className="edition-line">
        <h2>
          <a href={`/ops/editions/${status.editionId}`}>{status.editionId}</a>
        </h2>
        <EditionStatePill status={status} />
        <span className="hint">published {formatInstant(status.publishedAt)}</span>
      </div>
      <LedgerCounts status={status} />
      <SendingPace status={status} progress={progress} />
    </li>
  );
}
