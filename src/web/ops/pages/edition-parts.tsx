import type { ReactNode } from "react";
import type { EditionState } from "../../../delivery/ledger/moves.ts";
import type { EditionProgress } from "../../../delivery/progress/edition-progress.ts";
import type { EditionStatus } from "../../../delivery/progress/edition-status.ts";
import { type Share, ShareBar } from "./charts.tsx";
import { formatCount, formatInstant, formatSeconds, formatShare } from "./format.ts";

const stateTone: Record<EditionState, string> = {
  sent: "pill good",
  sending: "pill fair",
  held: "pill fair",
  paused: "pill bad",
  cancelled: "pill",
};

export function EditionStatePill({ status }: { status: Pick<EditionStatus, "state" | "stateReason"> }) {
  return (
    <>
      <span className={stateTone[status.state]}>{status.state}</span>
      {status.stateReason ? <span className="hint">{status.stateReason}</span> : null}
    </>
  );
}

/** An edition's deliveries as the shares of a bar, in the order of the pipeline. */
function ledgerShares(status: EditionStatus): Share[] {
  return [
    { label: "submitted", count: status.submitted, tone: "submitted" },
    { label: "excluded", count: status.excluded, tone: "excluded" },
    { label: "failed", count: status.failed, tone: "failed" },
    { label: "uncertain", count: status.uncertain, tone: "uncertain" },
    { label: "sealed", count: status.sealed, tone: "sealed" },
    { label: "pending", count: status.pending, tone: "waiting" },
  ];
}

/** The counts, which add up to what was planned; or that they are not known yet. */
export function StateCounts({ status }: { status: EditionStatus }) {
  if (!status.isCounted) {
    return (
      <p className="banner fair">
        Its {formatCount(status.planned)} deliveries are being counted for the first time: look again in a
        minute. Nothing waits for that.
      </p>
    );
  }
  return (
    <ul className="state-counts">
      <li>
        <strong>{formatCount(status.planned)}</strong> planned =
      </li>
      {ledgerShares(status).map(({ label, count, tone }) => (
        <li key={label}>
          <span className={`dot tone-${tone}`} aria-hidden="true" />
          <DeliveriesLink status={status} query={{ state: label }}>
            <strong>{formatCount(count)}</strong> {label}
          </DeliveriesLink>
        </li>
      ))}
    </ul>
  );
}

type DeliveriesLinkProps = {
  status: EditionStatus;
  query: Record<string, string>;
  children: ReactNode;
  label?: string;
};

/** Leads from a count to its deliveries, while those are kept. */
export function DeliveriesLink({ status, query, children, label }: DeliveriesLinkProps) {
  if (status.retiredSince !== null) return <span>{children}</span>;
  return (
    <a href={`/ops/editions/${status.editionId}/deliveries?${new URLSearchParams(query)}`} aria-label={label}>
      {children}
    </a>
  );
}

/** How far it has come, as a bar, and the counts. */
export function LedgerCounts({ status }: { status: EditionStatus }) {
  const done = status.planned - status.pending - status.sealed;
  return (
    <>
      {status.isCounted ? (
        <ShareBar
          shares={ledgerShares(status)}
          label={`${formatShare(done, status.planned)} of ${formatCount(status.planned)} deliveries have their outcome`}
        />
      ) : null}
      <StateCounts status={status} />
    </>
  );
}

/** How fast it goes, and how long it takes yet. */
export function SendingPace({
  status,
  progress,
}: {
  status: EditionStatus;
  progress: EditionProgress | null;
}) {
  if (!progress || status.pending + status.sealed === 0) return null;
  const { perSecond, dueNow, later, isEstimated, lastDueAt } = progress;
  return (
    <p className="pace">
      {dueNow > 0 ? <PaceNow state={status.state} progress={progress} /> : "Nothing is due now."}
      {later > 0
        ? ` ${isEstimated ? "About " : ""}${formatCount(later)} wait for their reader's hour, the last at ${formatInstant(lastDueAt)}.`
        : ""}
      {perSecond > 0 && dueNow === 0 ? ` ${formatRate(perSecond)} a second just now.` : ""}
    </p>
  );
}

function PaceNow({ state, progress }: { state: EditionState; progress: EditionProgress }) {
  const { perSecond, dueNow, isEstimated, secondsLeft } = progress;
  const due = `${isEstimated ? "about " : ""}${formatCount(dueNow)} ${dueNow === 1 ? "is" : "are"} due`;
  const first = due.replace(/^about/, "About");
  if (state === "held") return `${first} and wait for your approval.`;
  if (state === "paused") return `${first} and wait until you resume.`;
  if (secondsLeft === null) return `${first}; nothing has left in the last half minute.`;
  return (
    <>
      <strong>{formatRate(perSecond)}</strong> a second, {due}, about {formatSeconds(secondsLeft)} left.
    </>
  );
}

const formatRate = (perSecond: number) => perSecond.toFixed(perSecond < 10 ? 1 : 0);
