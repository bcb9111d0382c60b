import { z } from "zod";
import type { Context } from "../../context.ts";
import { listDeliveriesByProviderId } from "../feedback/places-store.ts";
import { closeSettledBatches } from "../ledger/endings-store.ts";
import { applyFeedback } from "../ledger/feedback-store.ts";
import { recordSchema } from "../mailers/find-mail.ts";
import { deliveryIn, isSingleMail, type Tags } from "../mailers/our-tags.ts";
import { vendorId } from "../mailers/vendor-id.ts";
import { recipientOf } from "../reports/recipient.ts";
import { readPages } from "./read-pages.ts";
import { type ReconcileRun, saveProgress } from "./reconcile-run.ts";
import { listUncertainSince, submitFoundNotice, type UncertainMail } from "./store.ts";

const hourMs = 3_600_000;

/** A request is repeated for a day under its key, and the provider's clock may differ a little. */
const before = hourMs / 6;
const within = 25 * hourMs;

/** After a whole pass over the list, mails as old as this are looked for no more. */
const lookedForMs = 7 * 24 * hourMs;

/** Older mails are not looked for at all. */
const oldestMs = 30 * 24 * hourMs;

const listedSchema = z.object({
  id: vendorId,
  to: z.array(z.string()).catch([]),
  created_at: z.string().catch("").default(""),
});

type ListedMail = z.infer<typeof listedSchema>;

/**
 * Looks for uncertain mails in the provider's list
 * (https://resend.com/docs/api-reference/emails/list-emails): a mail to the reader at the time of its request, whose
 * own record has the tags of the delivery or of the single mail, proves that it was accepted. One that is not found
 * stays uncertain, since its absence proves nothing.
 */
export async function settleByList(run: ReconcileRun): Promise<void> {
  const { ctx, state, report } = run;
  const now = ctx.clock.now();
  const passedAt = state.mailsPassedAt?.getTime() ?? 0;
  const since = new Date(Math.max(passedAt - lookedForMs, now.getTime() - oldestMs));
  const uncertain = await listUncertainSince(ctx.db, since);
  report.mails.looked = uncertain.length;
  if (uncertain.length > 0) await passMails(run, uncertain, now);
  await saveProgress(run, {
    mailsPassedAt: run.state.mailsBeganAt ?? now,
    mailsBeganAt: null,
    mailsAfter: null,
  });
  report.mails.isWhole = true;
}

async function passMails(run: ReconcileRun, uncertain: UncertainMail[], now: Date): Promise<void> {
  const earliest = Math.min(...uncertain.map((one) => one.firstAttemptAt.getTime())) - before;
  const byAddress = new Map<string, UncertainMail[]>();
  for (const one of uncertain)
    byAddress.set(one.addressHash, [...(byAddress.get(one.addressHash) ?? []), one]);
  const pages = readPages(
    run.reader,
    (resend, page, options) => resend.emails.list(page, options),
    listedSchema,
    run.state.mailsAfter,
  );
  for await (const { items, next, isFirst } of pages) {
    const candidates = new Map(items.map((mail) => [mail.id, mailsOf(mail, byAddress)]));
    const owned = await listDeliveriesByProviderId(run.ctx.db, [...candidates.keys()]);
    for (const [id, meant] of candidates) {
      if (meant.length > 0 && !owned.has(id)) await settleBy(run, id, meant);
    }
    if (items.length > 0 && items.every(({ created_at }) => Date.parse(created_at) < earliest)) return;
    const beganAt = isFirst ? now : (run.state.mailsBeganAt ?? now);
    await saveProgress(run, { mailsBeganAt: beganAt, mailsAfter: next });
  }
}

/** The uncertain mails of which it may be one, by its recipients and its time; a time that cannot be read may be any. */
function mailsOf({ to, created_at }: ListedMail, byAddress: Map<string, UncertainMail[]>): UncertainMail[] {
  const at = Date.parse(created_at);
  const mailed = to.flatMap((text) => byAddress.get(recipientOf(text)?.addressHash ?? "") ?? []);
  return mailed.filter(({ firstAttemptAt }) => {
    const askedAt = firstAttemptAt.getTime();
    return !(at < askedAt - before || at > askedAt + within);
  });
}

async function settleBy(
  { ctx, reader, report }: ReconcileRun,
  id: string,
  meant: UncertainMail[],
): Promise<void> {
  const record = await reader.ask((resend, options) => resend.emails.get(id, options), recordSchema);
  const tags = record?.tags ?? {};
  const found = meant.find((one) => isNamed(one, tags));
  if (!found) return;
  await submitFound(ctx, found, id);
  report.mails.settled += 1;
}

function isNamed(mail: UncertainMail, tags: Tags): boolean {
  if (mail.kind === "notice") return isSingleMail(tags) && tags.notice === mail.noticeId;
  const { editionId, subscriberId } = deliveryIn(tags);
  return mail.editionId === editionId && mail.subscriberId === subscriberId;
}

async function submitFound({ db, clock }: Context, mail: UncertainMail, providerId: string): Promise<void> {
  if (mail.kind === "notice") {
    await submitFoundNotice(db, mail.noticeId, providerId);
    return;
  }
  const now = clock.now();
  const { editionId, subscriberId } = mail;
  await db.transaction(async (tx) => {
    const proof = { providerId, isAccepted: true, outcome: null, outcomeAt: null, heardAt: null };
    await applyFeedback(
      tx,
      [{ editionId, subscriberId, ...proof, isDelivered: false, isEngaged: false }],
      now,
    );
    await closeSettledBatches(tx, [editionId], now);
  });
}
