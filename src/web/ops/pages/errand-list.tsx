import { type CollectedDay, type Errand, type ErrandOutcome, publishSteps } from "../../../due/errand.ts";
import type { ErrandLine } from "../../../due/errands-store.ts";
import { papersInWords } from "../../../publish/published-words.ts";
import { formatAgo, formatCount, formatInstant } from "./format.ts";

/** What was asked for lately, and how far it has come; renewed while the page is open. */
export function ErrandList({ errands, now, empty }: { errands: ErrandLine[]; now: Date; empty: string }) {
  return (
    <section id="live-errands" data-live="" aria-label="Asked for lately">
      <h2>Asked for lately</h2>
      {errands.length === 0 ? (
        <p className="empty">{empty}</p>
      ) : (
        <ul className="edition-list">
          {errands.map((errand) => (
            <li key={errand.id} className="edition-card errand">
              <ErrandCard errand={errand} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ErrandCard({ errand, now }: { errand: ErrandLine; now: Date }) {
  const { asked, askedBy, askedAt, doneAt, outcome } = errand;
  const stand = standingOf(errand, now);
  const by = askedBy.kind === "operator" ? ` by ${askedBy.name}` : "";
  return (
    <>
      <div className="edition-line">
        <h3>{titleOf(asked)}</h3>
        <span className={`pill ${looks[stand].tone}`}>{looks[stand].label}</span>
        <span className="hint">
          asked {formatAgo(askedAt, now)}
          {by}
          {doneAt === null ? "" : `, ended ${formatInstant(doneAt)}`}
        </span>
      </div>
      {outcome === null ? (
        <Progress errand={errand} stand={stand} now={now} />
      ) : (
        <Outcome asked={asked} outcome={outcome} />
      )}
    </>
  );
}

type Standing = "waiting" | "running" | "done" | "faulty" | "refused" | "given-up" | "ended";

const looks: Record<Standing, { label: string; tone: string }> = {
  waiting: { label: "waiting", tone: "fair" },
  running: { label: "under way", tone: "fair" },
  done: { label: "done", tone: "good" },
  faulty: { label: "with faults", tone: "fair" },
  refused: { label: "refused", tone: "bad" },
  "given-up": { label: "given up", tone: "bad" },
  ended: { label: "ended", tone: "" },
};

function standingOf({ outcome, leasedUntil }: ErrandLine, now: Date): Standing {
  switch (outcome?.kind) {
    case "published":
      return "done";
    case "collected":
      return outcome.days.some(({ failed }) => failed.length > 0) ? "faulty" : "done";
    case "refused":
      return "refused";
    case "given-up":
      return "given-up";
    case "restored":
      return "ended";
    case undefined:
      return leasedUntil !== null && leasedUntil > now ? "running" : "waiting";
  }
}

function titleOf(asked: Errand): string {
  if (asked.kind === "publish") return `The ${asked.cadence} edition of ${asked.period}`;
  const { firstDay, lastDay } = asked;
  return firstDay === lastDay ? `The papers of ${firstDay}` : `The papers of ${firstDay} to ${lastDay}`;
}

/** Nobody waits longer for a worker that runs. */
const longWaitMs = 60_000;

function Progress({ errand, stand, now }: { errand: ErrandLine; stand: Standing; now: Date }) {
  const { done, of, doing } = countSteps(errand);
  const { attempts, nextAttemptAt, askedAt } = errand;
  const waits =
    attempts > 0
      ? `It did not come to its end, and is tried again${nextAttemptAt === null ? "" : ` at ${formatInstant(nextAttemptAt)}`}.`
      : now.getTime() - askedAt.getTime() > longWaitMs
        ? "No worker has taken it yet: see that one runs (paperboy worker, or start)."
        : "A worker takes it in a moment.";
  return (
    <p className="step-row">
      <progress value={done} max={of} aria-label={`${done} of ${of} steps`} />
      <span>{stand === "running" ? doing : waits}</span>
    </p>
  );
}

const stepWords = {
  rank: "Ranking its papers.",
  freeze: "Freezing its texts.",
  plan: "Compiling its mails and planning its deliveries.",
};

/** How many steps there are, how many are done, and what is done now. */
function countSteps({ asked, progress }: ErrandLine): { done: number; of: number; doing: string } {
  if (asked.kind === "publish") {
    const step = progress?.kind === "publish" ? progress.step : null;
    const done = step === null ? 0 : publishSteps.indexOf(step);
    return { done, of: publishSteps.length, doing: step === null ? "It begins." : stepWords[step] };
  }
  const { sources, firstDay, lastDay } = asked;
  const days = (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000 + 1;
  const of = days * sources.length;
  if (progress?.kind !== "ingest") return { done: 0, of, doing: "It begins." };
  const done = progress.days.length * sources.length + sources.indexOf(progress.source);
  return { done, of, doing: `Asking ${sourceNamesInWords([progress.source])} for ${progress.day}.` };
}

function Outcome({ asked, outcome }: { asked: Errand; outcome: ErrandOutcome }) {
  switch (outcome.kind) {
    case "published":
      return (
        <PublishedLine wantsHold={asked.kind === "publish" && asked.isHeld === true} outcome={outcome} />
      );
    case "collected":
      return <CollectedDays days={outcome.days} />;
    case "refused":
      return <p className="problem">{outcome.message.replaceAll("`", "")}</p>;
    case "given-up":
      return <p className="problem">It failed again and again; the log of the workers tells why.</p>;
    case "restored":
      return (
        <p className="hint">It was open in a backup that was restored, and may have been done after that.</p>
      );
  }
}

type PublishedOutcome = Extract<ErrandOutcome, { kind: "published" }>;

function PublishedLine({ wantsHold, outcome }: { wantsHold: boolean; outcome: PublishedOutcome }) {
  const { editionId, planned, batches } = outcome;
  const standing = standingWords(outcome, wantsHold);
  return (
    <p className="outcome">
      <a href={`/ops/editions/${editionId}`}>{editionId}</a>: {papersInWords(outcome)}, {formatCount(planned)}{" "}
      deliveries in {formatCount(batches)} batches.{standing === null ? "" : ` ${standing}`}
    </p>
  );
}

/** What must be known beside the counts: an edition that was there before stands as it stood. */
function standingWords({ state, planned }: PublishedOutcome, wantsHold: boolean): string | null {
  switch (state) {
    case "held":
      return "It is held: nothing leaves, and no page shows it, until it is approved.";
    case "paused":
      return "It is paused: nothing leaves until it is resumed.";
    case "cancelled":
      return "It was cancelled before: nothing of it leaves, and it cannot be published again.";
    case "sent":
      return planned === 0
        ? "Nobody is to get it: no reader is active at this cadence."
        : "It was sent already: nothing more of it leaves.";
    case "sending":
      return wantsHold ? "It went out already, so that it is not held: pause it to stop it." : null;
    case undefined:
      return null;
  }
}

function CollectedDays({ days }: { days: CollectedDay[] }) {
  return (
    <ul className="findings">
      {days.map(({ day, papers, new: added, signals, rejected, failed }) => (
        <li key={day}>
          {day}: {formatCount(papers)} papers, {formatCount(added)} new, {formatCount(signals)} new signals
          {rejected > 0 ? `, ${formatCount(rejected)} rejected` : ""}.
          {failed.map(({ source, error }) => (
            <span key={source} className="problem">
              {" "}
              {sourceNamesInWords([source])}: {error}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

const names: Record<string, string> = { huggingface: "Hugging Face", arxiv: "arXiv" };

function sourceNamesInWords(sources: string[]): string {
  return sources.map((source) => names[source] ?? source).join(" and ");
}
