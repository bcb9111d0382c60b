import { parseUrl } from "../parse-url.ts";

/**
 * An absolute https address (plain http is raised to it), or null for anything else: what a source gives may be
 * `javascript:`, a password to its host, or no address at all.
 */
export function httpsLink(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  const url = trimmed.length > longest ? null : parseUrl(trimmed);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") return null;
  if (url.username !== "" || url.password !== "") return null;
  url.protocol = "https:";
  return url.href;
}

/** Longer than any link of a paper, and short enough for a mail that holds a hundred. */
const longest = 1000;
