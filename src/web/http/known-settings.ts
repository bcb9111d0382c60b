import type { MiddlewareHandler, Context as RequestContext } from "hono";
import type { Context } from "../../context.ts";
import type { Settings } from "../../settings/current-settings.ts";
import { plainName } from "../../settings/plain-name.ts";

declare module "hono" {
  interface ContextVariableMap {
    settings: Settings;
  }
}

/** Lets everything that is answered to one request speak by the settings of its beginning. */
export function knowSettings({ settings }: Pick<Context, "settings">): MiddlewareHandler {
  return (c, next) => {
    c.set("settings", settings.current());
    return next();
  };
}

/** The settings by which a request is answered. */
export function settingsOf(c: RequestContext): Settings {
  return c.get("settings");
}

/** What a file that is saved from here is called, without its ending: `acme-digest-my-data`. */
export function savedName(c: RequestContext, what: string): string {
  return `${plainName(settingsOf(c).brand.name).toLowerCase() || "papers"}-${what}`;
}
