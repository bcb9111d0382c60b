import type { Cadence } from "../calendar/periods.ts";
import type { FrozenExplanation } from "./frozen-explanation.ts";

/** Why a paper stands where it stands, as pages, feeds and commands say it: one line that stands alone; empty for nothing. */
export function explanationSentence(explanation: FrozenExplanation | null): string {
  switch (explanation?.kind) {
    case undefined:
      return "";
    case "sentence":
      return explanation.text;
    case "place":
      return placeSentence(explanation);
    case "rise":
      return [
        `+${grouped(explanation.gained)} upvotes on ${dayName(explanation.day)}`,
        ...details(explanation),
      ].join(", ");
    case "late-rise": {
      const { gained, since, upvotes } = explanation;
      return `Rose after its day: +${grouped(gained)} upvotes since ${dayName(since)}, now ${grouped(upvotes)}`;
    }
    case "unvoted":
      return ["New on the list, no upvotes yet", ...code(explanation)].join("; ");
    case "announced":
      return ["Announced on arXiv, not voted on", ...code(explanation)].join("; ");
  }
}

export const periodNames: Record<Cadence, string> = { daily: "day", weekly: "week", monthly: "month" };

type Place = Extract<FrozenExplanation, { kind: "place" }>;

function placeSentence(fact: Place): string {
  const { place, of, isShared, upvotes } = fact;
  const period = periodNames[fact.cadence];
  if (of === 1)
    return [`The only paper of the ${period}: ${counted(upvotes, "upvote")}`, ...details(fact)].join(", ");
  if (place === 1) {
    const head = isShared ? "Among the most upvoted" : "Most upvoted";
    return [`${head} of the ${period}: ${counted(upvotes, "upvote")}`, ...details(fact)].join(", ");
  }
  const named = ordinal(place);
  const head = isShared
    ? `Joint ${named} of ${of} by upvotes`
    : `${named.charAt(0).toUpperCase()}${named.slice(1)} of ${of} by upvotes`;
  const said = details(fact);
  return said.length > 0 ? `${head}; ${said.join(", ")}` : head;
}

/** What tells papers apart beside their upvotes. */
function details({ comments, stars }: { comments: number; stars: number | null }): string[] {
  return [...(comments > 0 ? [counted(comments, "comment")] : []), ...code({ stars })];
}

function code({ stars }: { stars: number | null }): string[] {
  return stars !== null && stars >= 10 ? [`code with ${shortened(stars)} stars`] : [];
}

const words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** `second`, `11th`. */
export function ordinal(place: number): string {
  const word = words[place - 1];
  if (word) return word;
  const tens = place % 100;
  const suffix = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${suffix}`;
}

const counted = (count: number, noun: string) => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;

/** `1,234`. */
export const grouped = (count: number) => count.toLocaleString("en-GB");

function shortened(count: number): string {
  if (count < 1000) return String(count);
  // 999,950 and more would round to 1000k.
  return count < 999_950 ? `${trimmed(count / 1000)}k` : `${trimmed(count / 1_000_000)}M`;
}

const trimmed = (value: number) => value.toFixed(1).replace(/\.0$/, "");

/** Made once: a formatter takes longer to make than a whole card to render. */
const dayAndMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });

/** `11 June`. */
export const dayName = (day: string) => dayAndMonth.format(new Date(`${day}T00:00:00Z`));
