import type { Context as RequestContext } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Context } from "../../context.ts";
import { InvalidInputError } from "../../errors.ts";
import { basePathHere } from "../http/base-path.ts";
import type { Access } from "./access.tsx";
import type { PageProps } from "./pages/page-props.ts";

const noticeCookie = "paperboy_ops_notice";
const noticeSeconds = 60;

/** What every page needs of its request. A notice that the request before left is shown once. */
export function pageProps(ctx: Context, access: Access, c: RequestContext): PageProps {
  return {
    formToken: access.formToken(c),
    hasPassword: access.hasPassword,
    notice: takeNotice(c),
    now: ctx.clock.now(),
  };
}

/** Goes on to another page, which says what was just done. */
export function goOn(c: RequestContext, path: string, notice: string): Response {
  // In a cookie, not in the address: no link can put words into these pages.
  setCookie(c, noticeCookie, notice, {
    path: `${basePathHere(c)}/ops`,
    httpOnly: true,
    sameSite: "Strict",
    maxAge: noticeSeconds,
  });
  return c.redirect(path, 303);
}

function takeNotice(c: RequestContext): string | null {
  // A live page that renews its parts takes nothing away from the page that is to come.
  if (c.req.header("sec-fetch-dest") === "empty") return null;
  const notice = getCookie(c, noticeCookie);
  if (notice === undefined) return null;
  deleteCookie(c, noticeCookie, { path: `${basePathHere(c)}/ops` });
  return notice;
}

/** Which page of a list; the first for anything odd. */
export function pageNumber(c: RequestContext): number {
  const number = Number(c.req.query("page") ?? "1");
  return Number.isInteger(number) && number >= 1 && number <= 1_000_000 ? number : 1;
}

/** A word of a query when it is one of those known, else null. */
export function knownWord<T extends string>(words: readonly T[], text: string | undefined): T | null {
  return words.find((word) => word === text) ?? null;
}

/**
 * Address lines hold no reader's address: a link that carries one, as links of before did, is not followed.
 *
 * @throws {InvalidInputError} when the query has this field.
 */
export function refuseAddress(c: RequestContext, field: string): void {
  if (c.req.query(field) === undefined) return;
  throw new InvalidInputError(
    `No address may stand in an address line (${field}=...): open the page without it and use its form.`,
  );
}
