import type { Context as RequestContext } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Config } from "../../config/env.ts";
import { isSameSecret } from "../../config/is-same-secret.ts";
import type { Context } from "../../context.ts";
import { findReadingReader, readingFormToken, readingSessionMs } from "../../subscribers/reading-sessions.ts";
import type { Subscriber } from "../../subscribers/store.ts";
import { basePathOf } from "../http/base-path.ts";
import { answerInLanguageOf } from "../http/open-reader-link.ts";
import type { Form } from "../http/read-form.ts";
import { RefusedRequestError, WordedError } from "../http/worded-error.ts";

/** The browser's cookie opens no reading list, or none any more. */
class NoReadingSessionError extends WordedError {
  readonly code = "no_reading_session";
  override readonly httpStatus = 401;

  constructor() {
    super((say) => say("site.list.no-session"));
  }
}

/** A browser that its reader let open their reading list. */
export type ReadingBrowser = {
  subscriber: Subscriber;
  /** What its cookie holds. */
  token: string;
  /** What each form of its pages carries. */
  formToken: string;
};

const cookieName = "paperboy_reading_list";

/** By its path the browser shows the cookie to the reading list alone, so that no other page could heed it. */
const cookieOptions = ({ site }: Pick<Config, "site">) =>
  ({
    path: `${basePathOf(site.publicUrl)}/reading-list`,
    httpOnly: true,
    sameSite: "Lax",
    secure: site.publicUrl.startsWith("https:"),
  }) as const;

/** What the browser's cookie holds; null when it has none. */
export function readingCookieOf(c: RequestContext): string | null {
  return getCookie(c, cookieName) ?? null;
}

export function giveReadingCookie(c: RequestContext, config: Pick<Config, "site">, token: string): void {
  setCookie(c, cookieName, token, { ...cookieOptions(config), maxAge: readingSessionMs / 1000 });
}

export function takeReadingCookie(c: RequestContext, config: Pick<Config, "site">): void {
  deleteCookie(c, cookieName, cookieOptions(config));
}

/** Whose list the browser that asks may open; from then on the answer is in their language. Null for any other. */
export async function findReadingBrowser(c: RequestContext, ctx: Context): Promise<ReadingBrowser | null> {
  const token = readingCookieOf(c);
  const subscriber = token === null ? null : await findReadingReader(ctx, token);
  if (token === null || subscriber === null) return null;
  answerInLanguageOf(c, subscriber);
  return { subscriber, token, formToken: readingFormToken(token) };
}

/** @throws {NoReadingSessionError} */
export async function requireReadingBrowser(c: RequestContext, ctx: Context): Promise<ReadingBrowser> {
  const browser = await findReadingBrowser(c, ctx);
  if (browser === null) throw new NoReadingSessionError();
  return browser;
}

/**
 * As `requireReadingBrowser`, for what changes something: a browser sends its cookie with the form of a neighbouring
 * site too, but only the pages of the session know what its forms carry.
 *
 * @throws {NoReadingSessionError} {RefusedRequestError}
 */
export async function requireOwnReadingForm(
  c: RequestContext,
  ctx: Context,
  form: Form,
): Promise<ReadingBrowser> {
  const browser = await requireReadingBrowser(c, ctx);
  if (!isSameSecret(form.first("form_token"), browser.formToken))
    throw new RefusedRequestError((say) => say("site.refusal.foreign-form"));
  return browser;
}
