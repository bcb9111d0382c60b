import { addDays, dayOf } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { type Reconciled, reconcile, reconcileWhenDue } from "../delivery/reconcile/reconcile.ts";
import { findReconciliation } from "../delivery/reconcile/store.ts";
import { makeInstallationCard } from "../subscribers/installation-card.ts";
import { askOwnSite } from "../upkeep/ask-own-site.ts";
import type { OnceRun } from "./once-run.ts";

/**
 * Whether mail to readers may leave: the provider's word was fetched, and readers can leave at the site that mails name.
 * What goes to the operator's own addresses, or to nobody but the local mailbox, needs no site.
 */
export async function mayMailReaders(run: OnceRun): Promise<boolean> {
  if (!run.isHeard || run.isTrial) return false;
  if (run.readers !== null || run.ctx.mailer.name === "outbox") return true;
  run.leaving ??= await askLeaving(run.ctx);
  return run.leaving.isOpen;
}

async function askLeaving({ config, db, clock }: Context): Promise<NonNullable<OnceRun["leaving"]>> {
  const { publicUrl } = config.site;
  const answer = await askOwnSite(publicUrl, await makeInstallationCard(db, config.tokens, clock.now()));
  if (answer.kind === "ours") return { isOpen: true };
  return {
    isOpen: false,
    refusal: `No reader is mailed, since none could leave: PUBLIC_URL (${publicUrl}) ${answer.reason}.`,
  };
}

/** Each try is charged to the day's requests, which must last until the provider answers again: twice as long each time. */
const [leastAwayMs, mostAwayMs] = [30_000, 5 * 60_000];
const busyPauseMs = 500;
const dayMs = 24 * 3_600_000;

/**
 * Fetches what the provider knows and no webhook brought, so that whom it suppresses is not mailed in this run. What
 * cannot be fetched now is asked for again after a pause.
 */
export async function hearProvider(run: OnceRun): Promise<void> {
  if (run.isHeard || run.ctx.clock.now() < run.askAgainAt) return;
  const taken = await reconcileWhenDue(run.ctx);
  if (taken.kind === "later") return stayUnheard(run, "away");
  // Not due by the clock, which is no reason for a run that begins and ends to go without.
  const heard = taken.kind === "done" ? taken.value : await reconcile(run.ctx);
  const why = await findDeafness(run.ctx, heard);
  if (why !== null) return stayUnheard(run, why);
  run.feedback = heard.kind === "done" ? heard.report : null;
  run.unheard = null;
  run.isHeard = true;
}

const deafness = {
  away: "Resend could not be asked what became of earlier mails: nothing is sent before it is.",
  busy: "Another process is asking Resend what became of earlier mails: nothing is sent before it has.",
  spent:
    "The day's requests to Resend (RECONCILE_REQUESTS) are spent, and its suppression list has not been read within a day: nothing is sent before it is.",
};

type Deafness = keyof typeof deafness;

function stayUnheard(run: OnceRun, why: Deafness): void {
  const now = run.ctx.clock.now();
  if (why === "away") run.askedInVain += 1;
  const awayMs = Math.min(mostAwayMs, leastAwayMs * 2 ** (run.askedInVain - 1));
  run.unheard = deafness[why];
  // What is spent is counted anew with the next day (UTC).
  run.askAgainAt =
    why === "spent"
      ? new Date(Date.parse(addDays(dayOf(now), 1)))
      : new Date(now.getTime() + (why === "busy" ? busyPauseMs : awayMs));
}

/** Why what was fetched does not tell whom the provider suppresses; null when it does, as far as it can. */
async function findDeafness(ctx: Context, heard: Reconciled): Promise<Deafness | null> {
  if (heard.kind === "busy") return "busy";
  if (heard.kind === "no-provider") return null;
  const { stopped, requests } = heard.report;
  if (stopped === "later") return "away";
  return requests === 0 && !(await isHeardOfLate(ctx)) ? "spent" : null;
}

/**
 * Whether a run whose requests are all spent may do without: they were spent on the list, not on tries in vain. Who allows
 * none has decided to hear by webhooks alone.
 */
async function isHeardOfLate({ db, config, clock }: Context): Promise<boolean> {
  if (config.delivery.reconcileRequests === 0) return true;
  const known = await findReconciliation(db);
  const passedAt = known?.listPassedAt ?? null;
  const isPassed = passedAt !== null && clock.now().getTime() - passedAt.getTime() < dayMs;
  // A list that takes more than a day's requests is read in parts.
  return isPassed || (known?.listBeganAt ?? null) !== null;
}
