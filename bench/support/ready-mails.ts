import { sql } from "drizzle-orm";
import type { Context } from "../../src/context.ts";
import { mailSite } from "../../src/delivery/plan/plan-deliveries.ts";
import { choosePapers } from "../../src/digest/choose-papers.ts";
import type { DigestSlots, Mail } from "../../src/digest/compiled-digest.ts";
import { groupPapers } from "../../src/digest/group-papers.ts";
import { nothingSeen } from "../../src/digest/seen-papers.ts";
import { draftEdition } from "../../src/publish/draft-edition.ts";
import { draftMail, subscriberSlots } from "../../src/publish/draft-mail.ts";
import { subscribers } from "../../src/subscribers/tables.ts";
import { renderFull } from "../../test/support/render-full.ts";

/** Mails as they are given to `resend.batch.send`. */
export type ReadyMail = Omit<Mail, "replyTo"> & { replyTo?: string };

/** The digests of some readers, ready to be sent, and the way to render one of them whole. */
export type ReadyMails = { mails: ReadyMail[]; renderOne(index: number): ReadyMail };

/** Of readers who are mailed, in the order of their addresses. */
export async function makeReadyMails(ctx: Context, day: string, count: number): Promise<ReadyMails> {
  const draft = await draftEdition(ctx, { cadence: "daily", period: day });
  const readers = await ctx.db.select().from(subscribers).orderBy(sql`md5(email)`).limit(count);
  const mails: ReadyMail[] = [];
  for (const reader of readers) {
    const drafted = await draftMail(ctx, draft, { reader, subscriber: null, seen: nothingSeen });
    if (drafted.kind === "mail") mails.push(toReady(drafted.mail));
  }
  const [first] = readers;
  const compiled = await draft.template(first?.detail ?? "title", "en");
  const { edition } = draft;
  return {
    mails,
    renderOne: (index) => {
      const reader = readers[index % readers.length];
      const mail = mails[index % mails.length];
      if (!reader || !mail) throw new Error("There are no readers.");
      const chosen = choosePapers(edition, reader, nothingSeen);
      if (chosen.kind === "none") return mail;
      const slots: DigestSlots = subscriberSlots(
        ctx,
        reader,
        edition.id,
        groupPapers(chosen.choice, compiled.facts),
      );
      return { ...mail, ...renderFull(edition, mailSite(ctx), compiled, slots) };
    },
  };
}

function toReady({ replyTo, ...mail }: Mail): ReadyMail {
  return { ...mail, ...(replyTo === null ? {} : { replyTo }) };
}
