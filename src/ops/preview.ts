import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { draftEdition } from "../delivery/draft-edition.ts";
import { draftMail, usualReader } from "../delivery/draft-mail.ts";
import type { Mail } from "../digest/model.ts";
import type { Cadence, Detail, Edition } from "../editions/model.ts";
import { NotFoundError } from "../errors.ts";
import { lastClosedPeriod, periodOf } from "../ranking/periods.ts";
import { findSubscriber } from "../subscribers/store.ts";
import { inspectMail, type MailInspection } from "./inspect-mail.ts";

export type PreviewInput = {
  cadence: Cadence;
  /** A day or a period; the latest with papers when null. */
  date: string | null;
  /** The reader's own when null. */
  detail: Detail | null;
  /** Id of a subscriber, or null for a reader with the usual preferences. */
  readerId: string | null;
};

export type Preview = {
  edition: Edition;
  isFrozen: boolean;
  detail: Detail;
  /** The address of the subscriber that it is for, or null when it is for nobody. */
  reader: string | null;
} & ({ kind: "mail"; mail: Mail; inspection: MailInspection } | { kind: "none"; reason: string });

/**
 * The digest that a reader would get, from the frozen edition or the ranking of now, with what is to be said
 * against it. Writes and sends nothing.
 *
 * @throws {InvalidInputError} for a malformed date, {NotFoundError} for an unknown reader, {RefusedError}
 * when there are no papers.
 */
export async function previewDigest(ctx: Context, input: PreviewInput): Promise<Preview> {
  const period = await choosePeriod(ctx, input.cadence, input.date);
  const subscriber = input.readerId === null ? null : await findSubscriber(ctx.db, input.readerId);
  if (input.readerId !== null && subscriber === null)
    throw new NotFoundError("There is no such reader; they may have been erased.");
  const reader = subscriber ?? usualReader("reader@example.com");
  const draft = await draftEdition(ctx, { cadence: input.cadence, period });
  const detail = input.detail ?? reader.detail;
  const drafted = await draftMail(ctx, draft, reader, detail);
  const about = {
    edition: draft.edition,
    isFrozen: draft.isFrozen,
    detail,
    reader: subscriber?.email ?? null,
  };
  if (drafted.kind === "none") return { ...about, ...drafted };
  const inspection = inspectMail(drafted.mail, knownLinks(ctx, draft.edition));
  return { ...about, ...drafted, inspection };
}

/** The period that a date names; else of the latest papers, so that there is something to see. */
async function choosePeriod(ctx: Context, cadence: Cadence, date: string | null): Promise<string> {
  if (date !== null) return periodOf(cadence, date);
  const { rows } = await ctx.db.execute<{ day: string | null }>(
    sql`select max(day)::text as day from paper_listings where day <= ${ctx.clock.now().toISOString().slice(0, 10)}::date`,
  );
  const day = rows[0]?.day ?? null;
  return day === null ? lastClosedPeriod(cadence, ctx.clock.now()) : periodOf(cadence, day);
}

function knownLinks(ctx: Context, edition: Edition): string[] {
  const links = edition.papers.flatMap(({ links }) => Object.values(links));
  return [ctx.config.site.publicUrl, "https://huggingface.co", ...links.filter((link) => link !== null)];
}
