import { isIP } from "node:net";
import { z } from "zod";
import { parseUrl } from "../parse-url.ts";
import { isPrivate, parseNetwork } from "./networks.ts";

/** The parts between commas, without blanks and empty ones. */
export function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Percent, above 0 and up to 100, with up to four decimals. */
export const percent = z
  .string()
  .refine((text) => /^\d{1,3}(\.\d{1,4})?$/.test(text) && Number(text) > 0 && Number(text) <= 100, {
    message: "must be a percentage above 0 and up to 100, such as 0.08",
  })
  .transform(Number);

/** The most mails of each day, from the first on, with commas between. */
export const dailyCaps = z
  .string()
  .transform(list)
  .refine((texts) => texts.length <= 366 && texts.every((text) => /^[1-9]\d{0,7}$/.test(text)), {
    message: "must be numbers of mails a day with commas between, from the first day on, such as 50,100,200",
  })
  .transform((texts) => texts.map(Number));

/** Without a trailing slash. */
export const httpUrl = z
  .string()
  .refine((text) => /^https?:$/.test(parseUrl(text)?.protocol ?? ""), {
    message: "must be an absolute http or https URL",
  })
  .transform((text) => text.replace(/\/+$/, ""));

/** Whether a host is this machine or one of a private network: by its address, or by a name that the internet has not. */
function isPrivateHost(host: string): boolean {
  const network = parseNetwork(host.replace(/^\[(.*)\]$/, "$1"));
  if (network !== null) return isPrivate(network);
  return !host.includes(".") || /\.(?:localhost|local|internal|lan|home\.arpa)$/i.test(host);
}

/** What takes a key or texts of papers: over https, or over http where the way is one's own. */
export const serviceUrl = httpUrl.refine(isGuarded, {
  message:
    "must be an https URL without a query or a password, such as https://api.example.com/v1; http is for this machine and private networks",
});

function isGuarded(text: string): boolean {
  const url = parseUrl(text);
  if (url === null || /[?#]/.test(text)) return false;
  const { protocol, hostname, username, password } = url;
  return username === "" && password === "" && (protocol === "https:" || isPrivateHost(hostname));
}

/**
 * First names of the site's own paths behind which another of them may stand, as `/feed` does in `/preferences/feed` and
 * any keyword behind `/keywords`: below such a path nobody could tell whether a proxy has taken it off.
 */
export const namesWithin = [
  "address",
  "authors",
  "keywords",
  "ops",
  "organizations",
  "preferences",
  "trending",
];

/**
 * Paths of the site's own pages that are one name. A site below such a path would be asked for its first page and, by a
 * proxy that takes the path off, for that page by the same words.
 */
export const pageNames = [
  ..."archive confirm editions embed erase export favicon.ico feed.json feed.xml healthz matches metrics outbox".split(
    " ",
  ),
  ..."privacy reading-list reading-list.bib reading-list.html reading-list.json reading-list.ris readyz".split(
    " ",
  ),
  ..."robots.txt search search.bib search.ris sitemap.xml still-reading subscribe suggest today undo".split(
    " ",
  ),
  ..."unsubscribe view".split(" "),
];

/** The address of the site, maybe below a path of its host; without a trailing slash, its host as browsers write it. */
export const siteUrl = httpUrl
  .refine((text) => siteFault(text) === null, {
    error: ({ input }) =>
      `must be the address of the site, such as https://papers.example.com or https://example.com/papers, ${siteFault(String(input))}`,
  })
  .transform((text) => `${new URL(text).origin}${pathOf(text)}`);

/** What is wrong with the address of a site, in words that follow what it must be; null when nothing is. */
function siteFault(text: string): string | null {
  const { hostname, username, password } = new URL(text);
  if (/[?#]/.test(text)) return "without a query or a #";
  if (username + password !== "") return "without a user or a password";
  // Of what was written: a URL that was parsed has no dots or blanks left that somebody meant.
  const path = pathOf(text);
  const names = path.split("/").slice(1);
  if (!/^https?:\/\/[^/\\\s]+$/i.test(text.slice(0, text.length - path.length)) || !isHost(hostname))
    return "with two slashes before the name of the host, and without blanks";
  if (!/^(?:\/[\w.~-]+)*$/.test(path) || names.some((name) => /^\.{1,2}$/.test(name)))
    return "with letters, digits, - _ . and ~ alone in the names of its path, of which none is empty, . or ..";
  const [first = ""] = names;
  if (namesWithin.includes(first) || (names.length === 1 && pageNames.includes(first)))
    return `and not below /${first}, where the site has a page of its own: name the path otherwise, such as /papers`;
  return null;
}

/** Of an address as it was written, without its query. */
function pathOf(text: string): string {
  return /^[a-z]+:\/\/[^/\\?#]*([^?#]*)/i.exec(text)?.[1] ?? "?";
}

/** Whether a host of a parsed URL is an IPv6 address, or names with dots between. */
function isHost(hostname: string): boolean {
  return /^(?:\[[\da-f:.]+\]|[\w-]+(?:\.[\w-]+)*\.?)$/.test(hostname);
}

function isWholeSite(text: string): boolean {
  const url = parseUrl(text);
  if (url === null || /[?#]/.test(text)) return false;
  const { pathname, username, password } = url;
  return pathname === "/" && username === "" && password === "";
}

/** Sites with commas between, each as a browser names where a form comes from: `https://lab.example.org`. */
export const siteOrigins = z
  .string()
  .transform(list)
  .refine((texts) => texts.every((text) => /^https?:\/\//i.test(text) && isWholeSite(text)), {
    message:
      "must be addresses of whole sites with commas between, such as https://lab.example.org, without a path, a query or a password",
  })
  .transform((texts) => texts.flatMap((text) => parseUrl(text)?.origin ?? []));

/** An address of this machine to listen on. */
export const listenAddress = z.string().refine((text) => isIP(text) !== 0 || text === "localhost", {
  message: "must be an address of this machine to listen on, such as 127.0.0.1 or 0.0.0.0",
});

/** Private networks in CIDR notation (RFC 4632), or single private addresses. */
export const privatePeers = z
  .string()
  .transform(list)
  .refine((texts) => texts.every(isPrivateNetwork), {
    message: "must be private networks with commas between, such as 10.0.0.0/8,fd00::/8",
  })
  .transform((texts) => texts.map(parseNetwork).filter((network) => network !== null));

function isPrivateNetwork(text: string): boolean {
  const network = parseNetwork(text);
  return network !== null && isPrivate(network);
}

/** As it was given. */
export function urlSetting(protocols: RegExp, example: string) {
  return z
    .string()
    .refine((text) => protocols.test(parseUrl(text)?.protocol ?? ""), {
      message: `must be a URL such as ${example}`,
    })
    .refine(
      (text) => {
        const url = parseUrl(text);
        return url === null || hasWholeEscapes(url);
      },
      {
        message:
          "must say %25 for a percent sign in its user, password or path: a % there begins the code of another character",
      },
    );
}

/** Who connects decodes these parts, and cannot where a percent sign stands for itself (RFC 3986, section 2.1). */
function hasWholeEscapes({ username, password, hostname, pathname }: URL): boolean {
  try {
    for (const part of [username, password, hostname, pathname]) decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/** A number written in digits alone, both ends included. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, {
      message: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);
}
