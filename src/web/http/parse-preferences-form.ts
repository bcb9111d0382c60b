import { addDays, isDay } from "../../calendar/periods.ts";
import { findTopic } from "../../papers/topics.ts";
import { type PreferenceProblem, type Preferences, parsePreferences } from "../../subscribers/preferences.ts";
import type { Form } from "./read-form.ts";

/** Why the end of a pause cannot be kept: no date at all, over already, or further away than anybody means. */
type PauseProblem = "pause" | "pause-past" | "pause-far";

export type PreferenceField = keyof Preferences | "pausedUntil";

/** Why what was sent for a field cannot be kept. */
export type FormProblem = { field: PreferenceField; problem: PreferenceProblem | PauseProblem };

/** Beside `problems`, `preferences` is for showing again only: some of it may not be what can be kept. */
export type PreferencesForm = {
  preferences: Partial<Preferences>;
  pausedUntil?: string | null;
  problems: FormProblem[];
  /** What was written into fields of one line that cannot be kept, cut to what a field shows. */
  typed: Partial<Record<PreferenceField, string>>;
};

/** How long a pause may be: whoever wants nothing for longer leaves. */
export const mostPauseDays = 366;

const lineFields = [
  "keywords",
  "authors",
  "mutedKeywords",
  "mutedAuthors",
  "organizations",
  "mutedOrganizations",
] as const;

const singleFields = [
  "timezone",
  "cadence",
  "maxPapers",
  "detail",
  "minMatches",
  "fillUp",
  "language",
] as const;

/** Stands among the hours for none of them: as soon as an edition is out. */
export const atOnce = "at-once";

/** A field shows no more of what cannot be kept. */
const longestShown = 40;

/**
 * What a form with `PreferencesFields` says. Only its own fields are read: one that is not sent stays as it is,
 * save for tick boxes.
 *
 * @param today `YYYY-MM-DD`, UTC.
 * @param pause the end of the pause that runs, if it has one: it may stay as it is, and an empty field takes it back.
 */
export function parsePreferencesForm(form: Form, today: string, pause: string | null): PreferencesForm {
  const read: PreferencesForm = { preferences: {}, problems: [], typed: {} };
  readField(read, "topics", form.all("topics"));
  readField(read, "wantsLateRisers", isTicked(form, "wantsLateRisers"));
  readField(read, "wantsRepeats", isTicked(form, "wantsRepeats"));
  for (const name of singleFields) if (form.has(name)) readField(read, name, form.first(name));
  if (form.has("hour")) readField(read, "wantsAtOnce", form.first("hour") === atOnce);
  // Who wants mails at once keeps the hour that they had.
  if (form.has("hour") && form.first("hour") !== atOnce) readField(read, "hour", form.first("hour"));
  for (const name of lineFields) if (form.has(name)) readField(read, name, form.all(name));
  if (!form.has("pausedUntil")) return read;
  const until = form.first("pausedUntil").trim();
  if (until === "") return pause === null ? read : { ...read, pausedUntil: null };
  const problem = until === pause ? null : pauseProblem(until, today);
  if (problem !== null) read.problems.push({ field: "pausedUntil", problem });
  return { ...read, pausedUntil: until.slice(0, longestShown) };
}

function pauseProblem(until: string, today: string): PauseProblem | null {
  if (!isDay(until)) return "pause";
  if (until <= today) return "pause-past";
  return until > addDays(today, mostPauseDays) ? "pause-far" : null;
}

function isTicked(form: Form, name: string): boolean {
  return ["yes", "true", "on"].includes(form.first(name));
}

/** Each field by itself, so that one that cannot be does not take the others with it. */
function readField(
  read: PreferencesForm,
  field: keyof Preferences,
  value: string | string[] | boolean,
): void {
  const parsed = parsePreferences({ [field]: value });
  if (parsed.kind === "preferences") {
    Object.assign(read.preferences, parsed.preferences);
    return;
  }
  read.problems.push(...parsed.problems.map((problem) => ({ field, problem })));
  // What was chosen or typed stays, to be mended.
  if (typeof value === "string") read.typed[field] = value.slice(0, longestShown);
  else if (field === "topics") read.preferences.topics = knownTopics(value);
  else Object.assign(read.preferences, { [field]: value });
}

function knownTopics(value: string[] | boolean): string[] {
  return Array.isArray(value) ? value.flatMap((id) => findTopic(id)?.id ?? []) : [];
}
