import type { BatchLine } from "../../../console/ledger-pages.ts";
import type { EditionReadings } from "../../../console/readings/gather-readings.ts";
import { breakerMend } from "../../../delivery/breaker/pause-words.ts";
import {
  type EditionFeedback,
  type EditionProgress,
  outcomeWords,
  type SendingHistory,
} from "../../../delivery/progress/edition-progress.ts";
import {
  type EditionStatus,
  quietSentence,
  repeatedSentence,
  retiredSentence,
} from "../../../delivery/progress/edition-status.ts";
import { isEditable } from "../../../delivery/steer/revise-edition.ts";
import { reasonQuery } from "../reason-query.ts";
import { BarChart } from "./charts.tsx";
import { DeliveriesLink, EditionStatePill, LedgerCounts, SendingPace } from "./edition-parts.tsx";
import { formatCount, formatInstant, formatSeconds, formatShare } from "./format.ts";
import { BatchTable } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";
import { ReadingsSection } from "./readings-page.tsx";
import { type EditionVerb, verbWords } from "./verbs.ts";

/** What is shown of its deliveries beside the counts of its states. */
export type CountedParts = { progress: EditionProgress; feedback: EditionFeedback; history: SendingHistory };

export type EditionLedgerPageProps = PageProps & {
  status: EditionStatus;
  /** Null while its deliveries are counted for the first time. */
  counted: CountedParts | null;
  troubled: BatchLine[];
  /** Null while it is being counted. */
  readings: EditionReadings | null;
  verbs: EditionVerb[];
};

export function EditionLedgerPage(props: EditionLedgerPageProps) {
  const { status, verbs } = props;
  const id = status.editionId;
  const retired = retiredSentence(status);
  return (
    <OpsLayout title={id} current="editions" formToken={logOutToken(props)} notice={props.notice} isLive>
      <div className="edition-line">
        <h1 className="page-title">{id}</h1>
        <span id="live-state" data-live="">
          <EditionStatePill status={status} />
        </span>
      </div>
      {status.isPausedByBreaker ? <p className="banner bad">{breakerMend(id).replaceAll("`", "")}</p> : null}
      <p className="hint">
        Published {formatInstant(status.publishedAt)} ·{" "}
        {status.isReleased ? (
          <a href={`/editions/${status.cadence}/${status.period}`}>the readers' page</a>
        ) : (
          "not public before it goes"
        )}{" "}
        · <a href={`/ops/preview?cadence=${status.cadence}&date=${status.period}`}>preview of its mail</a> ·{" "}
        <a href={`/ops/editions/${id}/edit`}>revisions</a>
        {retired === null ? (
          <>
            {" "}
            · <a href={`/ops/editions/${id}/batches`}>{formatCount(status.batches)} batches</a> ·{" "}
            <a href={`/ops/editions/${id}/deliveries`}>all deliveries</a>
          </>
        ) : (
          ` · ${retired}`
        )}
        {status.pending > 0 ? (
          <>
            {" "}
            · <a href={`/ops/editions/${id}/forecast`}>forecast</a>
          </>
        ) : null}
      </p>
      <div id="live-ledger" data-live="">
        <LedgerCounts status={status} />
        <SendingPace status={status} progress={props.counted?.progress ?? null} />
        {verbs.length > 0 ? (
          <nav className="verbs" aria-label="What to do with it">
            {isEditable(status.state) ? (
              <a href={`/ops/editions/${id}/edit`} className="button quiet small">
                Edit
              </a>
            ) : null}
            {verbs.map((verb) => (
              <a
                key={verb}
                href={`/ops/editions/${id}/${verb}`}
                className={`button quiet small${verb === "cancel" ? " danger" : ""}`}
              >
                {verbWords[verb].label}
              </a>
            ))}
          </nav>
        ) : null}
      </div>
      <div id="live-details" data-live="">
        {props.counted === null ? null : <Details status={status} {...props.counted} />}
        {props.troubled.length > 0 ? (
          <>
            <h2>Batches with trouble</h2>
            <BatchTable rows={props.troubled} />
          </>
        ) : null}
      </div>
      {status.submitted > 0 ? <ReadingsSection id={id} readings={props.readings} /> : null}
    </OpsLayout>
  );
}

function Details({ status, feedback, history }: { status: EditionStatus } & CountedParts) {
  return (
    <>
      <div className="columns">
        <Reasons status={status} />
        <Feedback status={status} feedback={feedback} />
      </div>
      <BarChart
        title={`Submitted in each ${formatSeconds(history.spanSeconds)}`}
        unit="Mails"
        bars={history.spans.map(({ from, submitted, failed }) => ({
          label: from.toISOString().slice(5, 19).replace("T", " "),
          value: submitted,
          more: failed,
        }))}
      />
    </>
  );
}

function Reasons({ status }: { status: EditionStatus }) {
  const quiet = quietSentence(status);
  return (
    <section>
      <h2>Reasons</h2>
      {quiet === null ? null : <p>Of the mails, {quiet}.</p>}
      {status.repeated.map((repeated) => (
        <p key={repeated.code}>{repeatedSentence(repeated)}.</p>
      ))}
      {status.reasons.length === 0 ? (
        <p className="hint">Nothing was excluded, failed or uncertain.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                Deliveries
              </th>
              <th scope="col">State</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {status.reasons.map(({ state, code, refusalKey, reason, count }) => (
              <tr key={`${state} ${code} ${refusalKey}`}>
                <td className="number">
                  <DeliveriesLink
                    status={status}
                    query={{ state, ...reasonQuery({ code, refusalKey }) }}
                    label={`${formatCount(count)} ${state}: ${reason}`}
                  >
                    {formatCount(count)}
                  </DeliveriesLink>
                </td>
                <td>{state}</td>
                <td className="told">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Feedback({ status, feedback }: { status: EditionStatus; feedback: EditionFeedback }) {
  const { submitted } = status;
  const share = (count: number) => `${formatCount(count)} (${formatShare(count, submitted)})`;
  return (
    <section>
      <h2>Feedback</h2>
      {submitted === 0 ? (
        <p className="hint">Nothing is submitted yet.</p>
      ) : (
        <dl className="pairs">
          {feedback.outcomes.map(({ outcome, count }) => (
            <div key={outcome}>
              <dt>{outcomeWords(outcome)}</dt>
              <dd>
                {outcome === null ? (
                  share(count)
                ) : (
                  <DeliveriesLink status={status} query={{ outcome }}>
                    {share(count)}
                  </DeliveriesLink>
                )}
              </dd>
            </div>
          ))}
          <div>
            <dt>opened by people</dt>
            <dd>{share(feedback.opened)}</dd>
          </div>
          <div>
            <dt>clicked by people</dt>
            <dd>{share(feedback.clicked)}</dd>
          </div>
          <div>
            <dt>machines that opened / clicked</dt>
            <dd>
              {formatCount(feedback.machineOpened)} / {formatCount(feedback.machineClicked)}
            </dd>
          </div>
        </dl>
      )}
    </section>
  );
}
