import type { Mail } from "../digest/compiled-digest.ts";

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

/**
 * Looks a mail over before it goes: size, subject, pictures without a text, links that lead nowhere known,
 * missing headers, and what a main client does not show.
 *
 * @param knownLinks links and origins that the edition and the site account for.
 */
export function inspectMail(mail: Mail, knownLinks: string[]): MailInspection {
  const htmlBytes = Buffer.byteLength(mail.html);
  const tags = readTags(mail.html);
  const links = tags.flatMap(({ name, attributes }) => (name === "a" ? [attributes.href ?? ""] : []));
  const findings = [
    ...judgeSize(htmlBytes),
    ...judgeSubject(mail.subject),
    ...judgePictures(tags),
    ...judgeLinks(links, knownLinks),
    ...judgeHeaders(mail.headers),
    ...judgeDocument(mail, tags),
    ...judgeFeatures(mail.html, tags),
  ];
  return { htmlBytes, textBytes: Buffer.byteLength(mail.text), links: links.length, findings };
}

type Tag = { name: string; attributes: Record<string, string> };

const tagPattern = /<([a-z][\w:-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*\/?>/gi;
const attributePattern = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g;

/** The opening tags of a document, comments (and so Outlook's conditionals) left out. */
function readTags(html: string): Tag[] {
  return [...html.replaceAll(/<!--[\s\S]*?-->/g, "").matchAll(tagPattern)].map(
    ([, name = "", rest = ""]) => ({
      name: name.toLowerCase(),
      attributes: Object.fromEntries(
        [...rest.matchAll(attributePattern)].map(([, key = "", double, single, bare]) => [
          key.toLowerCase(),
          unescapeText(double ?? single ?? bare ?? ""),
        ]),
      ),
    }),
  );
}

function unescapeText(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
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
  const exact = new Set(known);
  const origins = new Set(known.filter((link) => URL.canParse(link)).map((link) => new URL(link).origin));
  const given = [...new Set(links)].filter((link) => !link.startsWith("mailto:"));
  const isWeb = (link: string) => /^https?:$/.test(new URL(link).protocol);
  const whole = given.filter((link) => URL.canParse(link));
  const strange = whole.filter(
    (link) => isWeb(link) && !exact.has(link) && !origins.has(new URL(link).origin),
  );
  return [
    ...tell(
      fail,
      given.filter((link) => link === ""),
      "empty",
    ),
    ...tell(
      fail,
      given.filter((link) => link !== "" && !URL.canParse(link)),
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

function judgeHeaders(headers: Record<string, string>): MailFinding[] {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return ["List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"].flatMap((name) =>
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

/** What at least one of Gmail, Outlook for Windows and Apple Mail does not show, from caniemail.com's tables. */
const poorlyShown: { pattern: RegExp; what: string; where: string }[] = [
  { pattern: /display\s*:\s*(inline-)?(flex|grid)/i, what: "flex and grid", where: "Outlook for Windows" },
  { pattern: /position\s*:\s*(absolute|fixed|sticky)/i, what: "position", where: "Gmail and Outlook" },
  { pattern: /\bvar\(--/i, what: "CSS variables", where: "Gmail and Outlook" },
  { pattern: /\bcalc\(/i, what: "calc()", where: "Outlook for Windows" },
  { pattern: /@import\b|@font-face\b/i, what: "web fonts", where: "Gmail and Outlook" },
  {
    pattern: /background(-image)?\s*:[^;"']*url\(/i,
    what: "background pictures",
    where: "Outlook for Windows",
  },
  { pattern: /float\s*:\s*(left|right)/i, what: "float", where: "Outlook for Windows" },
  { pattern: /object-fit\s*:/i, what: "object-fit", where: "Gmail and Outlook for Windows" },
];

const unshownTags = [
  "script",
  "form",
  "input",
  "button",
  "video",
  "audio",
  "iframe",
  "object",
  "embed",
  "svg",
  "canvas",
  "link",
];

function judgeFeatures(html: string, tags: Tag[]): MailFinding[] {
  const used = new Set(tags.map(({ name }) => name));
  const elements = unshownTags
    .filter((name) => used.has(name))
    .map((name) => fail(`<${name}> is removed or not shown by a main mail client.`));
  const styles = `${[...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)].map(([, css]) => css).join("\n")}\n${tags
    .map(({ attributes }) => attributes.style ?? "")
    .join("\n")}`;
  const features = poorlyShown
    .filter(({ pattern }) => pattern.test(styles))
    .map(({ what, where }) => warn(`${where} do not show ${what}.`));
  return [...elements, ...features];
}
