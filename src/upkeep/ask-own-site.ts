import { z } from "zod";
import { type InstallationCard, installationCardPath } from "../subscribers/installation-card.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { askOneClick } from "./ask-one-click.ts";

/** Whether readers can leave at a site: it is this installation, reads its links and takes what they post. */
export type SiteAnswer = { kind: "ours" } | { kind: "other"; reason: string };

/** A site that sleeps until it is asked takes a while to wake. */
const timeoutMs = 20_000;

const cardSchema = z.object({ installation: z.string(), links: z.array(z.string()) });

/**
 * Asks the site at an address whether it is the installation of this card, and then for what a mail program asks of it
 * (RFC 8058). Never rejects.
 *
 * @returns when it is not ours, why, as the end of a sentence without a full stop.
 */
export async function askOwnSite(publicUrl: string, own: InstallationCard): Promise<SiteAnswer> {
  const other = (reason: string): SiteAnswer => ({ kind: "other", reason });
  try {
    const difference = await findDifference(publicUrl, own, timeoutMs);
    if (difference !== null) return other(difference);
    const oneClick = await askOneClick(publicUrl, timeoutMs);
    return oneClick.isTaken
      ? { kind: "ours" }
      : other(`does not take one-click unsubscribes (it answers ${oneClick.status})`);
  } catch (error) {
    return other(`does not answer (${reasonOf(error)})`);
  }
}

/**
 * Why a site is not the installation of this card or does not read its links, as the end of a sentence without a full
 * stop; null when it is and does.
 *
 * @throws what `fetch` throws when there is no answer in time.
 */
export async function findDifference(
  publicUrl: string,
  own: InstallationCard,
  timeoutMs: number,
): Promise<string | null> {
  const card = await askForCard(publicUrl, timeoutMs);
  if (typeof card === "string") return card;
  if (card.installation !== own.installation) return "is another installation";
  const [signing] = own.links;
  return signing !== undefined && card.links.includes(signing)
    ? null
    : "does not read the links that are signed here: TOKEN_SECRET differs";
}

async function askForCard(
  publicUrl: string,
  timeoutMs: number,
): Promise<z.infer<typeof cardSchema> | string> {
  const answer = await fetch(`${publicUrl}${installationCardPath}`, {
    headers: { accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await answer.text();
  if (answer.status >= 300 && answer.status < 400)
    return "redirects, which a one-click unsubscribe must not (RFC 8058)";
  const parsed = cardSchema.safeParse(answer.ok ? readJson(text) : null);
  return parsed.success ? parsed.data : `answers ${answer.status}, but not as Paperboy does`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the caller tells that it is no such answer
  }
}
