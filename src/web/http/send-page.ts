import type { Context as RequestContext } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { languages, type Words } from "../../../words/words.ts";
import { basePathHere, basePathOf, placeLinks } from "./base-path.ts";
import { lookOf, type PageLook, shippedPageLook, WithLook } from "./page-look.tsx";
import { InWords, wordsOf } from "./page-words.tsx";
import { etagOf, type PreparedText } from "./prepared-text.ts";
import { AtPublicUrl, publicUrlOf } from "./public-address.tsx";
import { showsPicturesOn, WithPictures } from "./shown-pictures.tsx";

export type PageOptions = {
  status?: ContentfulStatusCode;
  /** Seconds that caches may keep it; nothing is kept unless said. */
  maxAgeSeconds?: number;
  /** When what it says last changed. */
  lastModified?: Date;
};

/**
 * The whole document of a page in a language; it names addresses in full where the site's own is given.
 *
 * @param isPictured whether it shows the papers' pictures.
 */
export function renderDocument(
  page: ReactElement,
  words: Words,
  publicUrl: string | null,
  isPictured = false,
  look: PageLook = shippedPageLook,
): string {
  const pictured = createElement(WithPictures, { isShown: isPictured }, page);
  const inWords = createElement(InWords, { words }, createElement(WithLook, { look }, pictured));
  const document = renderToStaticMarkup(createElement(AtPublicUrl, { url: publicUrl }, inWords));
  return `<!doctype html>${publicUrl === null ? document : placeLinks(document, basePathOf(publicUrl))}`;
}

/** A part of a page in a language, with addresses as the site itself knows them. */
export function renderPart(part: ReactElement, words: Words): string {
  return renderToStaticMarkup(createElement(InWords, { words }, part));
}

/** Answers a script that puts a part into its page. */
export function sendPart(c: RequestContext, part: ReactElement, options: PageOptions = {}): Response {
  const html = placeLinks(renderPart(part, wordsOf(c)), basePathHere(c));
  return sendText(c, html, "text/html; charset=utf-8", options);
}

/** Answers with a page in the language that the request asks for. */
export function sendPage(c: RequestContext, page: ReactElement, options: PageOptions = {}): Response {
  const document = renderDocument(page, wordsOf(c), publicUrlOf(c), showsPicturesOn(c), lookOf(c));
  return sendText(c, document, "text/html; charset=utf-8", options);
}

/** Answers with a body under a weak validator (RFC 9110, section 8.8): 304 when the client has it already. */
export function sendText(c: RequestContext, body: string, type: string, options: PageOptions = {}): Response {
  const { status = 200, maxAgeSeconds, lastModified } = options;
  c.header("content-type", type);
  if (maxAgeSeconds === undefined || status !== 200) {
    c.header("cache-control", "no-store");
    return c.body(body, status);
  }
  const etag = etagOf(body);
  setValidators(c, etag, maxAgeSeconds, lastModified);
  return isKnown(c, etag, lastModified) ? c.body(null, 304) : c.body(body, 200);
}

/** As `sendText`, with what was prepared once, in the form that the client takes. */
export function sendPrepared(
  c: RequestContext,
  prepared: PreparedText,
  type: string,
  { maxAgeSeconds, lastModified }: { maxAgeSeconds: number; lastModified?: Date },
): Response {
  c.header("content-type", type);
  setValidators(c, prepared.etag, maxAgeSeconds, lastModified);
  if (isKnown(c, prepared.etag, lastModified)) return c.body(null, 304);
  if (!takesGzip(c)) return c.body(prepared.text);
  c.header("content-encoding", "gzip");
  return c.body(prepared.gzipped);
}

function setValidators(
  c: RequestContext,
  etag: string,
  maxAgeSeconds: number,
  lastModified: Date | undefined,
): void {
  c.header("etag", etag);
  c.header("cache-control", `public, max-age=${maxAgeSeconds}, stale-while-revalidate=${maxAgeSeconds * 10}`);
  c.header("vary", languages.length > 1 ? "accept-encoding, accept-language" : "accept-encoding");
  if (lastModified) c.header("last-modified", lastModified.toUTCString());
}

function takesGzip(c: RequestContext): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(c.req.header("accept-encoding") ?? "");
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
