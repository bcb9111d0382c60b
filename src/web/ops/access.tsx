import type { MiddlewareHandler, Context as RequestContext } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Context } from "../../context.ts";
import { NotFoundError, RefusedError } from "../../errors.ts";
import { takeTry } from "../../subscribers/limits.ts";
import { clientAddress } from "../http/client-address.ts";
import { type Form, readForm, wantsJson } from "../http/read-form.ts";
import { TooManyTriesError } from "../http/too-many-tries-error.ts";
import { formToken, isSameText, isSession, makeSession, sessionKey, sessionMs } from "./session.ts";

export const sessionCookie = "paperboy_ops";

/** Ten wrong passwords in a quarter of an hour are no slip of the finger. */
const loginLimit = { purpose: "ops-login", most: 10, windowMs: 15 * 60_000 };

/** Who may see the operators' pages, and what their forms must carry. */
export type Access = {
  /** Whether this request comes from somebody who is logged in, or needs not be. */
  isOpenTo(c: RequestContext): boolean;
  /** Lets in who is logged in; sends others to the login page, or answers that there is nothing here. */
  guard: MiddlewareHandler;
  /** What the forms of this request's pages carry. */
  formToken(c: RequestContext): string;
  /** Reads a posted form. @throws {RefusedError} when it was not sent from these pages. */
  readOwnForm(c: RequestContext): Promise<Form>;
  /** For a form that is read otherwise. @throws {RefusedError} as above. */
  assertOwnToken(c: RequestContext, token: string): void;
  /** @throws {TooManyTriesError} after too many tries from one address. */
  logIn(c: RequestContext, password: string): Promise<boolean>;
  logOut(c: RequestContext): void;
  /** Whether there is a password to ask for. */
  hasPassword: boolean;
};

/** Builds the access rules of one installation. */
export function createAccess(ctx: Context): Access {
  const { opsPassword, publicUrl } = ctx.config.site;
  const [secret = ""] = ctx.config.tokens.secrets;
  const key = sessionKey(secret, opsPassword ?? "");
  const sessionOf = (c: RequestContext) => getCookie(c, sessionCookie) ?? "";
  const tokenOf = (c: RequestContext) => formToken(key, opsPassword === null ? "local" : sessionOf(c));
  const isOpenTo = (c: RequestContext) =>
    opsPassword === null
      ? !ctx.config.isProduction && isOnThisMachine(c)
      : isSession(key, sessionOf(c), ctx.clock.now());
  const assertOwnToken = (c: RequestContext, token: string) => {
    if (isSameText(token, tokenOf(c))) return;
    throw new RefusedError("This form is too old or was not sent from here. Open the page again and repeat.");
  };
  const cookieOptions = {
    path: "/ops",
    httpOnly: true,
    sameSite: "Strict",
    secure: publicUrl.startsWith("https:"),
  } as const;
  return {
    hasPassword: opsPassword !== null,
    formToken: tokenOf,
    isOpenTo,
    guard: async (c, next) => {
      if (isOpenTo(c)) return next();
      if (opsPassword === null) throw new NotFoundError("There is nothing at this address.");
      return sendToLogin(c);
    },
    readOwnForm: async (c) => {
      const form = await readForm(c);
      assertOwnToken(c, form.first("form_token"));
      return form;
    },
    assertOwnToken,
    logIn: async (c, password) => {
      if (opsPassword === null) return false;
      const taken = await takeTry(ctx, loginLimit, clientAddress(c, ctx.config.site.trustedProxies));
      if (!taken.isAllowed) {
        ctx.refusals.note("log-in", "too many tries");
        throw new TooManyTriesError(taken.retryAfterMs);
      }
      if (!isSameText(password, opsPassword)) {
        ctx.refusals.note("log-in", "wrong password");
        return false;
      }
      setCookie(c, sessionCookie, makeSession(key, ctx.clock.now()), {
        ...cookieOptions,
        maxAge: sessionMs / 1000,
      });
      return true;
    },
    logOut: (c) => {
      deleteCookie(c, sessionCookie, cookieOptions);
    },
  };
}

/** Only a path below /ops: a login must not lead anywhere else. */
export function localTarget(text: string | undefined): string {
  return text !== undefined && /^\/ops(\/|\?|$)/.test(text) && !/[\\\r\n]|\/\//.test(text) ? text : "/ops";
}

function sendToLogin(c: RequestContext): Response {
  if (c.req.method !== "GET" || wantsJson(c)) {
    return c.json({ error: "login_needed", message: "Log in at /ops/login." }, 401);
  }
  // A strict cookie stays behind when another site, such as a webmail, links here: the page asks for itself again.
  if (c.req.header("sec-fetch-site") === "cross-site") {
    c.header("refresh", "0");
    return c.html("<!doctype html><title>Paperboy operations</title>");
  }
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`/ops/login?next=${encodeURIComponent(pathname + search)}`, 303);
}

type Incoming = { incoming?: { socket?: { remoteAddress?: string } } };

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const localName = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/** From this machine, not passed on by a proxy, and asked for by a local name (DNS rebinding has another). */
function isOnThisMachine(c: RequestContext): boolean {
  const env: Incoming = c.env ?? {};
  const isForwarded =
    c.req.header("x-forwarded-for") !== undefined || c.req.header("forwarded") !== undefined;
  return (
    !isForwarded &&
    loopback.test(env.incoming?.socket?.remoteAddress ?? "") &&
    localName.test(c.req.header("host") ?? "")
  );
}
