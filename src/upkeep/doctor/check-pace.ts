import { minuteWords } from "../../calendar/minute-words.ts";
import { systemClock } from "../../clock.ts";
import type { Config } from "../../config/env.ts";
import type { Database } from "../../db/client.ts";
import { findPace, paceSentence } from "../../delivery/provider/present-pace.ts";
import { type DoctorLine, ok, warn } from "./doctor-line.ts";

/** At which limit requests leave, who says so, and since when; nothing where mails stay in the local mailbox. */
export async function checkPace(config: Config, db: Database | null): Promise<DoctorLine[]> {
  const pace = db === null ? null : await findPace({ config, db, clock: systemClock });
  if (pace === null) return [];
  const message = `${paceSentence(pace)}${pace.at === null ? "" : `, ${minuteWords(pace.at)}`}`;
  return [
    pace.from === "refusals"
      ? warn("pace", `${message}.`, "It rises again by itself; another program may send through the account.")
      : ok("pace", message),
  ];
}
