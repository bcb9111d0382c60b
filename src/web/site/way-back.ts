import type { Context as RequestContext } from "hono";
import type { Form } from "../http/read-form.ts";

/** The page of this site on which the button was pressed; null when the form names none. */
export function wayBack(c: RequestContext, form: Form): string | null {
  const back = form.first("back");
  if (!back.startsWith("/") || !URL.canParse(back, c.req.url)) return null;
  const { origin, pathname, search, hash } = new URL(back, c.req.url);
  // A path with two slashes in front would be another host's.
  const isOwn = origin === new URL(c.req.url).origin && !pathname.startsWith("//");
  return isOwn ? pathname + search + hash : null;
}
