import { z } from "zod";
import { type Cadence, cadences, isCadence } from "../calendar/periods.ts";
import { findTimezone } from "../calendar/timezone.ts";
import { list } from "./values.ts";

/** Which editions wait for an operator's approval by themselves, until when, and what happens then. */
export type HoldConfig = {
  cadences: Cadence[];
  /** By the clock of `timezone`; null when they wait until somebody comes. */
  until: { hour: number; minute: number } | null;
  /** IANA zone. */
  timezone: string;
  atEnd: HoldEnd;
};

/** What becomes of an edition that nobody approved in time: it goes by itself, or it stays held. */
export const holdEnds = ["go", "stay"] as const;

export type HoldEnd = (typeof holdEnds)[number];

const heldCadences = z.string().transform((text, check): Cadence[] => {
  if (text === "true") return [...cadences];
  if (text === "false") return [];
  const named = list(text);
  const known = named.filter(isCadence);
  if (known.length > 0 && known.length === named.length) return known;
  check.addIssue("must be true, false, or cadences with commas between, such as daily,weekly");
  return z.NEVER;
});

const minuteOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be an hour and a minute, such as 06:30")
  .transform((text) => {
    const [hour = 0, minute = 0] = text.split(":").map(Number);
    return { hour, minute };
  });

const zone = z.string().transform((text, check) => {
  const found = findTimezone(text);
  if (found !== null) return found;
  check.addIssue("must be a zone of the IANA database, such as Europe/Berlin");
  return z.NEVER;
});

export const holdVariables = {
  PUBLISH_HOLD: heldCadences.default([]),
  HOLD_UNTIL: minuteOfDay.optional(),
  HOLD_TIMEZONE: zone.default("UTC"),
  HOLD_THEN: z.enum(holdEnds).default("stay"),
};

const holdSchema = z.object(holdVariables);

export function toHoldConfig(env: z.infer<typeof holdSchema>): HoldConfig {
  return {
    cadences: env.PUBLISH_HOLD,
    until: env.HOLD_UNTIL ?? null,
    timezone: env.HOLD_TIMEZONE,
    atEnd: env.HOLD_THEN,
  };
}

/** A hold without an end lets nothing go. */
export function endlessHold(given: Record<string, string | undefined>): string[] {
  return given.HOLD_THEN === "go" && !given.HOLD_UNTIL ? ["HOLD_UNTIL must be set when HOLD_THEN is go"] : [];
}
