import type { StillReadingConfig } from "../../config/still-reading.ts";
import type { Database } from "../../db/client.ts";
import { whyNotMeasured } from "../../delivery/idle/idle-rules.ts";
import { notMeasuredWords } from "../../delivery/idle/measure-words.ts";
import { heardClicks, listHeardFor } from "../../delivery/idle/tend-idle-readers.ts";
import { type DoctorLine, ok, warn } from "./doctor-line.ts";

const check = "still reading";

/** Whether clicks are measured, where readers who give none are to be asked and paused. */
export async function checkStillReading(
  config: StillReadingConfig | null,
  db: Database | null,
): Promise<DoctorLine[]> {
  if (config === null || db === null) return [];
  const now = new Date();
  const why = whyNotMeasured(heardClicks(await listHeardFor(db, config.days, now)), config.days, now);
  if (why !== null) {
    const { message, mend } = notMeasuredWords(why, config.days);
    return [warn(check, message, mend)];
  }
  const { days, graceDays, dailyLimit } = config;
  const asked = `asked after ${days} days without a click or mark, at most ${dailyLimit} a day`;
  return [ok(check, `readers are ${asked}, and paused ${graceDays} days later`)];
}
