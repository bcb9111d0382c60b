import type { NotMeasured } from "./idle-rules.ts";

/** Why nobody is asked whether they still read, for operators: what is wrong, and how to mend it. */
export function notMeasuredWords(why: NotMeasured, days: number): { message: string; mend: string } {
  const mend =
    "Switch click tracking on at the provider and point its webhook here, or set STILL_READING_DAYS=0.";
  switch (why) {
    case "never":
      return {
        message: `Nobody is asked whether they still read: no click of a person on any edition of ${days} days was ever heard of.`,
        mend,
      };
    case "no-longer":
      return {
        message:
          "Nobody is asked whether they still read: no click of a person on a late edition was heard of.",
        mend,
      };
    case "too-short":
      return {
        message: `Nobody is asked yet whether they still read: clicks have not been heard of for all of ${days} days.`,
        mend: "It begins by itself when they have; nothing is to be done.",
      };
  }
}
