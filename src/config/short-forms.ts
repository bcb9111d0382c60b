import { z } from "zod";

/** A short form and what it stands for, as they are typed. */
export type ShortForm = {
  short: string;
  long: string;
  /** It means other things too: who asks for it finds what it stands for, and not the other way. */
  isOneWay?: boolean;
};

const most = 500;
const longest = 80;
const entryPattern = /^([^=>]*[\p{L}\p{N}][^=>]*)([=>])([^=>]*[\p{L}\p{N}][^=>]*)$/u;

/** `OPD = on-policy distillation; ASR > attack success rate`: more than the usual ones, the second kind one way only. */
export const shortFormList = z.string().transform((text, context): ShortForm[] => {
  const entries = text
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const read = entries.map(readEntry);
  const wrong = read.indexOf(null);
  if (wrong >= 0)
    context.addIssue(
      `must be short forms such as OPD = on-policy distillation with semicolons between (> for = where the short form means other things too), each side up to ${longest} characters; entry ${wrong + 1} is not`,
    );
  if (read.length > most) context.addIssue(`may hold ${most} short forms at most, and holds ${read.length}`);
  return read.flatMap((entry) => entry ?? []);
});

function readEntry(entry: string): ShortForm | null {
  const [, short = "", sign, long = ""] = entryPattern.exec(entry) ?? [];
  if (sign === undefined || short.trim().length > longest || long.trim().length > longest) return null;
  return { short: short.trim(), long: long.trim(), ...(sign === ">" ? { isOneWay: true } : {}) };
}
