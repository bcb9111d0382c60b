import { bareAddress } from "../../addresses/bare-address.ts";
import type { Context } from "../../context.ts";
import { findMail, type MailRecord } from "../mailers/find-mail.ts";
import { areOurTags, deliveryIn } from "../mailers/our-tags.ts";
import { askProvider, type ProviderAnswer } from "../provider/ask-provider.ts";
import { suppressionOf } from "../reports/reported-suppressions.ts";
import { suppressReported } from "../reports/store.ts";
import { listExpiredUndecided, noteVerdict, recallUndecided } from "./events-store.ts";
import { readEvent } from "./read-event.ts";
import type { StoredEvent } from "./stored-event.ts";

/** Each question takes a place in the pace that digests share. */
const mostQuestions = 20;

/** A provider that cannot be asked for this long after the window decides nothing any more. */
const patienceMs = 2 * 24 * 3_600_000;

/**
 * Decides on bounces and complaints that named no mail of ours when they came. One whose id a delivery or a
 * single mail has by now waits to be applied again. After the window the provider is asked for its own record
 * of the mail: what it knows as ours suppresses, the rest is noted as another program's.
 *
 * @param openSince events received after this instant are left undecided.
 */
export async function judgeUndecided(ctx: Context, openSince: Date): Promise<void> {
  await recallUndecided(ctx.db);
  for (const event of await listExpiredUndecided(ctx.db, openSince, mostQuestions)) {
    const answer = await askOf(ctx, event.providerId);
    const isPatient = event.receivedAt.getTime() > openSince.getTime() - patienceMs;
    // A gate that is shut, by a quota for days or by a limit, says nothing of the provider's record.
    if (answer.kind === "blocked" || answer.kind === "stopped" || answer.kind === "limited") return;
    if (answer.kind === "later" && isPatient) return;
    await decide(ctx, event, answer.kind === "read" ? answer.value : null);
  }
}

/** The provider's record of a mail. */
async function askOf(ctx: Context, providerId: string | null): Promise<ProviderAnswer<MailRecord>> {
  if (providerId === null || ctx.mailer.name === "outbox") return { kind: "unknown" };
  return askProvider(ctx, () => findMail(ctx.config.mail.resend, providerId));
}

/** @param record null when the provider knows no such mail, or its key may only send. */
async function decide(ctx: Context, event: StoredEvent, record: MailRecord | null): Promise<void> {
  if (record === null || !isOurs(record, ctx.config.mail.from)) {
    await noteVerdict(ctx.db, event.id, { kind: "foreign" });
    ctx.log.info({ eventId: event.id, type: event.type }, "feedback of another program's mail");
    return;
  }
  const { meaning, explanation } = readEvent(event);
  const { suppression } = meaning;
  const now = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    await noteVerdict(tx, event.id, { kind: "ours", ...deliveryIn(record.tags) });
    if (suppression === null) return;
    const reported = record.to.flatMap((to) => suppressionOf(to, suppression, explanation));
    await suppressReported(tx, ctx.addressKeys, reported, now);
  });
}

/** A mail from our own sender is ours, whatever became of its tags. */
function isOurs({ from, tags }: MailRecord, sender: string): boolean {
  return areOurTags(tags) || bareAddress(from).toLowerCase() === bareAddress(sender).toLowerCase();
}
