import { parseUrl } from "../parse-url.ts";
import { keepResults } from "./keep-results.ts";

/**
 * What follows the cadence in `List-Id` (RFC 2919): an installation's host, with the names of its path before it, since
 * two on one host are two lists: `papers.lab.example` for `/papers`. What a name of a path may hold and a label of a list
 * may not (RFC 5322, `atext`), a dot included, is percent-encoded.
 */
export const listDomain = keepResults(
  (publicUrl: string) =>
    domainOf(publicUrl, (name) => name.replace(/[^A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]/g, percentEncoded)),
  100,
);

/** As an earlier version made it, which left out what is not a letter, a digit, a dot or a hyphen. */
export const listDomainOfBefore = keepResults(
  (publicUrl: string) => domainOf(publicUrl, (name) => name.replace(/[^A-Za-z0-9.-]/g, "")),
  100,
);

function domainOf(publicUrl: string, labelOf: (name: string) => string): string {
  const url = parseUrl(publicUrl);
  if (url === null) return "localhost";
  const { hostname, pathname } = url;
  const labels = pathname.split("/").reverse().map(labelOf);
  return [...labels, hostname.replace(/[^A-Za-z0-9.-]/g, "")].filter((label) => label !== "").join(".");
}

const percentEncoded = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
