import type { Edition } from "./edition.ts";
import { applyEdits, type EditionEdits, editLimits } from "./edits.ts";

export const editSteps = ["pin", "unpin", "up", "down", "lead", "unlead", "drop", "restore"] as const;

/** One move of a hand on an edition's papers. */
export type EditStep = { kind: (typeof editSteps)[number]; paperId: string };

/**
 * Edits after one more step; what cannot be done, such as moving the first paper up, changes nothing. A paper is pinned
 * behind those that are pinned already; what a paper is moved past stands first too, in its new order.
 *
 * @param edition as it was frozen.
 */
export function stepEdits(edition: Edition, edits: EditionEdits, { kind, paperId }: EditStep): EditionEdits {
  switch (kind) {
    case "pin":
      return { ...withPaper(edits, paperId), first: [...without(edits.first, paperId), paperId] };
    case "unpin":
      return withoutPlace(edits, paperId);
    case "lead":
      return { ...withPaper(edits, paperId), lead: paperId };
    case "unlead":
      return edits.lead === paperId ? { ...edits, lead: null } : edits;
    case "drop":
      return isDropped(edits, paperId)
        ? edits
        : { ...withoutPlace(edits, paperId), dropped: [...edits.dropped, { paperId, reason: "" }] };
    case "restore":
      return withPaper(edits, paperId);
    case "up":
      return moved(edition, edits, paperId, -1);
    case "down":
      return moved(edition, edits, paperId, 1);
  }
}

function moved(edition: Edition, edits: EditionEdits, paperId: string, by: 1 | -1): EditionEdits {
  const order = shownOrder(edition, edits);
  const from = order.indexOf(paperId);
  const to = from + by;
  const other = order[to];
  if (from < 0 || other === undefined || Math.min(from, to) >= editLimits.first) return edits;
  const swapped = order.with(from, other).with(to, paperId);
  const upper = Math.min(from, to) + 1;
  const holding = (places: number) => ({ ...edits, lead: null, first: swapped.slice(0, places) });
  const fewest = holding(Math.max(placesOf(edits), upper));
  // The lower of the two need not be held where it follows by itself.
  const follows = shownOrder(edition, fewest).every((id, place) => id === swapped[place]);
  return follows ? fewest : holding(upper + 1);
}

/** The ids of the papers that may stand first, as an edition with edits shows them. */
export function shownOrder(edition: Edition, edits: EditionEdits): string[] {
  return applyEdits(edition, edits)
    .papers.filter(({ section }) => section === "top")
    .map(({ id }) => id);
}

/** How many papers are held at the top. */
function placesOf({ first, lead }: EditionEdits): number {
  return first.length + (lead === null || first.includes(lead) ? 0 : 1);
}

function isDropped({ dropped }: Pick<EditionEdits, "dropped">, id: string): boolean {
  return dropped.some(({ paperId }) => paperId === id);
}

function withPaper(edits: EditionEdits, id: string): EditionEdits {
  return { ...edits, dropped: edits.dropped.filter(({ paperId }) => paperId !== id) };
}

function withoutPlace(edits: EditionEdits, id: string): EditionEdits {
  return { ...edits, first: without(edits.first, id), lead: edits.lead === id ? null : edits.lead };
}

function without(ids: string[], id: string): string[] {
  return ids.filter((one) => one !== id);
}
