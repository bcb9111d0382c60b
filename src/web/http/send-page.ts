import { createHash } from "node:crypto";
import type { Context as RequestContext } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

export type PageOptions = {
  status?: ContentfulStatusCode;
  /** Seconds that caches may keep it; nothing is kept unless said. */
  maxAgeSeconds?: number;
  /** When what it says last changed. */
  lastModified?: Date;
};

/** The whole document of a page. */
export function renderDocument(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

/** Answers with a page. */
export function sendPage(c: RequestContext, page: ReactElement, options: PageOptions = {}): Response {
  return sendText(c, renderDocument(page), "text/html; charset=utf-8", options);
}

/** Answers with a body under a strong validator (RFC 9110, section 13): 304 when the client has it already. */
export function sendText(c: RequestContext, body: string, type: string, options: PageOptions = {}): Response {
  const { status = 200, maxAgeSeconds, lastModified } = options;
  c.header("content-type", type);
  if (maxAgeSeconds === undefined || status !== 200) {
    c.header("cache-control", "no-store");
    return c.body(body, status);
  }
  // Weak: compression changes the bytes but not the page.
  const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  c.header("etag", etag);
  c.header("cache-control", `public, max-age=${maxAgeSeconds}, stale-while-revalidate=${maxAgeSeconds * 10}`);
  c.header("vary", "accept-encoding");
  if (lastModified) c.header("last-modified", lastModified.toUTCString());
  return isKnown(c, etag, lastModified) ? c.body(null, 304) : c.body(body, 200);
}

/** `If-None-Match` rules; `If-Modified-Since` counts only without it. */
function isKnown(c: RequestContext, etag: string, lastModified: Date | undefined): boolean {
  const tags = c.req.header("if-none-match");
  // A proxy that compresses may have taken the weak mark off.
  if (tags !== undefined) {
    const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
    return tags.trim() === "*" || tags.split(",").some((tag) => opaque(tag) === opaque(etag));
  }
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  return lastModified !== undefined && Math.floor(lastModified.getTime() / 1000) * 1000 <= since;
}
