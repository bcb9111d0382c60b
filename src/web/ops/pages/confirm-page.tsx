import type { NewestRevision } from "../../../console/editing.ts";
import type { EditionForecast } from "../../../delivery/forecast/forecast-edition.ts";
import type { EditionStatus } from "../../../delivery/progress/edition-status.ts";
import { AskPage } from "./ask-page.tsx";
import { EditionStatePill, StateCounts } from "./edition-parts.tsx";
import { ForecastReport } from "./forecast-parts.tsx";
import { formatInstant } from "./format.ts";
import type { PageProps } from "./page-props.ts";
import { type EditionVerb, verbsFor, verbWords } from "./verbs.ts";

export type ConfirmPageProps = PageProps & {
  status: EditionStatus;
  verb: EditionVerb;
  problem: string | null;
  /** What it would bring, where it is about to be let go. */
  forecast?: EditionForecast | null;
  /** Of it, there: what goes. */
  newest?: NewestRevision | null;
};

/** Asks before an edition is steered, and shows how it stands. */
export function ConfirmPage(props: ConfirmPageProps) {
  const { status, verb, problem } = props;
  const { label, meaning } = verbWords[verb];
  // What waits for a retry or is uncertain is not known before it is counted.
  const isOffered = !status.isCounted || verbsFor(status).includes(verb);
  return (
    <AskPage
      {...props}
      title={`${label}: ${status.editionId}`}
      current="editions"
      question={`${label} ${status.editionId}?`}
      problem={problem}
      verb={label}
      isFinal={verb === "cancel"}
      back={`/ops/editions/${status.editionId}`}
      fields={<Fields {...props} />}
    >
      <p>
        It is now <EditionStatePill status={status} />
      </p>
      <StateCounts status={status} />
      <p className="meaning">{meaning}</p>
      {props.newest ? <WhatGoes status={status} newest={props.newest} /> : null}
      {isOffered ? null : (
        <p className="banner fair">
          As it stands now there is nothing to {verb}; somebody may have done it already.
        </p>
      )}
      {props.forecast ? <ForecastReport forecast={props.forecast} /> : null}
    </AskPage>
  );
}

/** Editors who saved something else a moment ago are in its sentence. */
function WhatGoes({ status, newest }: { status: EditionStatus; newest: NewestRevision }) {
  const { cadence, period } = status;
  const { revision, by, madeAt } = newest;
  return (
    <p>
      What goes is <a href={`/ops/preview?cadence=${cadence}&date=${period}`}>revision {revision}</a>,{" "}
      {by === null ? "as it was frozen" : `saved by ${by}, ${formatInstant(madeAt)}`}.
    </p>
  );
}

function Fields({ status, verb, newest }: ConfirmPageProps) {
  // A revision that nobody looked at before does not go by this button.
  if (newest) return <input type="hidden" name="revision" value={newest.revision} />;

  if (verb === "pause") {
    return (
      <div className="field">
        <label htmlFor="reason">Why (for your colleagues)</label>
        <input id="reason" name="reason" maxLength={200} />
      </div>
    );
  }
  if (verb === "resume" && status.isPausedByBreaker) {
    return (
      <label className="check">
        <input type="checkbox" name="force" value="yes" /> Go on past the breaker; it then counts only
        feedback that comes later.
      </label>
    );
  }
  if (verb !== "settle") return null;
  return (
    <fieldset>
      <legend>What became of them</legend>
      <label className="check">
        <input type="radio" name="as" value="submitted" required /> The provider accepted them (submitted)
      </label>
      <label className="check">
        <input type="radio" name="as" value="failed" required /> The provider never got them (failed, and open
        to a retry)
      </label>
    </fieldset>
  );
}
