import type { Context } from "../context.ts";
import { findMailedChoice } from "../delivery/ledger/deliveries-store.ts";
import { assembleDigest } from "../digest/assemble.ts";
import type { Mail } from "../digest/compiled-digest.ts";
import { templateOf } from "../digest/edition-templates.ts";
import type { Subscriber } from "../subscribers/store.ts";
import { subscriberSlots } from "./draft-mail.ts";

/**
 * A subscriber's digest of an edition as it was mailed, or is about to be, whatever they chose since; its
 * links are made now. Null when nothing was mailed, or when what it showed is not kept.
 */
export async function findMailedDigest(
  ctx: Context,
  editionId: string,
  subscriber: Subscriber,
): Promise<Mail | null> {
  const mailed = await findMailedChoice(ctx.db, editionId, subscriber.id);
  if (!mailed) return null;
  const { choice, setId } = mailed;
  const { templates } = await ctx.editions.get(editionId, setId);
  return assembleDigest(templateOf(templates, choice), subscriberSlots(ctx, subscriber, editionId, choice));
}
