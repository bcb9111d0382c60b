import type { Edition } from "./edition.ts";

/**
 * The part of an edition from which mails choose: of a week or month without what comes after its first papers. An
 * index into `papers` means the same paper for whoever chooses, compiles and assembles, so that all read this part.
 */
export function mailedPart(edition: Edition): Edition {
  return {
    ...edition,
    papers: edition.papers.filter(({ section }) => section !== "further"),
    ownPapers: countOwnPapers(edition),
  };
}

/**
 * How many papers an edition has of its own period, late risers not among them. Releases before froze only the first
 * hundred of a week or month, and told in their places how many there were.
 */
export function countOwnPapers({
  cadence,
  papers,
  ownPapers,
}: Pick<Edition, "cadence" | "papers" | "ownPapers">): number {
  if (ownPapers !== undefined) return ownPapers;
  const own = papers.filter(({ section }) => section !== "late");
  if (cadence === "daily") return own.length;
  const told = own.map(({ explanation }) => (explanation?.kind === "place" ? explanation.of : 0));
  return Math.max(own.length, ...told);
}
