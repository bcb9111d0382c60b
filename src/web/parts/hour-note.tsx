import type { Words } from "../../../words/words.ts";
import { localDay } from "../../calendar/local-day.ts";
import { hoursOfWaiting, type ReadyTime } from "../../calendar/ready-hours.ts";
import type { Preferences } from "../../subscribers/preferences.ts";
import { useWords } from "../http/page-words.tsx";

export const hourNoteId = "hour-note";

type HourNoteProps = {
  shown: Pick<Preferences, "cadence" | "timezone" | "hour" | "wantsAtOnce">;
  ready: ReadyTime;
  by: "reader" | "operator";
};

/** An edition that waits for less is fresh. */
const worthTelling = 2;

/** What an hour means where the reader lives; the script of the site says it anew when a choice changes. */
export function HourNote(props: HourNoteProps) {
  const words = useWords();
  return (
    <p className="hint" id={hourNoteId} aria-live="polite">
      {hourNoteWords(words, props)}
    </p>
  );
}

/** When editions are ready where the reader lives, and how old theirs is when it comes. */
export function hourNoteWords(words: Words, { shown, ready, by }: HourNoteProps): string {
  const { cadence, timezone, hour, wantsAtOnce } = shown;
  const clock = (of: number) => words.instant(new Date(Date.UTC(2000, 0, 1, of)), "UTC", "time");
  const waits = wantsAtOnce ? 0 : hoursOfWaiting(ready, timezone, hour);
  const day = localDay(ready.at, timezone);
  const isReady = words.say("site.hours.ready", {
    by,
    cadence,
    zone: timezone.replaceAll("_", " "),
    weekday: words.day(day, "weekday"),
    day: words.day(day, "dayAndMonth"),
    ready: words.instant(ready.at, timezone, "time"),
    earliest: clock(ready.earliestHour),
  });
  if (waits < worthTelling) return isReady;
  return `${isReady} ${words.say("site.hours.waits", { hour: clock(hour), waits: words.number(waits) })}`;
}
