import { mailAddress } from "../../digest/digest-headers.ts";
import type { Mail } from "../../digest/model.ts";

/**
 * Whom a provider's refusal concerns: its one mail (`mail`), what all mails share (`all`), or neither is said.
 */
export type RefusalConcerns = "mail" | "all" | "unknown";

/** Read before all else: it speaks of other recipients, and means an account that may mail its owner alone. */
const trialAccount = /\btesting emails?\b/i;

/** The provider's own examples of an address, which are nobody's. */
const examples = /(?:Name\s*<\s*)?\bemail@example\.com\b\s*>?/gi;

const replyTo = /\breply[ _-]?to\b/gi;

const recipientField = "(?:to|cc|bcc|recipients?)";
const sharedField =
  "(?:from|sender|replyto|domain|subject|html|text|react|headers?|tags?|attachments?|scheduled_at|template|topic_id)";

const ofRecipient = [
  ...named(recipientField),
  /(?<!\bother )\brecipients?\b/i,
  /\b(?:mailbox|inbox|user unknown|no such user|(?:tried|trying) to reach)\b/i,
];

const ofAll = [
  ...named(sharedField),
  /\breplyto\b/i,
  /\bsender\b/i,
  /\b(?:mail )?headers?\b/i,
  /\btags?\b/i,
  /\bsubject line\b/i,
  /\b(?:sending|sender|from) (?:domain|address|identity|ip)\b/i,
  /\bdomain\b.{0,60}\b(?:verif\w+|registered|authori[sz]ed|allowed|permitted|configured|suspended|disabled|added)\b/i,
  /\b(?:verify|add|unverified|unauthori[sz]ed)\b.{0,20}\bdomain\b/i,
  /\b(?:api|access) ?key\b/i,
  /\b(?:your|this|the) (?:\w+ ){0,2}(?:account|team|plan|organi[sz]ation|workspace|subscription|billing)\b/i,
  /\b(?:account|team|workspace)\b.{0,40}\b(?:suspended|disabled|blocked|restricted|limited|review|paused|verified|inactive)\b/i,
  /\bsend(?:ing)? (?:e?mails? )?from\b/i,
  /\b(?:quota|rate limit|sending limit)\b/i,
  /\bnot (?:allowed|authori[sz]ed|permitted) to send\b/i,
  /\b(?:DKIM|SPF|DMARC)\b/,
];

/**
 * Judges a refusal by the field that it names, on the provider's text before addresses are taken out of it. A text
 * that names a recipient's field or a recipient is of that mail, whatever else it says.
 *
 * @param mails those that the refusal is the answer to: one of a permissive answer, or all of the request.
 */
export function refusalConcerns(
  message: string,
  mails: Pick<Mail, "from" | "replyTo" | "to">[],
): RefusalConcerns {
  if (trialAccount.test(message)) return "all";
  // In one word, since the `to` of `Reply-To` is no recipient's.
  const text = message.slice(0, mostRead).replaceAll(examples, "").replaceAll(replyTo, "replyto");
  const quoted = addressesIn(text);
  const isOneOf = (addresses: string[]) => addresses.some((one) => quoted.has(one.toLowerCase()));
  if (ofRecipient.some((shape) => shape.test(text)) || isOneOf(mails.map(({ to }) => to))) return "mail";
  const senders = mails.flatMap(({ from, replyTo }) => [from, replyTo ?? from].map(mailAddress));
  return ofAll.some((shape) => shape.test(text)) || isOneOf(senders) ? "all" : "unknown";
}

/** No refusal is longer that means anything; a proxy's page may be. */
const mostRead = 2_000;

/** In lower case. */
function addressesIn(text: string): Set<string> {
  return new Set((text.match(/[^\s<>"'`(),;:]+@[^\s<>"'`(),;:]+/g) ?? []).map(trimmed));
}

function trimmed(address: string): string {
  return address.toLowerCase().replace(/\.$/, "");
}

/** The ways to name a field: in quotes, by the word field, behind "invalid" or "missing", as a path, before a colon. */
function named(field: string): RegExp[] {
  const path = String.raw`(?:[\w.\-\[\]/]*[.\]/])?`;
  return [
    new RegExp(String.raw`[\x60'"“”‘’]${path}${field}(?:[.\[/][\w.\[\]/]*)?[\x60'"“”‘’]`, "i"),
    new RegExp(String.raw`\b${field}[- ](?:field|parameter|property|header|addresse?s?|list)\b`, "i"),
    new RegExp(
      String.raw`\b(?:field|parameter|property|param|path)s?\s*[:=]\s*[\x60'"]?${path}${field}\b`,
      "i",
    ),
    new RegExp(String.raw`\b(?:invalid|missing|bad|malformed|empty|wrong|unsupported) ${field}\b`, "i"),
    new RegExp(String.raw`(?:^|[\]/.])${field}(?:\[\d+\]|[./]\d+)*\s*:`, "i"),
    new RegExp(String.raw`\]\.?${field}\b|\b\d+[./]${field}\b|/${field}/\d+`, "i"),
  ];
}
