import type { Context as RequestContext } from "hono";
import type { Context } from "../../context.ts";
import type { Access } from "./access.tsx";
import type { PageProps } from "./pages/page-props.ts";

const longestNotice = 300;

/** What every page needs of its request. The notice is a sentence that the page before left in the address. */
export function pageProps(ctx: Context, access: Access, c: RequestContext): PageProps {
  return {
    formToken: access.formToken(c),
    hasPassword: access.hasPassword,
    notice: c.req.query("notice")?.slice(0, longestNotice) ?? null,
    now: ctx.clock.now(),
  };
}

/** Which page of a list; the first for anything odd. */
export function pageNumber(c: RequestContext): number {
  const number = Number(c.req.query("page") ?? "1");
  return Number.isInteger(number) && number >= 1 && number <= 1_000_000 ? number : 1;
}
