import type { Hono, MiddlewareHandler, Context as RequestContext } from "hono";
import { getPath } from "hono/utils/url";
import { publicUrlOf } from "./public-address.tsx";

/*
 * The site may lie below a path of its host: `PUBLIC_URL=https://lab.example.org/papers`. All of the site speaks of
 * itself as if it had the host alone, and only here the path is put on and taken off: put on where links, forms,
 * scripts, redirects and cookies leave, taken off where a request comes in. So no page can forget it.
 */

/** The path below which the public reaches the site, such as `/papers`; "" for a site that has its host alone. */
export function basePathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, "");
}

/** The same of the site that answers this request. */
export function basePathHere(c: RequestContext): string {
  const publicUrl = publicUrlOf(c);
  return publicUrl === null ? "" : basePathOf(publicUrl);
}

/** Attributes of a page that name addresses, also those from which its scripts read them. */
const linked = / (href|src|action|formaction|data-follow|data-live-[a-z]+)="\/(?!\/)/gi;

/**
 * Puts the base path before every address of the site in HTML that React wrote or that has its form: double quotes
 * around attributes, and none in text.
 */
export function placeLinks(html: string, basePath: string): string {
  return basePath === "" ? html : html.replace(linked, ` $1="${basePath}/`);
}

/** Leads every redirect within the site below the base path. */
export function placeRedirects(publicUrl: string): MiddlewareHandler {
  const basePath = basePathOf(publicUrl);
  return async (c, next) => {
    await next();
    const target = c.res.headers.get("location");
    if (basePath !== "" && target !== null && /^\/(?!\/)/.test(target))
      c.res.headers.set("location", basePath + target);
  };
}

/** By which path the routes of an application know a request: Hono's option of the same name. */
export type PathReader = (request: Request) => string;

/**
 * Reads paths of a site below a base path, whether or not the proxy in front took that off: `/papers/search` and
 * `/search` are one page. It is taken off where what follows is one of the site's own first names: of a site below
 * `/papers`, `/papers/2406.01234` is the page of a paper whose path the proxy has already shortened.
 *
 * @param routesOf the application's, asked once, when the first request has come.
 */
export function createPathReader(publicUrl: string, routesOf: () => Hono["routes"]): PathReader {
  const basePath = basePathOf(publicUrl);
  if (basePath === "") return getPath;
  let names: Set<string> | null = null;
  return (request) => {
    const path = getPath(request);
    names ??= firstNames(routesOf());
    return takeOff(path, basePath, names);
  };
}

/** The path and query of a request as it was written, without the base path. */
export function addressHere(c: RequestContext): { pathname: string; search: string } {
  const { pathname, search } = new URL(c.req.url);
  const basePath = basePathHere(c);
  // The path by which the routes know it tells whether it was taken off.
  const isShortened = basePath !== "" && isBelow(pathname, basePath) && getPath(c.req.raw) !== c.req.path;
  return { pathname: isShortened ? below(pathname, basePath) : pathname, search };
}

/** The first names of all paths that routes answer: `search`, `papers`, `feed.xml`. */
export function firstNames(routes: Hono["routes"]): Set<string> {
  const names = routes.map(({ path }) => path.split("/")[1] ?? "");
  return new Set(names.filter((name) => name !== "" && !/[*:]/.test(name)));
}

function takeOff(path: string, basePath: string, names: Set<string>): string {
  if (!isBelow(path, basePath)) return path;
  const shortened = below(path, basePath);
  const [, name = ""] = shortened.split("/");
  return name === "" || names.has(name) ? shortened : path;
}

const isBelow = (path: string, basePath: string) => path === basePath || path.startsWith(`${basePath}/`);

const below = (path: string, basePath: string) => path.slice(basePath.length) || "/";
