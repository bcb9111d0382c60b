import type { MiddlewareHandler, Context as RequestContext } from "hono";
import { csrf } from "hono/csrf";
import { secureHeaders } from "hono/secure-headers";
import type { Config } from "../../config/env.ts";
import { parseUrl } from "../../parse-url.ts";
import { basePathOf } from "./base-path.ts";
import { RefusedRequestError } from "./worded-error.ts";

const pagePolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  connectSrc: ["'self'"],
  frameSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'self'"],
  baseUri: ["'none'"],
};

/** A mail shown as a page: its inline styles and pictures, and nothing that runs or loads. */
export const mailPolicy = mailPolicyOf("'self' https: data:");

/** The same as a client that loads no pictures shows it. */
export const mailPolicyWithoutPictures = mailPolicyOf("'none'");

function mailPolicyOf(pictures: string): string {
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src ${pictures}`,
    "font-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "sandbox allow-popups allow-popups-to-escape-sandbox",
  ].join("; ");
}

/** Headers of every answer; a route may narrow or replace one of them before it answers. */
export function securityHeaders(config: Config): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: pagePolicy,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [] },
    referrerPolicy: "strict-origin-when-cross-origin",
    // It speaks for the whole host and all below it, which are others' where the site has a path of it.
    strictTransportSecurity:
      config.site.publicUrl.startsWith("https:") && basePathOf(config.site.publicUrl) === ""
        ? "max-age=63072000; includeSubDomains"
        : false,
    // A reader's mail program or feed reader may show a picture of this site.
    crossOriginResourcePolicy: false,
    overwrite: false,
  });
}

/** For every page that a signed link opens: out of caches, referrers and search engines. */
export function privatePage(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    c.res.headers.set("cache-control", "no-store");
    c.res.headers.set("referrer-policy", "no-referrer");
    c.res.headers.set("x-robots-tag", "noindex, nofollow");
  };
}

/** The public feeds, in whichever folder: pages of other sites may read what everybody may. */
const publicFeed = /\/feed\.(?:xml|json)$|^\/feeds\//;

/** Lets scripts of any site read the public feeds; never what a reader's own address opens. */
export function shareFeeds(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (publicFeed.test(c.req.path)) c.res.headers.set("access-control-allow-origin", "*");
  };
}

/**
 * Refuses a form that another site makes a browser send. It is no form's only guard: what readers send rests on the
 * token of a link that only they have, and what rests on a cookie (the reading list, the operators' pages) carries what
 * only the pages of its session know. So a client that says nothing of its origin is let through, as is a body that no
 * form can have, such as JSON: a browser asks first before it sends one elsewhere, and this site never says yes. Subscribe
 * forms of sites that the configuration names are taken: the mail that asks guards against misuse of those.
 */
export function ownFormsOnly(config: Config, exempt: (path: string) => boolean): MiddlewareHandler {
  const own = new URL(config.site.publicUrl).origin;
  const guard = csrf({
    secFetchSite: ["same-origin", "none"],
    origin: (origin, c) =>
      // Asked after `sec-fetch-site` too, when that was found foreign: then the origin changes nothing.
      c.req.header("sec-fetch-site") === undefined &&
      // Pages with `no-referrer` send "null". A proxy may name this site otherwise than PUBLIC_URL does.
      (origin === "null" || origin === own || (parseUrl(origin)?.host ?? null) === c.req.header("host")),
  });
  return async (c, next) => {
    if (c.req.method === "POST" && c.req.path === "/subscribe" && isEmbedded(config, c)) return next();
    const isSilent = ["sec-fetch-site", "origin"].every((name) => c.req.header(name) === undefined);
    if (isSilent || exempt(c.req.path)) return next();
    try {
      await guard(c, async () => {});
    } catch (cause) {
      const isSubscribing = c.req.path === "/subscribe";
      throw new RefusedRequestError(
        (say) => say(isSubscribing ? "site.refusal.foreign-subscribe" : "site.refusal.foreign-form"),
        { cause },
      );
    }
    return next();
  };
}

/** Whether a request comes from a page of a site whose subscribe forms are taken. */
export function isEmbedded({ site }: Pick<Config, "site">, c: RequestContext): boolean {
  return site.embedOrigins.includes(c.req.header("origin") ?? "");
}
