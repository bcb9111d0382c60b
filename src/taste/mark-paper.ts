import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { endIdleness } from "../subscribers/idle-readers-store.ts";
import { lockSubscriber } from "../subscribers/store.ts";
import {
  countReaderMarks,
  deleteMark,
  insertMarks,
  listKnownPaperIds,
  type MarkKind,
} from "./marks-store.ts";
import { recomputeProfile } from "./recompute-profile.ts";

/** Of one reader: more than anybody marks by hand, and few enough that a profile is made of them at once. */
export const mostMarks = 2_000;

export type MarkInput = {
  subscriberId: string;
  paperId: string;
  kind: MarkKind;
  /** False takes the mark away. */
  isSet: boolean;
};

export type MarkResult =
  /** Set, or taken away. */
  | { kind: "marked" }
  /** It stood so already. */
  | { kind: "unchanged" }
  | { kind: "unknown-paper" }
  | { kind: "too-many" }
  /** The reader has been erased. */
  | { kind: "gone" };

/**
 * Sets or takes away what a reader says of a paper; `more` and `less` take each other's place. Safe to repeat: the
 * second call changes nothing, also not when it was marked.
 */
export async function markPaper(ctx: Context, input: MarkInput): Promise<MarkResult> {
  const result = await ctx.db.transaction((tx) => changeMark(tx, input, ctx.clock.now()));
  if (result.kind === "marked") await recomputeProfile(ctx, input.subscriberId);
  return result;
}

async function changeMark(tx: Database, input: MarkInput, now: Date): Promise<MarkResult> {
  const { subscriberId, paperId, kind } = input;
  // Held, so that two presses at once take turns and the count of marks is true.
  const subscriber = await lockSubscriber(tx, subscriberId);
  if (!subscriber) return { kind: "gone" };
  await endIdleness(tx, subscriber, now);
  if (!input.isSet) {
    return { kind: (await deleteMark(tx, input)) ? "marked" : "unchanged" };
  }
  if (!(await listKnownPaperIds(tx, [paperId])).has(paperId)) return { kind: "unknown-paper" };
  const added = await insertMarks(tx, { subscriberId, paperIds: [paperId], kind, now });
  if (added === 0) return { kind: "unchanged" };
  if ((await roomFor(tx, subscriberId)) < 0) {
    await deleteMark(tx, input);
    return { kind: "too-many" };
  }
  return { kind: "marked" };
}

/** How many more marks a reader may set; negative when there are too many already. */
export async function roomFor(tx: Database, subscriberId: string): Promise<number> {
  const { more, less, save } = await countReaderMarks(tx, subscriberId);
  return mostMarks - more - less - save;
}
