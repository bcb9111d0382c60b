import { z } from "zod";
import { deliveryIn } from "../feedback/our-tags.ts";
import { recipientOf } from "../feedback/recipient.ts";
import { applyFeedback, closeSettledBatches, findDeliveriesByProviderId } from "../feedback/store.ts";
import { recordSchema } from "../mailers/find-mail.ts";
import { type Run, save } from "./run.ts";
import { type UncertainDelivery, uncertainSince } from "./store.ts";

const pageSize = 100;
const hourMs = 3_600_000;

/** A request is repeated for a day under its key, and the provider's clock may differ a little. */
const before = hourMs / 6;
const within = 25 * hourMs;

/** After a whole pass over the list, deliveries as old as this are looked for no more. */
const lookedForMs = 7 * 24 * hourMs;

/** Older mails are not looked for at all. */
const oldestMs = 30 * 24 * hourMs;

const mailsSchema = z.object({
  has_more: z.boolean(),
  data: z.array(
    z.object({ id: z.string().min(1), to: z.array(z.string()).catch([]), created_at: z.string() }),
  ),
});

type ListedMail = z.infer<typeof mailsSchema>["data"][number];

/**
 * Looks for mails of uncertain deliveries in the provider's list
 * (https://resend.com/docs/api-reference/emails/list-emails): a mail to the reader at the time of its request, whose
 * own record has the tags of the delivery, proves that it was accepted. One that is not found stays uncertain, since
 * its absence proves nothing.
 */
export async function settleByList(run: Run): Promise<void> {
  const { ctx, state, report } = run;
  const now = ctx.clock.now();
  const passedAt = state.mailsPassedAt?.getTime() ?? 0;
  const since = new Date(Math.max(passedAt - lookedForMs, now.getTime() - oldestMs));
  const uncertain = await uncertainSince(ctx.db, since);
  report.mails.looked = uncertain.length;
  if (uncertain.length > 0) await passMails(run, uncertain, now);
  await save(run, { mailsPassedAt: run.state.mailsBeganAt ?? now, mailsBeganAt: null, mailsAfter: null });
  report.mails.isWhole = true;
}

async function passMails(run: Run, uncertain: UncertainDelivery[], now: Date): Promise<void> {
  const earliest = Math.min(...uncertain.map((one) => one.firstAttemptAt.getTime())) - before;
  const byAddress = new Map<string, UncertainDelivery[]>();
  for (const one of uncertain)
    byAddress.set(one.addressHash, [...(byAddress.get(one.addressHash) ?? []), one]);
  for (;;) {
    const { mailsAfter } = run.state;
    const page = await run.reader.ask(
      (resend, options) =>
        resend.emails.list(
          { limit: pageSize, ...(mailsAfter === null ? {} : { after: mailsAfter }) },
          options,
        ),
      mailsSchema,
    );
    if (page === null && mailsAfter !== null) {
      await save(run, { mailsAfter: null });
      continue;
    }
    const mails = page?.data ?? [];
    const candidates = mails.filter((mail) => mayBeOf(mail, byAddress));
    const owned = await findDeliveriesByProviderId(
      run.ctx.db,
      candidates.map(({ id }) => id),
    );
    for (const { id } of candidates.filter((mail) => !owned.has(mail.id))) await settleBy(run, id, uncertain);
    const last = mails.at(-1);
    if (!page?.has_more || last === undefined || Date.parse(last.created_at) < earliest) return;
    await save(run, { mailsBeganAt: run.state.mailsBeganAt ?? now, mailsAfter: last.id });
  }
}

function mayBeOf({ to, created_at }: ListedMail, uncertain: Map<string, UncertainDelivery[]>): boolean {
  const at = Date.parse(created_at);
  const mailed = to.flatMap((text) => uncertain.get(recipientOf(text)?.addressHash ?? "") ?? []);
  return mailed.some(({ firstAttemptAt }) => {
    const askedAt = firstAttemptAt.getTime();
    return at >= askedAt - before && at <= askedAt + within;
  });
}

async function settleBy(
  { ctx, reader, report }: Run,
  id: string,
  uncertain: UncertainDelivery[],
): Promise<void> {
  const record = await reader.ask((resend, options) => resend.emails.get(id, options), recordSchema);
  const { editionId, subscriberId } = deliveryIn(record?.tags ?? {});
  const found = uncertain.find((one) => one.editionId === editionId && one.subscriberId === subscriberId);
  if (!found) return;
  const now = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    const proof = { providerId: id, isAccepted: true, outcome: null, outcomeAt: null, heardAt: null };
    const delivery = { editionId: found.editionId, subscriberId: found.subscriberId };
    await applyFeedback(tx, [{ ...delivery, ...proof, isDelivered: false, isEngaged: false }], now);
    await closeSettledBatches(tx, [found.editionId], now);
  });
  report.mails.settled += 1;
}
