import type { Words } from "../../../words/words.ts";
import { preferenceLimits } from "../../subscribers/preferences.ts";
import { type FormProblem, mostPauseDays } from "../http/parse-preferences-form.ts";

/** Why what was sent cannot be kept, as a sentence. */
export function problemWords(say: Words["say"], problem: FormProblem["problem"]): string {
  const { hour, maxPapers, minMatches, topics, phrases, phrase } = preferenceLimits;
  switch (problem) {
    case "hour":
      return say("site.problem.hour", hour);
    case "max-papers":
      return say("site.problem.max-papers", maxPapers);
    case "min-matches":
      return say("site.problem.min-matches", minMatches);
    case "topics":
      return say("site.problem.topics", topics);
    case "phrase":
      return say("site.problem.phrase", phrase);
    case "keywords":
      return say("site.problem.keywords", phrases);
    case "authors":
      return say("site.problem.authors", phrases);
    case "muted-keywords":
      return say("site.problem.muted-keywords", phrases);
    case "muted-authors":
      return say("site.problem.muted-authors", phrases);
    case "organizations":
      return say("site.problem.organizations", phrases);
    case "muted-organizations":
      return say("site.problem.muted-organizations", phrases);
    case "pause-far":
      return say("site.problem.pause-far", { most: mostPauseDays });
    default:
      return say(plain[problem]);
  }
}

const plain = {
  timezone: "site.problem.timezone",
  "at-once": "site.problem.at-once",
  cadence: "site.problem.cadence",
  topic: "site.problem.topic",
  detail: "site.problem.detail",
  "late-risers": "site.problem.late-risers",
  "fill-up": "site.problem.fill-up",
  language: "site.problem.language",
  repeats: "site.problem.repeats",
  pause: "site.problem.pause",
  "pause-past": "site.problem.pause-past",
} as const;
