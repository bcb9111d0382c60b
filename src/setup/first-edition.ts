import { createHash } from "node:crypto";
import { addDays, dayOf, lastClosedPeriod } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { createResendMailer } from "../delivery/mailers/resend.ts";
import { planLatecomers } from "../delivery/plan/plan-deliveries.ts";
import { reviseEdition } from "../delivery/steer/revise-edition.ts";
import { editionId } from "../editions/freeze-edition.ts";
import { findEdits } from "../editions/revisions-store.ts";
import { findEditionRow } from "../editions/store.ts";
import { RefusedError } from "../errors.ts";
import { ingestDay } from "../papers/ingest.ts";
import { hasPapers } from "../papers/listings-store.ts";
import { listUnheardDays } from "../papers/runs-store.ts";
import { usualChoice } from "../preview/mail-choice.ts";
import { type SentTest, sendTest } from "../preview/send-test.ts";
import { publishEdition } from "../publish/publish-edition.ts";
import { listReadLanguages } from "../subscribers/languages-store.ts";
import type { SetupAnswers, SetupSecrets } from "./answers.ts";
import { findSetupAnswers, keepSetupAnswers } from "./enter-setup.ts";
import { takeTestTurn } from "./test-turn.ts";

/** On weekends the days before hold no papers, at feasts some more. */
const daysLookedAt = 5;

/** Somebody waits before the page: with what is there by then it goes on. */
const lookMs = 25_000;

/**
 * Freezes the newest day that is over as an edition that waits for approval, as the installation will mail it once it is
 * set up, and mails it to the operator as a test. A day of which nothing is known is collected before. Where no such day
 * has papers, what is known of today is mailed and nothing is frozen. Safe to repeat: an edition that is there is mailed
 * again, compiled anew where the answers are others by now, and planned for readers who came since. Asked for twice at
 * once, in however many processes, one test is mailed.
 *
 * @param seen how many tests had been mailed when the page was shown on which it was asked for; null where nobody knows.
 * @returns null where the test was mailed that another has asked for meanwhile.
 * @throws {RefusedError} when a step before is not answered, or no papers are known, and what `sendTest` throws.
 */
export async function sendFirstEdition(
  ctx: Context,
  answers: SetupAnswers,
  secrets: SetupSecrets,
  seen: number | null = null,
): Promise<SentTest | null> {
  const future = asSetUp(ctx, answers, secrets);
  const to = answers.opsEmail;
  if (future === null || to === undefined)
    throw new RefusedError("Answer the steps before first: the edition needs the sender and the key.");
  return takeTestTurn(ctx, { seen, to }, () => makeAndMail(ctx, future, answers, to));
}

async function makeAndMail(
  ctx: Context,
  future: Context,
  answers: SetupAnswers,
  to: string,
): Promise<SentTest> {
  const day = answers.edition?.day ?? (await findDay(ctx));
  if (day !== null) await freezeHeld(future, day);
  else if (!(await hasPapers(ctx.db, [dayOf(ctx.clock.now())])))
    throw new RefusedError(
      "No papers are known yet: Hugging Face tells of none in these days, or does not answer. Try again in some minutes, or go on: the first edition then comes by itself.",
    );
  return sendTest(future, { to, choice: { ...usualChoice, cadence: "daily", date: day } });
}

/** Brings the first edition, where it waits, up to the answers and the readers of now. Safe to repeat. */
export async function refreshFirstEdition(
  ctx: Context,
  answers: SetupAnswers,
  secrets: SetupSecrets,
): Promise<void> {
  const future = asSetUp(ctx, answers, secrets);
  if (answers.edition !== undefined && future !== null) await freezeHeld(future, answers.edition.day);
}

async function freezeHeld(future: Context, day: string): Promise<void> {
  const id = editionId("daily", day);
  const look = await lookOf(future);
  const isThere = (await findEditionRow(future.db, id)) !== null;
  const input = { cadence: "daily", period: day, isHeld: true, isNow: false } as const;
  const { state } = await publishEdition(future, input);
  // Of the schedule, which was first: it went to nobody, and nothing waits.
  if (state !== "held") return;
  // Not as the request found it: pressed twice, the second finds what the first has made.
  const { edition } = await findSetupAnswers(future.db);
  if (isThere && edition?.look !== look) await compileAnew(future, id);
  if (isThere) await planLatecomers(future, id);
  await keepSetupAnswers(future.db, { edition: { day, look } });
}

async function compileAnew(future: Context, id: string): Promise<void> {
  const row = await findEditionRow(future.db, id);
  if (row === null) return;
  const edits = await findEdits(future.db, id);
  await reviseEdition(future, id, { expectedRevision: row.revision, edits, isAnew: true });
}

/** The newest day that is over and has papers; null where none is known. */
async function findDay(ctx: Context): Promise<string | null> {
  const newest = lastClosedPeriod("daily", ctx.clock.now());
  const signal = AbortSignal.timeout(lookMs);
  for (let age = 0; age < daysLookedAt; age += 1) {
    const day = addDays(newest, -age);
    if (!signal.aborted && (await listUnheardDays(ctx.db, [day])).length > 0)
      await ingestDay(ctx, { day, signal });
    if (await hasPapers(ctx.db, [day])) return day;
  }
  return null;
}

/** The surroundings as they are with the variables that the answers make; null while one of them is missing. */
function asSetUp(ctx: Context, answers: SetupAnswers, { apiKey }: SetupSecrets): Context | null {
  const { from, postalAddress, publicUrl } = answers;
  if (!from || !postalAddress || !publicUrl || apiKey === null) return null;
  const { mail, site, schedule } = ctx.config;
  const resend = { ...mail.resend, apiKey };
  const config = {
    ...ctx.config,
    site: { ...site, publicUrl },
    mail: { ...mail, transport: "resend" as const, from, replyTo: null, postalAddress, resend },
    schedule: { ...schedule, publishAt: answers.publishAt ?? schedule.publishAt },
  };
  return { ...ctx, config, mailer: createResendMailer(resend) };
}

/** Differs where mails of an edition would be compiled otherwise. */
async function lookOf({ config, db, settings }: Context): Promise<string> {
  const { site, mail } = config;
  const { version, brand } = await settings.read(db);
  const languages = await listReadLanguages(db, brand.language);
  const parts = [site.publicUrl, mail.postalAddress, mail.from, version, languages];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
