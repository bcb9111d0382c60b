import type { Mail } from "../digest/compiled-digest.ts";
import { parseUrl } from "../parse-url.ts";
import type { ClientGap } from "./client-gaps.ts";
import { knownBy } from "./list-links.ts";
import { readTags, type Tag } from "./read-tags.ts";

/** Where Gmail cuts a mail and hides the rest, the unsubscribe link included. */
export const clippingBytes = 102_400;

type MailFinding = { level: "warn" | "fail"; message: string };

export type MailInspection = {
  htmlBytes: number;
  textBytes: number;
  links: number;
  findings: MailFinding[];
};

/** Longer subjects are cut on phones. */
const longSubject = 60;

/** What a mail is judged by beside itself. */
export type MailMeans = {
  /** Links and origins that the edition and the site account for. */
  knownLinks: string[];
  /** What main clients lack of what it uses; null when the tables cannot judge it. */
  gaps: ClientGap[] | null;
};

/**
 * Looks a mail over before it goes: size, subject, pictures without a text, links that lead nowhere known,
 * missing headers, and what a main client does not show.
 */
export function inspectMail(mail: Mail, { knownLinks, gaps }: MailMeans): MailInspection {
  const htmlBytes = Buffer.byteLength(mail.html);
  const tags = readTags(mail.html);
  const links = tags.flatMap(({ name, attributes }) => (name === "a" ? [attributes.href ?? ""] : []));
  const findings = [
    ...judgeSize(htmlBytes),
    ...judgeSubject(mail.subject),
    ...judgePictures(tags),
    ...judgeLinks(links, knownLinks),
    ...judgeHeaders(mail),
    ...judgeDocument(mail, tags),
    ...judgeElements(tags),
    ...judgeGaps(gaps),
  ];
  return { htmlBytes, textBytes: Buffer.byteLength(mail.text), links: links.length, findings };
}

const warn = (message: string): MailFinding => ({ level: "warn", message });
const fail = (message: string): MailFinding => ({ level: "fail", message });

function judgeSize(bytes: number): MailFinding[] {
  const words = `The HTML is ${bytes.toLocaleString("en")} bytes; Gmail cuts at ${clippingBytes.toLocaleString("en")}.`;
  if (bytes > clippingBytes) return [fail(words)];
  return bytes > clippingBytes * 0.9 ? [warn(words)] : [];
}

function judgeSubject(subject: string): MailFinding[] {
  const length = [...subject].length;
  if (length === 0) return [fail("The subject is empty.")];
  return length > longSubject
    ? [warn(`The subject has ${length} characters; phones show about ${longSubject}.`)]
    : [];
}

function judgePictures(tags: Tag[]): MailFinding[] {
  const pictures = tags.filter(({ name }) => name === "img");
  const findings: MailFinding[] = [];
  const silent = pictures.filter(({ attributes }) => attributes.alt === undefined).length;
  if (silent > 0) findings.push(fail(`${silent} pictures have no alt text.`));
  const loose = pictures.filter(({ attributes }) => !attributes.width || !attributes.height).length;
  if (loose > 0) findings.push(warn(`${loose} pictures have no width and height.`));
  if (pictures.some(({ attributes }) => attributes.src?.startsWith("data:"))) {
    findings.push(fail("A picture is written into the mail (data:), which Gmail and Outlook do not show."));
  }
  return findings;
}

function judgeLinks(links: string[], known: string[]): MailFinding[] {
  const isKnown = knownBy(known);
  const given = [...new Set(links)].filter((link) => !link.startsWith("mailto:"));
  const isWeb = (link: string) => /^https?:$/.test(new URL(link).protocol);
  const isWhole = (link: string) => parseUrl(link) !== null;
  const whole = given.filter(isWhole);
  const strange = whole.filter((link) => isWeb(link) && !isKnown(link));
  return [
    ...tell(
      fail,
      given.filter((link) => link === ""),
      "empty",
    ),
    ...tell(
      fail,
      given.filter((link) => link !== "" && !isWhole(link)),
      "relative or broken",
    ),
    ...tell(
      fail,
      whole.filter((link) => !isWeb(link)),
      "not of the web",
    ),
    ...tell(warn, strange, "to a place that neither the edition nor the site knows"),
    ...tell(
      warn,
      whole.filter((link) => link.startsWith("http:")),
      "not https",
    ),
  ];
}

/** One sentence for all links that are wrong in one way, with the first as an example. */
function tell(level: (message: string) => MailFinding, links: string[], what: string): MailFinding[] {
  const [first] = links;
  if (first === undefined) return [];
  const number = links.length === 1 ? "A link is" : `${links.length} links are`;
  return [level(`${number} ${what}${first === "" ? "." : `: ${shorten(first)}`}`)];
}

const shorten = (text: string) => (text.length > 90 ? `${text.slice(0, 87)}...` : text);

/** Mails of the list are left by one click (RFC 8058), as are those single mails that offer to leave. */
function judgeHeaders({ headers, tags }: Mail): MailFinding[] {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const isSingle = tags.some(({ name }) => name === "kind");
  const offersToLeave = ["List-Unsubscribe", "List-Unsubscribe-Post"];
  const wanted = !isSingle
    ? [...offersToLeave, "List-Id"]
    : offersToLeave.some((name) => names.has(name.toLowerCase()))
      ? offersToLeave
      : [];
  return wanted.flatMap((name) =>
    names.has(name.toLowerCase()) ? [] : [warn(`The header ${name} is missing.`)],
  );
}

function judgeDocument(mail: Mail, tags: Tag[]): MailFinding[] {
  const findings: MailFinding[] = [];
  if (mail.text.trim() === "") findings.push(fail("There is no plain text."));
  if (!tags.some(({ name, attributes }) => name === "html" && attributes.lang)) {
    findings.push(warn("The document names no language."));
  }
  const stray = /\b(undefined|NaN)\b|\[object Object\]|\{\{/.exec(mail.text);
  if (stray) findings.push(warn(`The text holds "${stray[0]}", which looks like a value that is missing.`));
  return findings;
}

/** Elements that no main client shows, and of which the tables of caniemail.com do not speak. */
const neverShown = ["script", "iframe", "embed", "canvas"];

function judgeElements(tags: Tag[]): MailFinding[] {
  const used = new Set(tags.map(({ name }) => name));
  return neverShown
    .filter((name) => used.has(name))
    .map((name) => fail(`<${name}> is removed or not shown by a main mail client.`));
}

/** Only what has no fallback is worth a word: what has one looks as it was meant to. */
function judgeGaps(gaps: ClientGap[] | null): MailFinding[] {
  if (gaps === null)
    return [warn("caniemail's tables cannot judge it: its HTML or style sheet has what they do not know.")];
  return gaps
    .filter(({ fallback, lacking }) => fallback === null && lacking.length > 0)
    .map(({ feature, lacking }) =>
      warn(`${feature} is not supported by ${lacking.join("; ")}, and nothing is planned in its place.`),
    );
}
