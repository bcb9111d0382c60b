import type { Config } from "../../config/env.ts";
import type { Database } from "../../db/client.ts";
import { findInstallationCard } from "../../subscribers/installation-card.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { askOneClick } from "../ask-one-click.ts";
import { findDifference } from "../ask-own-site.ts";
import { type DoctorLine, fail, ok, warn } from "./doctor-line.ts";

const timeoutMs = 8_000;

/**
 * Whether the site answers where the mails say: a one-click request (RFC 8058) with a made-up token, which
 * must be refused by Paperboy itself and not be redirected; that it is this installation; and a webhook without a
 * signature.
 *
 * @param db null when it is out of reach.
 */
export async function checkSite(config: Config, db: Database | null): Promise<DoctorLine[]> {
  const { publicUrl } = config.site;
  try {
    const oneClick = await checkOneClick(publicUrl);
    if (oneClick.level !== "ok") return [oneClick];
    const answered = [oneClick, ...(await checkInstallation(config, db))];
    return config.mail.transport === "outbox" ? answered : [...answered, await checkWebhookRoute(publicUrl)];
  } catch (error) {
    const message = `${publicUrl} does not answer: ${reasonOf(error)}.`;
    const mend = "Start the site (`paperboy start`), and check PUBLIC_URL, DNS and the proxy in front.";
    // Without mail that leaves, nobody but this machine needs to reach it.
    return [
      config.mail.transport === "outbox"
        ? warn("one-click", message, mend)
        : fail("one-click", message, mend),
    ];
  }
}

async function checkOneClick(publicUrl: string): Promise<DoctorLine> {
  const { status, isTaken } = await askOneClick(publicUrl, timeoutMs);
  if (status >= 300 && status < 400) {
    return fail(
      "one-click",
      `${publicUrl} redirects; a one-click unsubscribe must not be redirected (RFC 8058).`,
      "Set PUBLIC_URL to the address at which the site ends up.",
    );
  }
  return isTaken
    ? ok("one-click", `${publicUrl} takes one-click unsubscribes`)
    : fail(
        "one-click",
        `${publicUrl} answers ${status}, but not as Paperboy does.`,
        "Check that PUBLIC_URL leads to this site and that the proxy passes POST requests on.",
      );
}

/** A site of another database, or with another secret, takes no link of the mails that leave here. */
async function checkInstallation(config: Config, db: Database | null): Promise<DoctorLine[]> {
  const own = db === null ? null : await findInstallationCard(db, config.tokens).catch(() => null);
  // Without its tables, or before its first look at what is due, there is nothing to compare.
  if (own === null) return [];
  const { publicUrl } = config.site;
  const difference = await findDifference(publicUrl, own, timeoutMs);
  if (difference === null) return [ok("installation", `${publicUrl} is this installation`)];
  const mend =
    "Run the site over the same database with the same TOKEN_SECRET and release, or set PUBLIC_URL to where it runs.";
  const message = `${publicUrl} ${difference}.`;
  return [
    config.mail.transport === "outbox"
      ? warn("installation", message, mend)
      : fail("installation", message, mend),
  ];
}

async function checkWebhookRoute(publicUrl: string): Promise<DoctorLine> {
  const answer = await fetch(`${publicUrl}/webhooks/resend`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: "{}",
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  await answer.text();
  return answer.status === 401
    ? ok("webhook address", `${publicUrl}/webhooks/resend refuses what is not signed`)
    : fail(
        "webhook address",
        `${publicUrl}/webhooks/resend answers ${answer.status} to an unsigned webhook; 401 is right.`,
        "Check that the proxy passes POST requests on, and that this address is set at https://resend.com/webhooks.",
      );
}
