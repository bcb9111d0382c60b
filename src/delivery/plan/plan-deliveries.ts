import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { compileDigest } from "../../digest/compile.ts";
import type { CompiledDigest, MailSite } from "../../digest/compiled-digest.ts";
import { listThemes } from "../../digest/list-themes.ts";
import { keepMailedLogo } from "../../digest/logos-store.ts";
import { mailLook } from "../../digest/mail-look.ts";
import { mailSender } from "../../digest/mail-sender.ts";
import { insertCompiledSet } from "../../digest/store.ts";
import { awaitsAnotherMailer } from "../../due/marks-store.ts";
import { details, type Edition } from "../../editions/edition.ts";
import { mailedPart } from "../../editions/mailed-part.ts";
import { readersOf } from "../../editions/readers-of.ts";
import { findEditionRow } from "../../editions/store.ts";
import { RefusedError } from "../../errors.ts";
import type { Settings } from "../../settings/current-settings.ts";
import { listReadLanguages } from "../../subscribers/languages-store.ts";
import { lockEdition } from "../ledger/editions-store.ts";
import { insertDeliveries } from "../ledger/plans-store.ts";
import { analysePlanned } from "../partitions/partitions-store.ts";
import { dueAt } from "./due-time.ts";
import { listDeliveryHours } from "./store.ts";

/** Fewer deliveries are read in a moment, by whichever index. */
const worthAnalysing = 2_000;

/**
 * Lays the compiled templates beside a frozen edition and writes one pending delivery for each active
 * subscriber of its cadence. The caller holds the transaction that froze it.
 *
 * @param isNow everything is due at once, whatever the reader's hour.
 */
export async function planDeliveries(
  ctx: Pick<Context, "config" | "settings" | "mailer">,
  tx: Database,
  edition: Edition,
  isNow: boolean,
): Promise<{ planned: number; batches: number }> {
  await insertCompiledSet(tx, edition.id, await compileSet(ctx, tx, mailedPart(edition)));
  return plan(tx, edition, { isNow, isSupplement: false });
}

/**
 * Plans an edition that is held also for active subscribers who came after it was frozen, each at their own hour. Safe to
 * repeat; one that is not held stays as it is.
 *
 * @returns how many deliveries were added.
 */
export async function planLatecomers(
  { db }: Pick<Context, "db">,
  editionId: string,
): Promise<{ planned: number }> {
  return db.transaction(async (tx) => {
    await lockEdition(tx, editionId);
    const row = await findEditionRow(tx, editionId);
    if (row?.state !== "held") return { planned: 0 };
    const { planned } = await plan(tx, row, { isNow: false, isSupplement: true });
    return { planned };
  });
}

async function plan(
  tx: Database,
  edition: Pick<Edition, "id" | "cadence" | "publishedAt">,
  { isNow, isSupplement }: { isNow: boolean; isSupplement: boolean },
): Promise<{ planned: number; batches: number }> {
  const { publishedAt } = edition;
  const cadences = readersOf(edition.cadence);
  const hours = (await listDeliveryHours(tx, cadences)).map((group) => ({
    ...group,
    dueAt: isNow ? publishedAt : dueAt(publishedAt, group),
  }));
  const counts = await insertDeliveries(tx, edition, { cadences, hours, isSupplement });
  if (counts.planned >= worthAnalysing) await analysePlanned(tx, edition.id);
  return counts;
}

/**
 * All templates of an edition: one for each detail, in each language that a subscriber reads by now, and in that of the
 * installation.
 *
 * @param mailed its mailed part.
 * @throws {RefusedError} while readers wait for another mailer than this process has.
 */
export async function compileSet(
  ctx: Pick<Context, "config" | "settings" | "mailer">,
  db: Database,
  mailed: Edition,
): Promise<CompiledDigest[]> {
  // Mails would name the site of this process, at which nobody who was imported can leave.
  if (await awaitsAnotherMailer(db, ctx.mailer.name))
    throw new RefusedError(
      "Readers were imported in the set-up, and this process has not got its variables, by which they are mailed: start Paperboy again with them, then do this again.",
    );
  // Read here, not taken from memory: what was set a moment ago counts for what is frozen now.
  const settings = await ctx.settings.read(db);
  const site = mailSite(ctx, settings);
  await keepMailedLogo(db, settings.brand.logo);
  const themes = await listThemes(db, mailed);
  const words = (await listReadLanguages(db, settings.brand.language)).map((language) =>
    settings.wordsIn(language),
  );
  return Promise.all(
    words.flatMap((language) =>
      details.map((detail) => compileDigest(mailed, detail, site, language, themes)),
    ),
  );
}

/** What all mails of an installation share. */
export function mailSite(
  { config, settings }: Pick<Context, "config" | "settings">,
  { values, brand }: Settings = settings.current(),
): MailSite {
  const { postalAddress, showsThumbnails } = config.mail;
  const name = values["brand.name"];
  return {
    publicUrl: config.site.publicUrl,
    postalAddress,
    showsThumbnails,
    ...(name === null ? {} : { name }),
    look: mailLook(brand, config.site.publicUrl),
    ...mailSender(config.mail, name),
  };
}
