import type { MiddlewareHandler, Context as RequestContext } from "hono";
import { createContext, type ReactNode, useContext } from "react";
import type { Config } from "../../config/env.ts";

const OfPage = createContext(false);

/** Lets every page that is answered know whether it shows the papers' pictures. */
export function knowPictures({ site }: Pick<Config, "site">): MiddlewareHandler {
  return (c, next) => {
    c.set("showsPictures", site.showsPictures);
    return next();
  };
}

/** Whether the pages of this request show pictures; not outside of `knowPictures`. */
export function showsPicturesOn(c: RequestContext): boolean {
  return c.get("showsPictures") === true;
}

/** A page, or a part of one, that shows the papers' pictures or does not. */
export function WithPictures({ isShown, children }: { isShown: boolean; children?: ReactNode }) {
  return <OfPage.Provider value={isShown}>{children}</OfPage.Provider>;
}

/** Whether this page shows the papers' pictures. */
export function useShowsPictures(): boolean {
  return useContext(OfPage);
}
