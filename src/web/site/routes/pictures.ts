import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import type { HeldPicture } from "../../../papers/pictures/paper-pictures.ts";
import { findPictureUrl, type PictureName } from "../../../papers/pictures/store.ts";
import { wordsOf } from "../../http/page-words.tsx";

/** A day: pictures hardly change, and an address here names a paper, not its picture's bytes. */
const maxAgeSeconds = 86_400;
const faultMaxAgeSeconds = 300;
const busyRetrySeconds = 5;

/** A picture that is opened by itself is a picture: it runs nothing, loads nothing, and stands in no page of another. */
const policy = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** Pictures of papers, handed on from Hugging Face: asked for by a paper's id, never by an address. */
export function pictureRoutes(ctx: Context): Hono {
  const app = new Hono();

  app.get("/pictures/paper/:name{.+}", async (c) => {
    const { say } = wordsOf(c);
    const name = ctx.config.site.showsPictures ? readName(c.req.param("name")) : null;
    const url = name === null ? null : await findPictureUrl(ctx.db, name);
    const held: HeldPicture | null = url === null ? null : await ctx.pictures.find(url);
    c.header("content-security-policy", policy);
    c.header("x-content-type-options", "nosniff");
    // Other sites would have this one fetch pictures for them.
    c.header("cross-origin-resource-policy", "same-origin");
    if (held?.kind === "picture") {
      const { picture, etag } = held;
      c.header("cache-control", `public, max-age=${maxAgeSeconds}`);
      c.header("etag", etag);
      if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304);
      c.header("content-type", picture.type);
      c.header("content-length", String(picture.bytes.length));
      // What is held itself, not a copy for each connection that takes its time.
      return c.body(picture.bytes);
    }
    const isBusy = held?.fault === "busy";
    const status = isBusy ? 503 : 404;
    c.header("cache-control", isBusy ? "no-store" : `public, max-age=${faultMaxAgeSeconds}`);
    c.header("vary", "accept, accept-language");
    if (isBusy) c.header("retry-after", String(busyRetrySeconds));
    if (isForElement(c.req.header("accept"))) {
      c.header("content-type", "image/gif");
      return c.body(nothing, status);
    }
    if (held === null) return c.text(say("site.picture.unknown"), status);
    return c.text(say(isBusy ? "site.picture.busy" : "site.picture.away"), status);
  });
  return app;
}

/** A picture of nothing (one clear pixel), which a page shows in place of the sign for a broken one. */
const nothing = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** Whether a page's element asks, rather than a person who opened the address. */
function isForElement(accept = ""): boolean {
  return accept.includes("image/") && !accept.includes("text/html");
}

/** As `picturePath` makes it: a paper's id, and a figure's place where one is meant. */
function readName(text: string): PictureName | null {
  const [, paperId, place] =
    /^(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:\/figure-([1-9]))?$/.exec(text.slice(0, 100)) ?? [];
  return paperId === undefined ? null : { paperId, figure: place === undefined ? null : Number(place) };
}

/** By strong or weak comparison, which a proxy may have made of it (RFC 9110, section 13.1.2). */
function isKnown(tags: string | undefined, etag: string): boolean {
  if (tags === undefined) return false;
  return tags.trim() === "*" || tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
