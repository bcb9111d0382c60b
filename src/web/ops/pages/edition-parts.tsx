import type { EditionStatus } from "../../../delivery/edition-status.ts";
import type { Share } from "./charts.tsx";
import { formatCount } from "./format.ts";

const stateTone: Record<string, string> = {
  sent: "pill good",
  sending: "pill fair",
  held: "pill fair",
  paused: "pill bad",
  cancelled: "pill",
};

export function EditionState({ status }: { status: Pick<EditionStatus, "state" | "stateReason"> }) {
  return (
    <>
      <span className={stateTone[status.state] ?? "pill"}>{status.state}</span>
      {status.stateReason ? <span className="hint">{status.stateReason}</span> : null}
    </>
  );
}

/** An edition's deliveries as the shares of a bar, in the order of the pipeline. */
export function ledgerShares(status: EditionStatus): Share[] {
  return [
    { label: "submitted", count: status.submitted, tone: "submitted" },
    { label: "excluded", count: status.excluded, tone: "excluded" },
    { label: "failed", count: status.failed, tone: "failed" },
    { label: "uncertain", count: status.uncertain, tone: "uncertain" },
    { label: "sealed", count: status.sealed, tone: "sealed" },
    { label: "pending", count: status.pending, tone: "waiting" },
  ];
}

/** The counts, which add up to what was planned. */
export function StateCounts({ status }: { status: EditionStatus }) {
  return (
    <ul className="state-counts">
      <li>
        <strong>{formatCount(status.planned)}</strong> planned =
      </li>
      {ledgerShares(status).map(({ label, count, tone }) => (
        <li key={label}>
          <span className={`dot tone-${tone}`} aria-hidden="true" />
          <a href={`/ops/editions/${status.editionId}/deliveries?state=${label}`}>
            <strong>{formatCount(count)}</strong> {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
