import { createHash, randomBytes } from "node:crypto";
import { recordAct } from "../audit/record-act.ts";
import { isSameSecret } from "../config/is-same-secret.ts";
import type { Context } from "../context.ts";
import { parseSetupAnswers, type SetupAnswers } from "./answers.ts";
import {
  changeSetup,
  closeSetup,
  findSetup,
  isUntouched,
  lockSetup,
  putSetupLink,
  type SetupRow,
} from "./store.ts";

/** How long a link, and the browser that has opened it, may be used: two days. */
export const setupMs = 2 * 86_400_000;

type SetupContext = Pick<Context, "actor" | "clock" | "config" | "db">;

/**
 * Offers the set-up of an installation that nobody has used: that mails nowhere, and has no reader, no edition and no
 * setting. A link that was printed before is good no more; what was answered stays.
 *
 * @returns what the link carries, to be printed once; null where there is nothing to set up.
 */
export async function offerSetup({ clock, config, db }: SetupContext): Promise<string | null> {
  if (isOver(config)) return null;
  return db.transaction(async (tx) => {
    const setup = await lockSetup(tx);
    if (setup?.finishedAt) return null;
    if (!(await isUntouched(tx, setup !== null))) return null;
    const token = drawSecret();
    await putSetupLink(tx, hashOf("link", token), new Date(clock.now().getTime() + setupMs));
    return token;
  });
}

/**
 * Opens the set-up by its link, which is used up by it.
 *
 * @returns what the browser's cookie holds from now on; null for a link that is not the last one, or is used, and for an
 *   installation that somebody has begun to use otherwise since it was printed.
 */
export async function enterSetup(ctx: SetupContext, token: string): Promise<string | null> {
  const isLink = (setup: SetupRow | null) =>
    isOpen(setup, ctx.clock.now()) && isSameSecret(setup.linkHash ?? "", hashOf("link", token));
  // Whoever guesses waits for no lock, and keeps nobody waiting.
  if (isOver(ctx.config) || !isToken(token) || !isLink(await findSetup(ctx.db))) return null;
  return ctx.db.transaction(async (tx) => {
    if (!isLink(await lockSetup(tx)) || !(await isUntouched(tx, true))) return null;
    const session = drawSecret();
    await changeSetup(tx, { linkHash: null, sessionHash: hashOf("session", session) });
    await recordAct(tx, ctx, { verb: "setup.begin" });
    return session;
  });
}

/** What was answered so far, for the browser with this cookie; null for any other, and when it is over. */
export async function resumeSetup(
  { clock, config, db }: Pick<Context, "clock" | "config" | "db">,
  session: string,
): Promise<SetupAnswers | null> {
  if (isOver(config) || !isToken(session)) return null;
  const setup = await findSetup(db);
  if (!isOpen(setup, clock.now()) || !isSameSecret(setup.sessionHash ?? "", hashOf("session", session)))
    return null;
  return parseSetupAnswers(setup.answers);
}

/** What was answered so far, whoever asks. */
export async function findSetupAnswers(db: Context["db"]): Promise<SetupAnswers> {
  return parseSetupAnswers((await findSetup(db))?.answers);
}

/** Keeps more answers, over those of before; one that is undefined is answered no more. */
export async function keepSetupAnswers(db: Context["db"], answers: SetupAnswers): Promise<void> {
  await db.transaction(async (tx) => {
    const setup = await lockSetup(tx);
    await changeSetup(tx, { answers: { ...parseSetupAnswers(setup?.answers), ...answers } });
  });
}

/** Adds to the readers who were imported; with 0 only that some are about to be, by whom the set-up is not over. */
export async function noteReaders(db: Context["db"], imported: number): Promise<void> {
  await db.transaction(async (tx) => {
    const answers = parseSetupAnswers((await lockSetup(tx))?.answers);
    await changeSetup(tx, { answers: { ...answers, readers: (answers.readers ?? 0) + imported } });
  });
}

/** Ends the set-up for good: it was gone through, or somebody logged in, who needs none. Safe to repeat. */
export async function endSetup(ctx: SetupContext): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (await closeSetup(tx, ctx.clock.now())) await recordAct(tx, ctx, { verb: "setup.end" });
  });
}

/** A configuration that mails was made otherwise, and its secrets are for no page. */
const isOver = ({ mail }: Context["config"]) => mail.transport === "resend";

function isOpen(setup: SetupRow | null, now: Date): setup is SetupRow {
  return setup !== null && setup.finishedAt === null && setup.endsAt > now;
}

function drawSecret(): string {
  return randomBytes(32).toString("base64url");
}

const isToken = (text: string) => /^[\w-]{43}$/.test(text);

/** Of 32 random bytes a plain hash tells nothing; apart for link and cookie, so that none passes for the other. */
function hashOf(purpose: "link" | "session", token: string): string {
  return createHash("sha256").update(`set-up ${purpose} ${token}`).digest("base64url");
}

/** What each form of the set-up carries, so that no other page can send one. */
export function setupFormToken(session: string): string {
  return createHash("sha256").update(`set-up form ${session}`).digest("base64url");
}
