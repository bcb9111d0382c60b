import { bareAddress } from "../addresses/bare-address.ts";
import { plainName } from "../settings/plain-name.ts";
import type { CompiledDigest, DigestSlots } from "./compiled-digest.ts";
import { keepResults } from "./keep-results.ts";
import { listDomainOfBefore } from "./list-domain.ts";

/**
 * The headers of a digest: leaving in one click or by mail (RFC 2369, RFC 8058), the list's name (RFC 2919), Gmail's
 * feedback identifier, and what keeps automatic answers away (RFC 3834). The entity reference is one per
 * delivery, so that Gmail does not fold two editions into one conversation.
 */
export function digestHeaders(
  compiled: CompiledDigest,
  slots: DigestSlots,
  unsubscribeUrl: string,
): Record<string, string> {
  return {
    "List-Unsubscribe": headerValue(
      [unsubscribeUrl, ...mailWays(compiled, slots.tokens.unsubscribe)].map((way) => `<${way}>`).join(", "),
    ),
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Id": `<${compiled.cadence}.${compiled.listDomain ?? listDomainOfBefore(compiled.facts.publicUrl)}>`,
    "Feedback-ID": `${tagValue(compiled.editionId)}:${compiled.cadence}:digest:${compiled.name === undefined ? "paperboy" : senderId(compiled.name)}`,
    "X-Entity-Ref-ID": `${tagValue(compiled.editionId)}.${tagValue(slots.subscriberId)}`,
    Precedence: "bulk",
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "OOF, AutoReply",
  };
}

/** Who sends, for Gmail's figures by sender: 5 to 15 characters, the same for all mails of an installation. */
const senderId = keepResults((name: string) => {
  const plain = plainName(name).toLowerCase();
  return plain.length < 5 ? `${plain}-digest`.replace(/^-/, "") : plain.slice(0, 15);
}, 100);

/** Where a wish to leave may be mailed, as a `mailto:` (RFC 6068); its subject says whose wish it is. */
function mailWays({ unsubscribeTo, replyTo, from }: CompiledDigest, token: string): string[] {
  if (unsubscribeTo === null) return [];
  // An edition of the release before: the sender's address, whether or not anybody reads it.
  if (unsubscribeTo === undefined) return [mailtoOf(bareAddress(replyTo ?? from), "unsubscribe")];
  return [mailtoOf(unsubscribeTo, `unsubscribe ${token}`)];
}

function mailtoOf(address: string, subject: string): string {
  const encoded = (text: string) => encodeURIComponent(headerValue(text));
  return `mailto:${encoded(address).replace(/%40(?!.*%40)/, "@")}?subject=${encoded(subject)}`;
}

/** One line of visible characters: nothing that could begin another header (RFC 5322, section 2.2). */
export function headerValue(text: string): string {
  // Most are plain, and the expressions below take long.
  if (/^[\x20-\x7e]*$/.test(text)) return text.trim();
  return text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}

/** A tag's value as the provider takes it. */
export function tagValue(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 256);
}
