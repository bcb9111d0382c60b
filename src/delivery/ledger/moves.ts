import type { editionStates } from "../../editions/tables.ts";
import type { batchStates, deliveryStates } from "../tables.ts";

/** One state that may follow another, and what lets it; from nothing when the row is new. */
export type Move<S extends string = string> = {
  readonly from: S | null;
  readonly to: S;
  readonly by: string;
};

export type EditionState = (typeof editionStates)[number];
export type BatchState = (typeof batchStates)[number];
export type DeliveryState = (typeof deliveryStates)[number];

// These are the tables of docs/delivery.md. No statement writes a state that they do not allow.

export const editionMoves = [
  { from: null, to: "held", by: "publish" },
  { from: null, to: "sending", by: "publish" },
  { from: "held", to: "sending", by: "approve" },
  { from: "held", to: "sending", by: "deadline" },
  { from: "sending", to: "paused", by: "pause" },
  { from: "held", to: "paused", by: "pause" },
  { from: "sending", to: "paused", by: "breaker" },
  { from: "paused", to: "sending", by: "resume" },
  { from: "sending", to: "sent", by: "finish" },
  { from: "sent", to: "sending", by: "retry" },
  { from: "sent", to: "sending", by: "reopen" },
  { from: "held", to: "cancelled", by: "cancel" },
  { from: "sending", to: "cancelled", by: "cancel" },
  { from: "paused", to: "cancelled", by: "cancel" },
  { from: "cancelled", to: "held", by: "uncancel" },
  { from: "held", to: "paused", by: "restore" },
  { from: "sending", to: "paused", by: "restore" },
  { from: "paused", to: "paused", by: "restore" },
] as const satisfies readonly Move<EditionState>[];

export const batchMoves = [
  { from: null, to: "planned", by: "plan" },
  { from: "planned", to: "sealed", by: "seal" },
  { from: "sealed", to: "sealed", by: "seal" },
  { from: "planned", to: "settled", by: "seal" },
  { from: "sealed", to: "settled", by: "seal" },
  { from: "sealed", to: "settled", by: "answer" },
  { from: "sealed", to: "uncertain", by: "answer" },
  { from: "uncertain", to: "settled", by: "answer" },
  { from: "uncertain", to: "uncertain", by: "answer" },
  { from: "uncertain", to: "cancelled", by: "decline" },
  { from: "sealed", to: "split", by: "split" },
  { from: null, to: "planned", by: "split" },
  { from: "sealed", to: "uncertain", by: "give up" },
  { from: "uncertain", to: "settled", by: "feedback" },
  { from: "uncertain", to: "settled", by: "settle" },
  { from: null, to: "planned", by: "retry" },
  { from: "planned", to: "cancelled", by: "cancel" },
  { from: "sealed", to: "cancelled", by: "cancel" },
  { from: "sealed", to: "uncertain", by: "cancel" },
  { from: null, to: "planned", by: "uncancel" },
  { from: null, to: "planned", by: "put off" },
  { from: null, to: "planned", by: "set apart" },
  { from: "planned", to: "settled", by: "end wait" },
  { from: "sealed", to: "planned", by: "erase" },
  { from: "sealed", to: "uncertain", by: "restore" },
] as const satisfies readonly Move<BatchState>[];

export const deliveryMoves = [
  { from: null, to: "pending", by: "plan" },
  { from: "pending", to: "sealed", by: "seal" },
  { from: "sealed", to: "sealed", by: "seal" },
  { from: "pending", to: "excluded", by: "seal" },
  { from: "sealed", to: "excluded", by: "seal" },
  { from: "sealed", to: "submitted", by: "answer" },
  { from: "uncertain", to: "submitted", by: "answer" },
  { from: "submitted", to: "submitted", by: "answer" },
  { from: "sealed", to: "failed", by: "answer" },
  { from: "uncertain", to: "failed", by: "answer" },
  { from: "sealed", to: "uncertain", by: "answer" },
  { from: "uncertain", to: "uncertain", by: "answer" },
  { from: "failed", to: "excluded", by: "answer" },
  { from: "uncertain", to: "excluded", by: "decline" },
  { from: "sealed", to: "pending", by: "split" },
  { from: "sealed", to: "uncertain", by: "give up" },
  { from: "pending", to: "submitted", by: "feedback" },
  { from: "sealed", to: "submitted", by: "feedback" },
  { from: "failed", to: "submitted", by: "feedback" },
  { from: "uncertain", to: "submitted", by: "feedback" },
  { from: "uncertain", to: "submitted", by: "settle" },
  { from: "uncertain", to: "failed", by: "settle" },
  { from: "failed", to: "pending", by: "retry" },
  { from: "pending", to: "excluded", by: "cancel" },
  { from: "sealed", to: "excluded", by: "cancel" },
  { from: "sealed", to: "uncertain", by: "cancel" },
  { from: "excluded", to: "pending", by: "uncancel" },
  { from: "pending", to: "pending", by: "put off" },
  { from: "sealed", to: "pending", by: "put off" },
  { from: "pending", to: "pending", by: "set apart" },
  { from: "pending", to: "excluded", by: "end wait" },
  { from: "sealed", to: "pending", by: "erase" },
  { from: "sealed", to: "uncertain", by: "restore" },
] as const satisfies readonly Move<DeliveryState>[];
