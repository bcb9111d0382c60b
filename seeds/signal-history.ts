import type { SamplePaper } from "./sample-day.ts";

export type SampleSignal = {
  observedAt: Date;
  upvotes: number;
  comments: number;
  stars: number | null;
  position: null;
};

const hourMs = 60 * 60_000;

/** How the votes of a day grow: hours after its beginning, and the part that is there by then. */
const growth: [hours: number, part: number][] = [
  [2, 0.08],
  [8, 0.3],
  [14, 0.55],
  [20, 0.85],
  [26, 1],
];

/** Papers of the week before that the sample has listed after their day had closed, with the votes that came then. */
const laterUpvotes: Record<string, number> = { "2606.12384": 97, "2606.06036": 91, "2606.09730": 131 };
const lateHours = 34;

/** Papers that were being voted for before Hugging Face listed them. */
const earlyPart = 0.15;
const earlyIds = new Set(["2606.11176", "2606.14066", "2606.06302"]);

/** When the sample has a paper listed: the late ones after their day had closed. */
export function listedAtOf(paper: SamplePaper): Date {
  const hours = laterUpvotes[paper.id] === undefined ? 2 : lateHours;
  return new Date(Date.parse(`${paper.listedOn}T00:00:00Z`) + hours * hourMs);
}

/** A plausible history that ends with the real numbers, later ones for the late; the same at every call, oldest first. */
export function signalHistoryOf(paper: SamplePaper): SampleSignal[] {
  const start = Date.parse(`${paper.listedOn}T00:00:00Z`);
  const signal = (hours: number, upvotes: number, part = 1): SampleSignal => ({
    observedAt: new Date(start + hours * hourMs),
    upvotes: Math.round(upvotes),
    comments: Math.floor(paper.comments * part),
    stars: paper.stars === null ? null : Math.round(paper.stars * (0.7 + 0.3 * part)),
    position: null,
  });
  const early = earlyIds.has(paper.id)
    ? [signal(-46, paper.upvotes * earlyPart * 0.5, 0), signal(-22, paper.upvotes * earlyPart, 0)]
    : [];
  const base = earlyIds.has(paper.id) ? earlyPart : 0;
  const day = growth.map(([hours, part]) => signal(hours, paper.upvotes * (base + (1 - base) * part), part));
  const later = laterUpvotes[paper.id];
  if (later === undefined) return [...early, ...day];
  // Everything was seen by the morning after the sample day.
  const latest = (Date.parse("2026-06-17T02:00:00Z") - start) / hourMs;
  return [0, 0.5, 1].map((part) =>
    signal(lateHours + (latest - lateHours) * part, paper.upvotes + (later - paper.upvotes) * part),
  );
}
