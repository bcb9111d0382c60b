import { LinkNotValidError } from "../../subscribers/tokens.ts";
import { type MarkResult, mostMarks } from "../../taste/mark-paper.ts";
import { NoSuchPageError, RefusedRequestError } from "../http/worded-error.ts";

/**
 * Says in words why a mark was not set.
 *
 * @throws {LinkNotValidError} for who was erased, {NoSuchPageError} for an unknown paper, {RefusedRequestError} for one mark too many.
 */
export function assertMarked({ kind }: MarkResult): void {
  if (kind === "gone") throw new LinkNotValidError(false);
  if (kind === "unknown-paper") throw new NoSuchPageError((say) => say("site.refusal.no-paper"));
  if (kind === "too-many")
    throw new RefusedRequestError((say) => say("site.mark.too-many", { most: mostMarks }));
}
