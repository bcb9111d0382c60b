import type { Context } from "../context.ts";
import { type Reconciled, reconcile, reconcileWhenDue } from "../delivery/reconcile/reconcile.ts";
import { makeInstallationCard } from "../subscribers/installation-card.ts";
import { askOwnSite } from "../upkeep/ask-own-site.ts";
import type { OnceRun } from "./once-run.ts";

/**
 * Whether mail to readers may leave: the provider's word was fetched, and readers can leave at the site that mails name.
 * What goes to the operator's own addresses, or to nobody but the local mailbox, needs no site.
 */
export async function mayMailReaders(run: OnceRun): Promise<boolean> {
  if (!run.isHeard) return false;
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

/**
 * Fetches what the provider knows and no webhook brought, so that whom it suppresses is not mailed in this run. What
 * cannot be fetched now can be asked for again.
 */
export async function hearProvider(run: OnceRun): Promise<void> {
  if (run.isHeard) return;
  const taken = await reconcileWhenDue(run.ctx);
  if (taken.kind === "later") {
    run.unheard = unavailable;
    return;
  }
  // Not due by the clock, which is no reason for a run that begins and ends to go without.
  note(run, taken.kind === "done" ? taken.value : await reconcile(run.ctx));
}

const unavailable = "Resend could not be asked what became of earlier mails: nothing is sent before it is.";

function note(run: OnceRun, heard: Reconciled): void {
  if (heard.kind === "busy") {
    run.unheard =
      "Another process is asking Resend what became of earlier mails: nothing is sent before it has.";
    return;
  }
  if (heard.kind === "done" && heard.report.stopped === "later") {
    run.unheard = unavailable;
    return;
  }
  run.feedback = heard.kind === "done" ? heard.report : null;
  run.unheard = null;
  run.isHeard = true;
}
