import type { EditionStatus } from "../../../delivery/edition-status.ts";
import { EditionState, StateCounts } from "./edition-parts.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";
import { type EditionVerb, verbsFor, verbWords } from "./verbs.ts";

export type ConfirmPageProps = PageProps & {
  status: EditionStatus;
  verb: EditionVerb;
  problem: string | null;
};

/** Asks before an edition is steered, and shows how it stands. */
export function ConfirmPage(props: ConfirmPageProps) {
  const { status, verb, problem } = props;
  const { label, meaning } = verbWords[verb];
  const isOffered = verbsFor(status).includes(verb);
  return (
    <OpsLayout title={`${label}: ${status.editionId}`} current="editions" formToken={logOutToken(props)}>
      <div className="narrow">
        <h1 className="page-title">
          {label} {status.editionId}?
        </h1>
        <p>
          It is now <EditionState status={status} />
        </p>
        <StateCounts status={status} />
        <p className="meaning">{meaning}</p>
        {isOffered ? null : (
          <p className="banner fair">
            As it stands now there is nothing to {verb}; somebody may have done it already.
          </p>
        )}
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <form method="post">
          <input type="hidden" name="form_token" value={props.formToken} />
          {verb === "pause" ? (
            <div className="field">
              <label htmlFor="reason">Why (for your colleagues)</label>
              <input id="reason" name="reason" maxLength={200} />
            </div>
          ) : null}
          {verb === "resume" && status.isPausedByBreaker ? (
            <label className="check">
              <input type="checkbox" name="force" value="yes" /> Go on past the breaker; it then counts only
              feedback that comes later.
            </label>
          ) : null}
          {verb === "settle" ? (
            <fieldset>
              <legend>What became of them</legend>
              <label className="check">
                <input type="radio" name="as" value="submitted" required /> The provider accepted them
                (submitted)
              </label>
              <label className="check">
                <input type="radio" name="as" value="failed" required /> The provider never got them (failed,
                and open to a retry)
              </label>
            </fieldset>
          ) : null}
          <p className="actions">
            <button type="submit" className={verb === "cancel" ? "danger" : undefined}>
              {label}
            </button>
            <a className="button quiet" href={`/ops/editions/${status.editionId}`}>
              Leave it as it is
            </a>
          </p>
        </form>
      </div>
    </OpsLayout>
  );
}
