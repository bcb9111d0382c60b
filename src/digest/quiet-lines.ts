import type { Words } from "../../words/words.ts";
import type { Cadence } from "../calendar/periods.ts";
import { cleanText, cutText } from "./clean-text.ts";
import type { ReaderLines } from "./compiled-digest.ts";

const mostLetters = 40;

/** The lines of quiet mails in the words of an edition. */
export function quietLines(words: Words, cadence: Cadence): NonNullable<ReaderLines["quiet"]> {
  const { say, list } = words;
  return {
    lines: ({ top }, { least, wishes, moreWishes }) => {
      const summary =
        least === null
          ? say("digest.quiet.summary", { cadence })
          : say("digest.quiet.summary-few", { cadence, least });
      const named = wishes.map((wish) => cutText(cleanText(wish), mostLetters)).filter((wish) => wish !== "");
      const more = moreWishes > 0 ? [say("digest.quiet.more-wishes", { wishes: moreWishes })] : [];
      const unmet = list([...named, ...more]);
      return {
        subject: say(least === null ? "digest.quiet.subject" : "digest.quiet.subject-few", { cadence }),
        preheader: summary,
        summary,
        topHeading: say("digest.quiet.near"),
        topNote: say("digest.quiet.near.note", { cadence, papers: top.length }),
        // Where too little matched, something did in other editions of the while, and nobody knows here what.
        wishes:
          named.length === 0
            ? null
            : say(least === null ? "digest.quiet.wishes" : "digest.quiet.wishes-few", { wishes: unmet }),
      };
    },
    shares: (what) => say("digest.quiet.shares", { what }),
  };
}
