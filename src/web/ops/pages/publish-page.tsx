import { type Cadence, cadences } from "../../../calendar/periods.ts";
import type { HoldConfig } from "../../../config/hold.ts";
import type { ErrandLine } from "../../../due/errands-store.ts";
import { ErrandList } from "./errand-list.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

/** What may be said of holding when an edition is published by hand. */
export const holdChoices = ["as-set", "hold", "go"] as const;

export type HoldChoice = (typeof holdChoices)[number];

/** The form as it was typed. */
export type PublishForm = { cadence: Cadence; date: string; hold: HoldChoice; isNow: boolean };

export type PublishPageProps = PageProps & {
  form: PublishForm;
  problem: string | null;
  hold: HoldConfig;
  errands: ErrandLine[];
};

/** Asks for the publication of a period, and shows how it goes. */
export function PublishPage(props: PublishPageProps) {
  const { form, problem, hold, errands } = props;
  return (
    <OpsLayout
      title="Publish an edition"
      current="editions"
      formToken={logOutToken(props)}
      notice={props.notice}
      isLive
    >
      <div className="narrow">
        <h1 className="page-title">Publish an edition</h1>
        <p>
          The schedule publishes by itself. Here a period is ranked with what is known of its papers, frozen,
          and its deliveries are planned. One that is published already stays as it is.
        </p>
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <form method="post" action="/ops/publish" className="asking">
          <input type="hidden" name="form_token" value={props.formToken} />
          <div className="field">
            <label htmlFor="cadence">Cadence</label>
            <select id="cadence" name="cadence" defaultValue={form.cadence}>
              {cadences.map((cadence) => (
                <option key={cadence} value={cadence}>
                  {cadence}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="date">A day of it, or its name (2026-06-18, 2026-W25, 2026-06)</label>
            <input
              id="date"
              name="date"
              defaultValue={form.date}
              placeholder="the last that is over"
              autoComplete="off"
              size={20}
            />
          </div>
          <fieldset>
            <legend>Hold it for approval</legend>
            {holdChoices.map((choice) => (
              <label key={choice} className="check">
                <input type="radio" name="hold" value={choice} defaultChecked={choice === form.hold} />{" "}
                {choice === "as-set" ? `As it is set: ${holdInWords(hold)}` : choiceWords[choice]}
              </label>
            ))}
          </fieldset>
          <label className="check">
            <input type="checkbox" name="now" value="yes" defaultChecked={form.isNow} /> Everything is due at
            once, whatever the readers' hours
          </label>
          <p className="meaning">
            Whoever has had this edition from elsewhere gets it again: the ledger knows only what it has sent
            itself.
          </p>
          <p className="actions">
            <button type="submit">Publish</button>
            <a className="button quiet" href="/ops">
              Back to the editions
            </a>
          </p>
        </form>
      </div>
      <ErrandList errands={errands} now={props.now} empty="Nobody has published anything here yet." />
    </OpsLayout>
  );
}

const choiceWords: Record<Exclude<HoldChoice, "as-set">, string> = {
  hold: "Hold it until somebody approves it",
  go: "Let it go, each digest at its reader's next hour",
};

function holdInWords({ cadences: held, until, timezone, atEnd }: HoldConfig): string {
  if (held.length === 0) return "no edition is held";
  const which =
    held.length === cadences.length ? "every edition is held" : `${held.join(" and ")} editions are held`;
  if (until === null) return `${which} until somebody approves it`;
  const two = (number: number) => String(number).padStart(2, "0");
  const end = atEnd === "go" ? "and goes then" : "and stays held when nobody came";
  return `${which} until ${two(until.hour)}:${two(until.minute)} (${timezone}), ${end}`;
}
