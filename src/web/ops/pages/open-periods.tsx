import { describeOpenPeriod } from "../../../due/open-period-words.ts";
import type { OpenPeriod } from "../../../due/store.ts";
import { AskPage } from "./ask-page.tsx";
import type { PageProps } from "./page-props.ts";

export const periodVerbs = ["publish", "skip"] as const;

export type PeriodVerb = (typeof periodVerbs)[number];

const words: Record<PeriodVerb, { label: string; meaning: string }> = {
  publish: {
    label: "Publish",
    meaning:
      "Its papers are ranked with what is known, and each digest leaves at its reader's next hour. Whoever has had it already gets it again: the ledger knows only what it has sent itself.",
  },
  skip: {
    label: "Skip",
    meaning: "It is not published, and nothing asks about it again. `paperboy publish` could still do it.",
  },
};

/** Where an operator decides about a period. */
function periodPath({ cadence, period }: Pick<OpenPeriod, "cadence" | "period">, verb: PeriodVerb): string {
  return `/ops/periods/${cadence}/${period}/${verb}`;
}

/** Periods whose hour has passed and that were not published, with what decides about them. */
export function OpenPeriods({ periods }: { periods: OpenPeriod[] }) {
  if (periods.length === 0) return null;
  return (
    <section aria-label="Editions that were not published">
      <ul className="alerts">
        {periods.map((open) => (
          <li key={`${open.cadence} ${open.period}`}>
            <span className={open.state === "missed" ? "pill bad" : "pill fair"}>
              {open.state === "missed" ? "you decide" : "due"}
            </span>{" "}
            {describeOpenPeriod(open)}.{" "}
            {periodVerbs.map((verb) => (
              <a key={verb} className="button quiet" href={periodPath(open, verb)}>
                {words[verb].label}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

export type DecidePageProps = PageProps & {
  open: OpenPeriod;
  verb: PeriodVerb;
  problem: string | null;
};

/** Asks before a period is published or skipped. */
export function DecidePage(props: DecidePageProps) {
  const { open, verb, problem } = props;
  const { label, meaning } = words[verb];
  const title = `${label} the ${open.cadence} edition of ${open.period}?`;
  return (
    <AskPage
      {...props}
      title={title}
      current="editions"
      question={title}
      problem={problem}
      verb={label}
      back="/ops"
    >
      <p>{describeOpenPeriod(open)}.</p>
      <p className="meaning">{meaning.replaceAll("`", "")}</p>
    </AskPage>
  );
}
