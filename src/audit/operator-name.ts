/** The longest name that fits a line of a list. */
export const longestName = 60;

export type OperatorName = { kind: "name"; name: string } | { kind: "refused"; reason: string };

/** What turns text around or is not seen, the two joiners aside that some scripts are written with. */
const notShown = /(?![\u200c\u200d])[\p{Cf}\u115f\u1160\u3164\uffa0]/gu;

/** Reads the name that somebody gives at their log-in: one line, without what would turn around the text beside it. */
export function parseOperatorName(text: string): OperatorName {
  const name = text
    .replaceAll(notShown, "")
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replaceAll(/\p{Surrogate}/gu, "\ufffd")
    .trim();
  if (!/[\p{L}\p{N}]/u.test(name))
    return { kind: "refused", reason: "Write your name: it is kept with what you do." };
  // A reader's address must be nowhere once they are erased, and an operator may be a reader.
  if (name.includes("@")) return { kind: "refused", reason: "Write a name, not a mail address." };
  if (name.length > longestName)
    return { kind: "refused", reason: `Write a shorter name, of ${longestName} characters at the most.` };
  return { kind: "name", name };
}
