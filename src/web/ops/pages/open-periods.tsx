import { describeOpenPeriod } from "../../../due/open-period-words.ts";
import type { OpenPeriod } from "../../../due/store.ts";
import { AskPage } from "./ask-page.tsx";
import type { PageProps } from "./page-props.ts";

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
            <a
              className="button quiet"
              href={`/ops/publish?${new URLSearchParams({ cadence: open.cadence, date: open.period })}`}
            >
              Publish
            </a>{" "}
            <a className="button quiet" href={`/ops/periods/${open.cadence}/${open.period}/skip`}>
              Skip
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export type SkipPageProps = PageProps & { open: OpenPeriod; problem: string | null };

/** Asks before a period is skipped. */
export function SkipPage(props: SkipPageProps) {
  const { open, problem } = props;
  const title = `Skip the ${open.cadence} edition of ${open.period}?`;
  return (
    <AskPage
      {...props}
      title={title}
      current="editions"
      question={title}
      problem={problem}
      verb="Skip"
      back="/ops"
    >
      <p>{describeOpenPeriod(open)}.</p>
      <p className="meaning">
        It is not published, and nothing asks about it again. Publishing it by hand could still do it.
      </p>
    </AskPage>
  );
}
