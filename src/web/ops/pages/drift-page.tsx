import { type Drift, mostDriftRows } from "../../../delivery/reconcile/drift.ts";
import { reconcileWords } from "../../../delivery/reconcile/words.ts";
import { formatCount, formatMoment } from "./format.ts";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";
import { SuppressedTable } from "./suppressed-table.tsx";

/** Where this ledger and the provider differ, and what the last run fetched. */
export function DriftPage(props: PageProps & { drift: Drift; isAsked: boolean }) {
  const { drift, isAsked } = props;
  const { report, ranAt, comparedAt, onlyHere, rows } = drift;
  return (
    <OpsLayout title="The provider's word" current="suppressions" formToken={logOutToken(props)}>
      <h1 className="page-title">The provider's word</h1>
      <p className="hint">
        Each night this installation asks Resend for events that no webhook brought, for mails of uncertain
        deliveries and for its suppression list; <code>paperboy feedback reconcile</code> does it now.
      </p>
      {isAsked ? null : (
        <p className="banner fair">Mails go to the local mailbox: there is no provider to ask.</p>
      )}
      {report === null || ranAt === null ? (
        <p className="empty">It has not been asked yet.</p>
      ) : (
        <>
          <h2>Last asked {formatMoment(ranAt)}</h2>
          <ul>
            {reconcileWords(report, drift).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      <h2>Suppressed here and not at the provider</h2>
      {comparedAt === null ? (
        <p className="empty">The provider's list has not been read to its end yet.</p>
      ) : onlyHere.length === 0 ? (
        <p className="empty">There are none, as of {formatMoment(comparedAt)}.</p>
      ) : (
        <>
          <p>
            As of {formatMoment(comparedAt)}:{" "}
            {onlyHere.map(({ reason, count }) => `${formatCount(count)} ${reason}`).join(", ")}. They stay
            suppressed here, and nothing is sent to the provider. Lift one that may be mailed again, or add it
            to the list at Resend.
          </p>
          {rows.length === 0 ? null : (
            <SuppressedTable label="Addresses suppressed here and not at the provider" rows={rows} />
          )}
          {rows.length < mostDriftRows ? null : (
            <p className="hint">The latest {mostDriftRows} are shown here.</p>
          )}
        </>
      )}
    </OpsLayout>
  );
}
