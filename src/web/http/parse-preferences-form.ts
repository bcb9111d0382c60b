import { isDay } from "../../calendar/periods.ts";
import { type PreferenceProblem, type Preferences, parsePreferences } from "../../subscribers/preferences.ts";
import type { Form } from "./read-form.ts";

/** Why what was sent cannot be kept. */
export type FormProblem = PreferenceProblem | "pause";

/** Beside `problems`, `preferences` is for showing again only: some of it may not be what can be kept. */
export type PreferencesForm = {
  preferences: Partial<Preferences>;
  pausedUntil?: string | null;
  problems: FormProblem[];
};

const lineFields = new Set([
  "keywords",
  "authors",
  "mutedKeywords",
  "mutedAuthors",
  "organizations",
  "mutedOrganizations",
]);

/**
 * What a form with `PreferencesFields` says. Only its own fields are read: one that is not sent stays as it is,
 * save for tick boxes. A pause that would end on `today` (`YYYY-MM-DD`) or before is none.
 */
export function parsePreferencesForm(form: Form, today: string): PreferencesForm {
  const given: Record<string, unknown> = {
    topics: form.all("topics"),
    wantsLateRisers: isTicked(form, "wantsLateRisers"),
    wantsRepeats: isTicked(form, "wantsRepeats"),
  };
  for (const name of [
    "timezone",
    "hour",
    "cadence",
    "maxPapers",
    "detail",
    "minMatches",
    "fillUp",
    "language",
  ]) {
    if (form.has(name)) given[name] = form.first(name);
  }
  for (const name of lineFields) {
    if (form.has(name)) given[name] = form.all(name);
  }
  const { preferences, problems } = parseEach(given);
  if (!form.has("pausedUntil")) return { preferences, problems };
  const until = form.first("pausedUntil").trim();
  if (until === "" || (isDay(until) && until <= today)) return { preferences, pausedUntil: null, problems };
  if (!isDay(until)) problems.push("pause");
  return { preferences, pausedUntil: until, problems };
}

function isTicked(form: Form, name: string): boolean {
  return ["yes", "true", "on"].includes(form.first(name));
}

/** Each field by itself, so that one that cannot be does not take the others with it. */
function parseEach(given: Record<string, unknown>): Pick<PreferencesForm, "preferences" | "problems"> {
  const preferences: Record<string, unknown> = {};
  const problems: FormProblem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const parsed = parsePreferences({ [name]: value });
    if (parsed.kind === "preferences") Object.assign(preferences, parsed.preferences);
    else {
      problems.push(...parsed.problems);
      // They stay as they were typed, to be mended.
      if (lineFields.has(name)) preferences[name] = value;
    }
  }
  return { preferences, problems };
}
