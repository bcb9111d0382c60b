import type { Context as RequestContext } from "hono";
import { parseUrl } from "../../parse-url.ts";
import type { Form } from "../http/read-form.ts";

/** The page of this site on which the button was pressed; null when the form names none. */
export function wayBack(c: RequestContext, form: Form): string | null {
  const back = form.first("back");
  const url = back.startsWith("/") ? parseUrl(back, c.req.url) : null;
  if (url === null) return null;
  const { origin, pathname, search, hash } = url;
  // A path with two slashes in front would be another host's.
  const isOwn = origin === new URL(c.req.url).origin && !pathname.startsWith("//");
  return isOwn ? pathname + search + hash : null;
}
