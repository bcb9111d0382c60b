import { bareAddress, domainOf } from "../../addresses/bare-address.ts";
import type { Mail } from "../../digest/compiled-digest.ts";

/**
 * Whom a provider's refusal concerns: its one mail (`mail`), what all mails share (`all`), or neither is said.
 */
export type RefusalConcerns = "mail" | "all" | "unknown";

/** Read before all else: it speaks of other recipients, and means an account that may mail its owner alone. */
const trialAccount = /\btesting emails?\b|\bsandbox (?:sub)?domains?\b/i;

/** The provider's own examples of an address, which are nobody's. */
const examples = /(?:Name\s*<\s*)?\bemail@example\.com\b\s*>?/gi;

const addressShape = /[^\s<>"'`(),;:=[\]{}]+@[^\s<>"'`(),;:=[\]{}]+/g;

const replyTo = /\breply[ -]?to\b/gi;

/** A subject that is shorter may be a word that the provider uses itself. */
const shortestSubject = 10;

const otherFields = "(?:domain|subject|html|text|react|attachments?|scheduled at|template|topic id)";
const faulty = "(?:invalid|missing|bad|malformed|empty|wrong|unsupported|unverified)";
const verbs =
  "(?:must|should|can ?not|can't|may not|is|are|was|has|needs|contains|not|required|rejected|invalid|missing|malformed|empty)";
const nouns = "(?:field|parameter|property|header|argument|value|address(?:es)?)";

/** What may stand before the name of a field that is an ordinary word as well. */
const before = String.raw`(?:^|[^\w\s]\s*|\b(?:the|an?|that|this|your|each|every|in|of|for|rcpt|e?mail|${faulty}) )`;

/** Not `to address this`, which names no field. */
const notOrdinary = String.raw`(?! (?:this|that|these|those|the|it|any|your|all|us)\b)`;

const ofRecipient = [
  ...named("to"),
  new RegExp(String.raw`${before}to[- ]${nouns}\b${notOrdinary}`, "i"),
  new RegExp(String.raw`\b(?:the|${faulty}) to[- ](?:e-?mail|mailbox)\b`, "i"),
  /\bto e-?mail (?:is|must|invalid)\b/i,
  /\brcpt\b/i,
  /\bb?cc\b/i,
  /(?<!\b(?:other|authori[sz]ed|verified|any) )\brecipients?\b(?! (?:limit|quota)\b)/i,
];

const ofSharedField = [
  ...named("from"),
  /\bfrom[- ](?:field|parameter|property|header|address(?:es)?|domain|name|identity)\b/i,
  new RegExp(String.raw`${before}from[- ](?:e-?mail|value|mailbox|argument)\b`, "i"),
  ...named(otherFields),
  new RegExp(String.raw`\b${otherFields}[- ](?:field|parameter|property|header)\b`, "i"),
  /\b(?:replyto|headers?|tags?|subject line|return-?path)\b/i,
];

/** What servers say of the reader's end. */
const ofMailbox =
  /\b(?:mailbox (?:is )?(?:full|unavailable|disabled|over|not found|does not exist)|inbox (?:is )?full|(?:no such|unknown) (?:mailbox|user)|user unknown|(?:tried|trying) to reach|unsubscribed|opted out|bounced before|has bounced|spam ?trap|disposable)\b/i;

const ofAccount = [
  /\bsender\b/i,
  /\bsending (?:domain|address|identity|ip)\b/i,
  /\bdomain\b.{0,60}\b(?:verif\w+|registered|authori[sz]ed|allowed|permitted|configured|suspended|disabled|added)\b/i,
  /\b(?:verify|add|unverified|unauthori[sz]ed)\b.{0,20}\bdomain\b/i,
  /\b(?:api|access) ?key\b/i,
  /\b(?:your|this|the) (?:\w+ ){0,2}(?:account|team|plan|organi[sz]ation|workspace|subscription|billing)\b/i,
  /\b(?:account|team|workspace)\b.{0,40}\b(?:suspended|disabled|blocked|restricted|limited|review|paused|verified|inactive)\b/i,
  /\bsending (?:access )?(?:is|was|has been) (?:disabled|suspended|paused|blocked|restricted)\b/i,
  /\bsend(?:ing)? (?:e?mails? )?from\b/i,
  /\b(?:quota|credits|payment|rate limit|(?:sending|daily|hourly|monthly|recipients?) limit)\b/i,
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
  mails: Pick<Mail, "from" | "replyTo" | "to" | "subject">[],
): RefusalConcerns {
  const written = withoutSubjects(message.slice(0, mostRead).replaceAll(examples, ""), mails);
  const text = spelledOut(written);
  const isSaid = (shapes: RegExp[]) => shapes.some((shape) => shape.test(text));
  if (trialAccount.test(text)) return "all";
  if (isSaid(ofRecipient) || mails.some(({ to }) => isNamed(written, to))) return "mail";
  if (isSaid(ofSharedField)) return "all";
  const senders = mails.flatMap(({ from, replyTo }) => [from, replyTo ?? from].map(bareAddress));
  const isOfSender = [...new Set(senders)].some(
    (sender) => isNamed(written, sender) || domainsOf(sender).some((domain) => isNamed(text, domain)),
  );
  if (ofMailbox.test(text)) return "mail";
  if (isOfSender) return "all";
  if (mails.some(({ to }) => isNamed(text, domainOf(to)))) return "mail";
  return isSaid(ofAccount) ? "all" : "unknown";
}

/** No refusal is longer that means anything; a proxy's page may be. */
const mostRead = 2_000;

/** A title that an answer quotes may hold any word. */
function withoutSubjects(text: string, mails: Pick<Mail, "subject">[]): string {
  let left = text;
  for (const subject of new Set(mails.map((mail) => mail.subject))) {
    if (subject.length >= shortestSubject) left = left.replaceAll(subject, "");
  }
  return left;
}

/** `replyTo`, `reply_to` and `REPLY-TO` in one word, for their `to` is no recipient's; addresses hold no field's name. */
function spelledOut(text: string): string {
  return text
    .replaceAll(addressShape, "(address)")
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replaceAll("_", " ")
    .replaceAll(replyTo, "replyto");
}

/** Whether a text holds an address or a domain, and not as a part of a longer one or of a link. */
function isNamed(text: string, name: string): boolean {
  const lower = text.toLowerCase();
  const sought = name.toLowerCase();
  for (let at = lower.indexOf(sought); at >= 0; at = lower.indexOf(sought, at + 1)) {
    const end = at + sought.length;
    if (!/[\w.+@/-]/.test(lower.charAt(at - 1)) && !/^(?:[\w@/-]|\.\w)/.test(lower.slice(end, end + 2))) {
      return true;
    }
  }
  return false;
}

/** The domain of an address and those above it, which may be the ones that a provider verifies. */
function domainsOf(address: string): string[] {
  const labels = domainOf(address).split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

/** The ways to name a field: in quotes, as a path, before a colon, behind "invalid", before "must be". */
function named(field: string): RegExp[] {
  const path = String.raw`(?:[\w.\-\[\]/]*[.\]/])?`;
  return [
    new RegExp(String.raw`[\x60'"“”‘’]${path}${field}(?:[.\[/][\w.\[\]/]*)?[\x60'"“”‘’]`, "i"),
    new RegExp(
      String.raw`\b(?:field|parameter|property|param|path)s?\s*[:=]\s*[\x60'"]?${path}${field}\b`,
      "i",
    ),
    new RegExp(String.raw`\b${faulty} ${field}(?=\s*(?:$|[^\w\s]))`, "i"),
    new RegExp(String.raw`${before}${field}(?:\[\d+\])? ${verbs}\b`, "i"),
    new RegExp(String.raw`(?:^|[\]/.])${field}(?:\[\d+\]|[./]\d+)*\s*:`, "i"),
    new RegExp(String.raw`\]\.?${field}\b|\b\d+[./]${field}\b|/${field}/\d+`, "i"),
  ];
}
