import { Hono, type Context as RequestContext } from "hono";
import { isLanguage } from "../../../../words/words.ts";
import { nextPublication } from "../../../calendar/publication-times.ts";
import { findTimezone } from "../../../calendar/timezone.ts";
import type { Context } from "../../../context.ts";
import { confirmSubscription } from "../../../subscribers/confirm-subscription.ts";
import { findConfirmed } from "../../../subscribers/find-confirmed.ts";
import { readWishes, type Wishes, wishQuery } from "../../../subscribers/follow.ts";
import { clientLimits } from "../../../subscribers/limits.ts";
import { makeLinkToken } from "../../../subscribers/links.ts";
import { requestPreferencesLink } from "../../../subscribers/request-preferences-link.ts";
import { sealWording } from "../../../subscribers/seal-wording.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { subscribe } from "../../../subscribers/subscribe.ts";
import { evenly } from "../../http/evenly.ts";
import { limitClient } from "../../http/limit-client.ts";
import { answerInLanguageOf, openReaderLink } from "../../http/open-reader-link.ts";
import { languageOf, wordsOf } from "../../http/page-words.tsx";
import { readForm, wantsJson } from "../../http/read-form.ts";
import { isEmbedded, privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { addressProblemWords } from "../../parts/address-problem-words.ts";
import { EmbedPage } from "../pages/embed-page.tsx";
import { LinkRequestPage, LinkSentPage } from "../pages/own-data-pages.tsx";
import { consentFieldName, honeypotName } from "../pages/subscribe-form.tsx";
import {
  AlreadyConfirmedPage,
  CheckYourMailPage,
  ConfirmAddressPage,
  ConfirmedPage,
  SubscribePage,
  TypoPage,
} from "../pages/subscribe-pages.tsx";

/** Asking for a subscription, confirming it, and asking for a lost link. */
export function subscribingRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/confirm", privatePage());

  /** What who subscribes in the words of this request agrees to. */
  const consentIn = (c: RequestContext) => sealWording(ctx.config, wordsOf(c).say("site.consent.subscribe"));
  const readyAt = () => nextPublication("daily", ctx.config.schedule.publishAt, ctx.clock.now());

  app.get("/subscribe", (c) =>
    sendPage(c, <SubscribePage ready={readyAt()} wishes={wishesIn(c)} consent={consentIn(c)} />, {
      maxAgeSeconds: 300,
    }),
  );

  app.get("/embed", (c) => {
    const { publicUrl, embedOrigins } = ctx.config.site;
    const page = (
      <EmbedPage publicUrl={publicUrl} takesForms={embedOrigins.length > 0} consent={consentIn(c)} />
    );
    return sendPage(c, page, { maxAgeSeconds: 300 });
  });

  app.post("/subscribe", async (c) => {
    const form = await readForm(c);
    const isJson = wantsJson(c);
    // Who fills the hidden field is answered as everybody is, and nothing is done.
    if (form.first(honeypotName) !== "") return accepted(c, isJson);
    await limitClient(c, ctx, clientLimits.subscribe);
    const { say } = wordsOf(c);
    const email = form.first("email");
    const timezone = form.first("timezone");
    const wishes = readWishes(form.all);
    // A form on another site says in which language it is; this site's own are in the reader's.
    const shownIn = form.first("language");
    const sealedWording = form.first(consentFieldName);
    const result = await evenly(
      subscribe(ctx, {
        email,
        preferences: findTimezone(timezone) === null ? {} : { timezone },
        wishes,
        source: isJson ? "api" : isEmbedded(ctx.config, c) ? "embed" : "site",
        isSure: form.first("sure") === "yes" || form.first("sure") === "true",
        language: isLanguage(shownIn) ? shownIn : languageOf(c),
        sealedWording,
      }),
    );
    if (result.kind === "accepted") return accepted(c, isJson);
    if (result.kind !== "typo") {
      const isAddress = result.kind === "refused";
      const problem = isAddress ? addressProblemWords(say, result.problem) : say("site.refusal.wording");
      const error = isAddress ? "invalid_address" : "unknown_consent";
      if (isJson) return c.json({ error, message: problem }, 422);
      const given = { email: readable(email), problem, wishes, consent: consentIn(c) };
      return sendPage(c, <SubscribePage ready={readyAt()} {...given} />, { status: 422 });
    }
    const { suggestion } = result;
    if (isJson) {
      return c.json({ error: "possible_typo", message: say("site.address.mistyped"), suggestion }, 422);
    }
    return sendPage(
      c,
      <TypoPage
        email={email.trim()}
        {...{ suggestion, timezone, wishes }}
        consent={sealedWording || consentIn(c)}
      />,
      { status: 422 },
    );
  });

  app.get("/confirm", async (c) => {
    const token = c.req.query("token") ?? "";
    const confirmed = await findConfirmed(ctx, { token, purpose: "confirm" });
    if (confirmed) return sendConfirmed(c, confirmed);
    const { subscriber } = await openReaderLink(c, ctx, "confirm", token);
    return sendPage(c, <ConfirmAddressPage email={subscriber.email} token={token} wishes={wishesIn(c)} />);
  });

  app.post("/confirm", async (c) => {
    const form = await readForm(c);
    const token = form.first("token") || (c.req.query("token") ?? "");
    const confirmed = await findConfirmed(ctx, { token, purpose: "confirm" });
    if (confirmed) return sendConfirmed(c, confirmed);
    // First of all, since what they agree to is kept in the words of the page.
    await openReaderLink(c, ctx, "confirm", token);
    const { subscriber } = await confirmSubscription(ctx, { token, language: languageOf(c) });
    const preferences = makeLinkToken(ctx.config, "preferences", {
      subscriberId: subscriber.id,
      now: ctx.clock.now(),
    });
    const query = wishQuery(readWishes(form.all));
    const path = `/preferences?token=${preferences}${query === "" ? "" : `&${query}`}`;
    return sendPage(c, <ConfirmedPage preferencesPath={path} />);
  });

  app.get("/preferences/link", (c) =>
    sendPage(c, <LinkRequestPage wishes={wishesIn(c)} />, { maxAgeSeconds: 300 }),
  );

  app.post("/preferences/link", async (c) => {
    const form = await readForm(c);
    await limitClient(c, ctx, clientLimits.link);
    const email = form.first("email");
    const wishes = readWishes(form.all);
    const result = await evenly(requestPreferencesLink(ctx, { email, wishes }));
    const isJson = wantsJson(c);
    if (result.kind === "refused") {
      const problem = addressProblemWords(wordsOf(c).say, result.problem);
      if (isJson) return c.json({ error: "invalid_address", message: problem }, 422);
      const page = <LinkRequestPage email={readable(email)} problem={problem} wishes={wishes} />;
      return sendPage(c, page, { status: 422 });
    }
    return isJson ? c.json({ status: "accepted" }, 202) : sendPage(c, <LinkSentPage />);
  });

  return app;
}

function sendConfirmed(c: RequestContext, confirmed: Subscriber): Response {
  answerInLanguageOf(c, confirmed);
  return sendPage(c, <AlreadyConfirmedPage />);
}

/** What an address of this site fills in. */
function wishesIn(c: RequestContext): Wishes {
  return readWishes((field) => c.req.queries(field) ?? []);
}

/** What is shown again of a refused address: a page is not to grow with what a stranger sends. */
function readable(text: string): string {
  return text.slice(0, 300);
}

function accepted(c: RequestContext, isJson: boolean): Response {
  if (!isJson) return sendPage(c, <CheckYourMailPage />);
  return c.json({ status: "accepted", message: wordsOf(c).say("site.address.accepted") }, 202);
}
