import type { MiddlewareHandler, Context as RequestContext } from "hono";
import { createContext, type ReactNode, useContext } from "react";
import type { Config } from "../../config/env.ts";

const OfSite = createContext<string | null>(null);

/** Lets every page that is answered name addresses of this site in full. */
export function knowPublicUrl({ site }: Pick<Config, "site">): MiddlewareHandler {
  return (c, next) => {
    c.set("publicUrl", site.publicUrl);
    return next();
  };
}

/** Where the public reaches the site, without a slash at the end; null outside of `knowPublicUrl`. */
export function publicUrlOf(c: RequestContext): string | null {
  const url: unknown = c.get("publicUrl");
  return typeof url === "string" ? url : null;
}

/** A page of the site that the public reaches at this address; at none when null. */
export function AtPublicUrl({ url, children }: { url: string | null; children?: ReactNode }) {
  return <OfSite.Provider value={url}>{children}</OfSite.Provider>;
}

/** Makes a path of the site (with its query) the whole address by which others know it; null where none is known. */
export function usePublicAddress(): (path: string) => string | null {
  const url = useContext(OfSite);
  return (path) => (url === null ? null : url + path);
}
