import type { Context as RequestContext } from "hono";
import { routePath } from "hono/route";

/**
 * The pattern of the route that answered, such as `/papers/:id`, once it has: paths hold tokens and addresses,
 * patterns do not. Without the regular expressions that Hono's patterns may hold.
 */
export function routeOf(c: RequestContext): string {
  return routePath(c).replaceAll(/\{.+?\}(?=\/|$)/g, "");
}
