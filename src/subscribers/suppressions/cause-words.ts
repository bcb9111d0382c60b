import type { suppressionCauses } from "../tables.ts";
import type { Suppression } from "./store.ts";

/** Null where whoever said so says it in their own words. */
const sentences: Record<(typeof suppressionCauses)[number], string | null> = {
  reported: null,
  "transient-bounces": "too many transient bounces without a delivery between them",
  listed: null,
  "by-hand": null,
  imported: null,
  other: null,
};

/** What is known of a suppression beside its reason, as a sentence without a full stop; null when nothing is. */
export function suppressionWords({
  cause,
  explanation,
}: Pick<Suppression, "cause" | "explanation">): string | null {
  return (cause === null ? null : sentences[cause]) ?? explanation;
}
