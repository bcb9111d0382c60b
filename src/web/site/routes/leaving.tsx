import { Hono, type Context as RequestContext } from "hono";
import { addDays, dayOf } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { findConfirmed } from "../../../subscribers/find-confirmed.ts";
import { makeLinkToken } from "../../../subscribers/links.ts";
import { type LeavingReason, recordLeavingReason } from "../../../subscribers/record-leaving-reason.ts";
import { findSubscriber, type Subscriber } from "../../../subscribers/store.ts";
import { parseToken } from "../../../subscribers/tokens.ts";
import { canUndoAt, undoUnsubscribe } from "../../../subscribers/undo-unsubscribe.ts";
import { unsubscribe } from "../../../subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../subscribers/update-preferences.ts";
import { answerInLanguageOf, openReaderLink } from "../../http/open-reader-link.ts";
import { languageOf, wordsOf } from "../../http/page-words.tsx";
import { type Form, readForm } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { InvalidRequestError } from "../../http/worded-error.ts";
import {
  leavingWords,
  NotSubscribedPage,
  type Saved,
  SavedPage,
  ThankYouPage,
  UndoPage,
  UnsubscribedPage,
  UnsubscribePage,
} from "../pages/leaving-pages.tsx";
import { AlreadyConfirmedPage } from "../pages/subscribe-pages.tsx";

const pauseDays = 30;

/** Leaving, by page or in one click (RFC 8058), less instead, why, and undo. */
export function leavingRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/unsubscribe", privatePage());
  app.use("/unsubscribe/*", privatePage());
  app.use("/undo", privatePage());

  app.get("/unsubscribe", async (c) => {
    const token = c.req.query("token") ?? "";
    const subscriber = await findLeaving(c, readLeavingToken(token).subscriberId);
    if (!subscriber || subscriber.state === "unsubscribed") return sendGone(c, subscriber);
    return sendPage(c, <UnsubscribePage subscriber={subscriber} token={token} />);
  });

  app.post("/unsubscribe", async (c) => {
    const linked = c.req.query("token") ?? "";
    if (linked !== "") {
      // A mail client (RFC 8058): the link says all, so that nothing in its body can keep a reader. The page's
      // own forms have no token in their address, so that who asks for a pause is not taken for one.
      return leaveAtOnce(c, readLeavingToken(linked).subscriberId);
    }
    const form = await readForm(c);
    const token = form.first("token");
    const { subscriberId } = readLeavingToken(token);
    if (form.first("List-Unsubscribe") === "One-Click") return leaveAtOnce(c, subscriberId);
    if (form.has("instead")) return sendLess(c, subscriberId, form.first("instead"));
    await findLeaving(c, subscriberId);
    const { kind } = await unsubscribe(ctx, { subscriberId, source: "page", language: languageOf(c) });
    if (kind === "already") return sendGone(c, await findSubscriber(ctx.db, subscriberId));
    return sendPage(c, <UnsubscribedPage token={token} undoToken={undoTokenFor(subscriberId)} />);
  });

  app.post("/unsubscribe/reason", async (c) => {
    const form = await readForm(c);
    const { subscriber } = await openReaderLink(c, ctx, "unsubscribe", tokenOf(c, form));
    const reason = form.first("reason");
    if (!isLeavingReason(reason)) throw new InvalidRequestError((say) => say("site.refusal.reason"));
    const wording = wordsOf(c).say(leavingWords[reason]);
    await recordLeavingReason(ctx, { subscriberId: subscriber.id, wording });
    return sendPage(c, <ThankYouPage />);
  });

  app.get("/undo", async (c) => {
    const token = c.req.query("token") ?? "";
    const returned = await findConfirmed(ctx, { token, purpose: "undo" });
    if (returned) return sendReturned(c, returned);
    const { subscriber } = await openReaderLink(c, ctx, "undo", token);
    return sendPage(c, <UndoPage subscriber={subscriber} token={token} />);
  });

  app.post("/undo", async (c) => {
    const token = tokenOf(c, await readForm(c));
    const returned = await findConfirmed(ctx, { token, purpose: "undo" });
    if (returned) return sendReturned(c, returned);
    // First of all, since what they agree to is kept in the words of the page.
    await openReaderLink(c, ctx, "undo", token);
    const subscriber = await undoUnsubscribe(ctx, { token, language: languageOf(c) });
    return sendSaved(c, subscriber.id, backAs(subscriber));
  });

  async function leaveAtOnce(c: RequestContext, subscriberId: string): Promise<Response> {
    await unsubscribe(ctx, { subscriberId, source: "one-click" });
    return c.text(wordsOf(c).say("site.left.plain"));
  }

  /** Not `openLink`: who was erased meanwhile has left, and must hear that it worked. */
  function readLeavingToken(token: string) {
    return parseToken(ctx.config.tokens.secrets, "unsubscribe", token, ctx.clock.now());
  }

  /** Whoever it is is answered in their own language. */
  async function findLeaving(c: RequestContext, subscriberId: string): Promise<Subscriber | null> {
    const subscriber = await findSubscriber(ctx.db, subscriberId);
    if (subscriber) answerInLanguageOf(c, subscriber);
    return subscriber;
  }

  function undoTokenFor(subscriberId: string): string {
    return makeLinkToken(ctx.config, "undo", { subscriberId, now: ctx.clock.now() });
  }

  function sendGone(c: RequestContext, subscriber: Subscriber | null): Response {
    const canUndo = subscriber !== null && canUndoAt(subscriber, ctx.clock.now());
    return sendPage(c, <NotSubscribedPage undoToken={canUndo ? undoTokenFor(subscriber.id) : null} />);
  }

  async function sendLess(c: RequestContext, subscriberId: string, instead: string) {
    const subscriber = await findLeaving(c, subscriberId);
    if (!subscriber || subscriber.state === "unsubscribed") return sendGone(c, subscriber);
    if (instead === "weekly") {
      await updatePreferences(ctx, { subscriberId, preferences: { cadence: "weekly" } });
      return sendSaved(c, subscriberId, { kind: "weekly" });
    }
    if (instead !== "pause") throw new InvalidRequestError((say) => say("site.refusal.instead"));
    const until = addDays(dayOf(ctx.clock.now()), pauseDays);
    await updatePreferences(ctx, { subscriberId, preferences: {}, pausedUntil: until });
    return sendSaved(c, subscriberId, { kind: "paused", until });
  }

  function sendSaved(c: RequestContext, subscriberId: string, saved: Saved): Response {
    const token = makeLinkToken(ctx.config, "preferences", { subscriberId, now: ctx.clock.now() });
    return sendPage(c, <SavedPage saved={saved} preferencesPath={`/preferences?token=${token}`} />);
  }

  return app;
}

function sendReturned(c: RequestContext, returned: Subscriber): Response {
  answerInLanguageOf(c, returned);
  return sendPage(c, <AlreadyConfirmedPage />);
}

/** A pause that has not ended goes on. */
function backAs({ state, pausedUntil }: Subscriber): Saved {
  return state === "paused" && pausedUntil !== null
    ? { kind: "still-paused", until: pausedUntil }
    : { kind: "back" };
}

/** A mail client posts to the address of the header; a page posts its hidden field. */
function tokenOf(c: RequestContext, form: Form): string {
  return form.first("token") || (c.req.query("token") ?? "");
}

function isLeavingReason(text: string): text is LeavingReason {
  return Object.hasOwn(leavingWords, text);
}
