import type { MiddlewareHandler, Context as RequestContext } from "hono";
import { deleteCookie, getCookie, getSignedCookie, setCookie, setSignedCookie } from "hono/cookie";
import { type Actor, actingAs } from "../../audit/actor.ts";
import { countRefusal } from "../../audit/count-refusal.ts";
import { parseOperatorName } from "../../audit/operator-name.ts";
import { isSameSecret } from "../../config/is-same-secret.ts";
import {
  beginSession,
  endOtherSessions,
  endSession,
  logOut,
  resumeSession,
  sessionMs,
} from "../../console/log-in/sessions.ts";
import { listSessions, type OpsSession, takeBackTry } from "../../console/log-in/store.ts";
import { takeLogInTry } from "../../console/log-in/take-try.ts";
import type { Context } from "../../context.ts";
import { NotFoundError, RefusedError, UnreachableError } from "../../errors.ts";
import { endSetup } from "../../setup/enter-setup.ts";
import { addressHere, basePathHere, basePathOf } from "../http/base-path.ts";
import { clientAddress } from "../http/client-address.ts";
import { isOnThisMachine } from "../http/on-this-machine.ts";
import { type Form, type FormOptions, readForm, wantsJson } from "../http/read-form.ts";
import { browserFamily } from "./browser-family.ts";
import {
  formToken,
  hashForPurpose,
  hashSessionToken,
  makeBrowserMark,
  makeSessionToken,
  parseBrowserMark,
  sessionKey,
} from "./session.ts";

const sessionCookie = "paperboy_ops";

/** Tells the browser of somebody who knew the password from a stranger's; it opens nothing. */
const browserCookie = { name: "paperboy_ops_browser", purpose: "browser", days: 180 };

/** Held by a browser that was told to wait, until it may try. */
const waitCookie = { name: "paperboy_ops_wait", purpose: "wait", minutes: 15 };

const mostSessions = 200;

type LogIn =
  | { kind: "in" }
  /** No name, or none that can be kept: the password was not looked at. */
  | { kind: "nameless"; reason: string }
  | { kind: "wrong" }
  /** Too many wrong passwords came lately: the password was not looked at. */
  | { kind: "wait"; waitMs: number };

/** Who may see the operators' pages, and what their forms must carry. */
export type Access = {
  /**
   * Whether this request comes from somebody who is logged in, or needs not be; asked of the database once
   * for each request. @throws {UnreachableError} when the database does not answer.
   */
  isOpenTo(c: RequestContext): Promise<boolean>;
  /** As above, asked anew: what goes on for long ends with its session. */
  isStillOpenTo(c: RequestContext): Promise<boolean>;
  /** Lets in who is logged in; sends others to the login page, or answers that there is nothing here. */
  guard: MiddlewareHandler;
  /** The context in which verbs act for this request: what they record is its operator's. */
  acting(c: RequestContext): Promise<Context>;
  /** What the forms of this request's pages carry. */
  formToken(c: RequestContext): string;
  /** Reads a posted form. @throws {RefusedError} when it was not sent from these pages. */
  readOwnForm(c: RequestContext, options?: FormOptions): Promise<Form>;
  /** For a form that is read otherwise. @throws {RefusedError} as above. */
  assertOwnToken(c: RequestContext, token: string): void;
  logIn(c: RequestContext, given: { name: string; password: string }): Promise<LogIn>;
  /** Ends the session itself, not only its cookie. */
  logOut(c: RequestContext): Promise<void>;
  /** Everybody who is logged in, the last seen first, and which of them asks. */
  sessions(c: RequestContext): Promise<{ own: string; sessions: OpsSession[] }>;
  /** Ends one session; false when it had ended already. */
  endSession(c: RequestContext, id: string): Promise<boolean>;
  /** Ends all sessions but the one that asks; returns how many. */
  endOtherSessions(c: RequestContext): Promise<number>;
  /** Whether there is a password to ask for. */
  hasPassword: boolean;
  /** Seals what stands in address lines. */
  key: Buffer;
};

/** Builds the access rules of one installation. */
export function createAccess(ctx: Context): Access {
  const { opsPassword, publicUrl, trustedProxies } = ctx.config.site;
  const [secret = ""] = ctx.config.tokens.secrets;
  const key = sessionKey(secret, opsPassword ?? "");
  const keyMark = hashForPurpose(key, "mark", "");
  const asked = new WeakMap<RequestContext, Promise<OpsSession | null>>();

  const cookieOf = (c: RequestContext) => getCookie(c, sessionCookie) ?? "";
  const tokenOf = (c: RequestContext) => formToken(key, opsPassword === null ? "local" : cookieOf(c));
  const askSession = async (c: RequestContext) => {
    const hash = hashSessionToken(key, cookieOf(c));
    return hash === null ? null : resumeSession(ctx, hash);
  };
  const sessionOf = (c: RequestContext) => {
    const known = asked.get(c) ?? withDatabase(ctx, () => askSession(c));
    asked.set(c, known);
    return known;
  };
  // A proxy that the configuration names may say nothing of itself.
  const isLocal = (c: RequestContext) =>
    !ctx.config.isProduction && trustedProxies === 0 && isOnThisMachine(c);
  const isOpenTo = async (c: RequestContext) =>
    opsPassword === null ? isLocal(c) : (await sessionOf(c)) !== null;
  const ownId = async (c: RequestContext) => {
    const session = await sessionOf(c);
    if (session === null) throw new NotFoundError("There is no session here: no password is set.");
    return session.id;
  };
  const actorOf = async (c: RequestContext): Promise<Actor> => {
    const from = clientAddress(c, trustedProxies);
    if (opsPassword === null) return { kind: "operator", name: "on this machine", from };
    return { kind: "operator", name: (await sessionOf(c))?.name ?? "operator", from };
  };
  const assertOwnToken = (c: RequestContext, token: string) => {
    if (isSameSecret(token, tokenOf(c))) return;
    throw new RefusedError("This form is too old or was not sent from here. Open the page again and repeat.");
  };
  const cookieOptions = (path: string) =>
    ({
      path: basePathOf(publicUrl) + path,
      httpOnly: true,
      sameSite: "Strict",
      secure: publicUrl.startsWith("https:"),
    }) as const;
  // One key for each purpose, so that no mark passes for another.
  const markKey = (purpose: string) => hashForPurpose(key, "cookie", purpose);
  const markOf = async (c: RequestContext, { name, purpose }: { name: string; purpose: string }) =>
    parseBrowserMark((await getSignedCookie(c, markKey(purpose), name)) || "");
  const giveMark = (
    c: RequestContext,
    { name, purpose, at, keptMs }: { name: string; purpose: string; at: Date; keptMs: number },
  ) =>
    setSignedCookie(c, name, makeBrowserMark(at), markKey(purpose), {
      ...cookieOptions("/ops/login"),
      maxAge: keptMs / 1000,
    });

  /** Notes which browser must wait until when, so that its turn is kept whoever else tries meanwhile. */
  const askToWait = async (c: RequestContext, waitMs: number): Promise<LogIn> => {
    ctx.refusals.note("log-in", "too many tries");
    const now = ctx.clock.now().getTime();
    const kept = await markOf(c, waitCookie);
    const keptMs = waitCookie.minutes * 60_000;
    const roundedMs = Math.ceil(waitMs / 1000) * 1000;
    const isKept = kept !== null && Math.abs(kept.at.getTime() - now) < keptMs;
    if (!isKept) await giveMark(c, { ...waitCookie, at: new Date(now + roundedMs), keptMs });
    return { kind: "wait", waitMs: roundedMs };
  };

  const whoTries = async (c: RequestContext) => {
    const now = ctx.clock.now().getTime();
    const browser = await markOf(c, browserCookie);
    const waited = await markOf(c, waitCookie);
    const sinceMs = waited === null ? -1 : now - waited.at.getTime();
    return {
      client: hashForPurpose(key, "client", clientAddress(c, trustedProxies)),
      browserId:
        browser !== null && now - browser.at.getTime() < browserCookie.days * 86_400_000 ? browser.id : null,
      waitedId: waited !== null && sinceMs >= 0 && sinceMs < waitCookie.minutes * 60_000 ? waited.id : null,
    };
  };

  const enter = async (c: RequestContext, name: string) => {
    const token = makeSessionToken();
    const tokenHash = hashForPurpose(key, "token", token);
    const browser = browserFamily(c.req.header("user-agent") ?? "");
    const from = clientAddress(c, trustedProxies);
    // Who knows the password needs no set-up, and nobody else may go on with one.
    await endSetup(ctx);
    await beginSession(ctx, { tokenHash, keyMark, browser, name, from });
    setCookie(c, sessionCookie, token, { ...cookieOptions("/ops"), maxAge: sessionMs / 1000 });
    await giveMark(c, { ...browserCookie, at: ctx.clock.now(), keptMs: browserCookie.days * 86_400_000 });
  };

  return {
    key,
    hasPassword: opsPassword !== null,
    formToken: tokenOf,
    isOpenTo,
    isStillOpenTo: async (c) => (opsPassword === null ? isLocal(c) : (await askSession(c)) !== null),
    guard: async (c, next) => {
      if (await isOpenTo(c)) return next();
      if (opsPassword === null) throw new NotFoundError("There is nothing at this address.");
      return sendToLogin(c);
    },
    acting: async (c) => actingAs(ctx, await actorOf(c)),
    readOwnForm: async (c, options) => {
      const form = await readForm(c, options);
      assertOwnToken(c, form.first("form_token"));
      return form;
    },
    assertOwnToken,
    logIn: (c, { name, password }) =>
      withDatabase(ctx, async () => {
        if (opsPassword === null) return { kind: "wrong" };
        const named = parseOperatorName(name);
        if (named.kind === "refused") return { kind: "nameless", reason: named.reason };
        const tried = await takeLogInTry(ctx, await whoTries(c));
        if (tried.kind === "wait") return askToWait(c, tried.waitMs);
        if (!isSameSecret(password, opsPassword)) {
          ctx.refusals.note("log-in", "wrong password");
          const from = clientAddress(c, trustedProxies);
          await countRefusal(ctx.db, ctx, { verb: "session.refuse", from });
          return { kind: "wrong" };
        }
        await takeBackTry(ctx.db, tried.lanes);
        await enter(c, named.name);
        return { kind: "in" };
      }),
    logOut: async (c) => {
      const session = await sessionOf(c);
      const acting = actingAs(ctx, await actorOf(c));
      if (session) await withDatabase(ctx, () => logOut(acting, session.id));
      deleteCookie(c, sessionCookie, cookieOptions("/ops"));
    },
    sessions: async (c) => ({
      own: await ownId(c),
      sessions: await listSessions(ctx.db, keyMark, ctx.clock.now(), mostSessions),
    }),
    endSession: async (c, id) => endSession(actingAs(ctx, await actorOf(c)), id),
    endOtherSessions: async (c) => endOtherSessions(actingAs(ctx, await actorOf(c)), await ownId(c)),
  };
}

/** Nobody is let in unasked: while the database is away these pages are closed. */
async function withDatabase<T>(ctx: Context, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    ctx.log.error({ err: cause }, "who is logged in to /ops could not be checked");
    throw new UnreachableError(
      "The database does not answer, so nobody's log-in can be checked: try again in a minute.",
      { cause },
    );
  }
}

/** Only a path below /ops: a login must not lead anywhere else. */
export function localTarget(text: string | undefined): string {
  return text !== undefined && /^\/ops(\/|\?|$)/.test(text) && !/[\\\r\n]|\/\//.test(text) ? text : "/ops";
}

function sendToLogin(c: RequestContext): Response {
  if (c.req.method !== "GET" || wantsJson(c)) {
    return c.json({ error: "login_needed", message: `Log in at ${basePathHere(c)}/ops/login.` }, 401);
  }
  // A strict cookie stays behind when another site, such as a webmail, links here: the page asks for itself again.
  if (c.req.header("sec-fetch-site") === "cross-site") {
    c.header("refresh", "0");
    return c.html("<!doctype html><title>Operations</title>");
  }
  const { pathname, search } = addressHere(c);
  return c.redirect(`/ops/login?next=${encodeURIComponent(pathname + search)}`, 303);
}
