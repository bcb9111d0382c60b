import { Hono } from "hono";
import { dayOf } from "../../../calendar/periods.ts";
import { type ReadyTime, readyTime } from "../../../calendar/ready-hours.ts";
import { findByAddress, gatherSubscriberHistory } from "../../../console/subscriber-history.ts";
import type { Context } from "../../../context.ts";
import { isUuid } from "../../../db/is-uuid.ts";
import { editionCadence } from "../../../editions/readers-of.ts";
import { eraseEverywhere } from "../../../privacy/erase-everywhere.ts";
import { mailPreferencesLink } from "../../../subscribers/mail-preferences-link.ts";
import type { LinkMailResult } from "../../../subscribers/request-link-mail.ts";
import { requireSubscriber, type Subscriber, unknownSubscriber } from "../../../subscribers/store.ts";
import { unsubscribe } from "../../../subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../subscribers/update-preferences.ts";
import { type PreferencesForm, parsePreferencesForm } from "../../http/parse-preferences-form.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { goOn, pageProps } from "../page-request.ts";
import { FindSubscriberPage, SubscriberHistoryPage } from "../pages/subscriber-history-pages.tsx";
import {
  EraseSubscriberPage,
  SubscriberPreferencesPage,
  UnsubscribeSubscriberPage,
} from "../pages/subscriber-verb-pages.tsx";

/** One reader: found by address, with all that was sent to them and heard back, and what can be done for them. */
export function oneSubscriberRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/readers", (c) =>
    sendPage(c, <FindSubscriberPage {...pageProps(ctx, access, c)} email="" found={null} />),
  );

  // A form that posts: addresses stand in no address line, history or proxy's log.
  app.post("/readers", async (c) => {
    const email = (await access.readOwnForm(c)).first("email");
    const found = await findByAddress(ctx.db, ctx.addressKeys, email);
    if (found.kind === "subscriber") return c.redirect(`/ops/readers/${found.subscriber.id}`, 303);
    const page = <FindSubscriberPage {...pageProps(ctx, access, c)} {...{ email, found }} />;
    return sendPage(c, page, { status: found.kind === "refused" ? 400 : 404 });
  });

  app.get("/readers/:id", async (c) => {
    const history = await gatherSubscriberHistory(
      ctx.db,
      ctx.addressKeys,
      await requireSubscriber(ctx.db, c.req.param("id")),
    );
    const { deliveries: digestDays } = ctx.config.retention;
    return sendPage(c, <SubscriberHistoryPage {...pageProps(ctx, access, c)} {...{ history, digestDays }} />);
  });

  app.get("/readers/:id/preferences", async (c) => {
    const subscriber = await requireSubscriber(ctx.db, c.req.param("id"));
    return sendPage(
      c,
      <SubscriberPreferencesPage
        {...pageProps(ctx, access, c)}
        {...{
          subscriber,
          shown: subscriber,
          problems: [],
          ...pauseOf(subscriber),
          ready: readyFor(subscriber),
        }}
      />,
    );
  });

  app.post("/readers/:id/preferences", async (c) => {
    const form = await access.readOwnForm(c);
    const subscriber = await requireSubscriber(ctx.db, c.req.param("id"));
    const { pausedUntil } = pauseOf(subscriber);
    const read = parsePreferencesForm(form, dayOf(ctx.clock.now()), pausedUntil);
    if (read.problems.length > 0) {
      const shown = { ...subscriber, ...read.preferences };
      const page = (
        <SubscriberPreferencesPage
          {...pageProps(ctx, access, c)}
          {...{ subscriber, shown, problems: read.problems, typed: read.typed }}
          {...{ ...pauseOf(subscriber), ...pauseIn(read), ready: readyFor(shown) }}
        />
      );
      return sendPage(c, page, { status: 422 });
    }
    const { kind } = await updatePreferences(await access.acting(c), {
      subscriberId: subscriber.id,
      ...read,
    });
    if (kind === "gone") throw unknownSubscriber();
    return goOn(c, `/ops/readers/${subscriber.id}`, "Their preferences are saved.");
  });

  app.get("/readers/:id/unsubscribe", async (c) => {
    const subscriber = await requireSubscriber(ctx.db, c.req.param("id"));
    return sendPage(c, <UnsubscribeSubscriberPage {...pageProps(ctx, access, c)} subscriber={subscriber} />);
  });

  app.post("/readers/:id/unsubscribe", async (c) => {
    await access.readOwnForm(c);
    const { id } = await requireSubscriber(ctx.db, c.req.param("id"));
    const { kind } = await unsubscribe(await access.acting(c), { subscriberId: id, source: "operator" });
    return goOn(
      c,
      `/ops/readers/${id}`,
      kind === "already" ? "This reader had unsubscribed already." : "This reader is unsubscribed.",
    );
  });

  app.post("/readers/:id/link", async (c) => {
    await access.readOwnForm(c);
    const { id } = await requireSubscriber(ctx.db, c.req.param("id"));
    const { kind } = await mailPreferencesLink(await access.acting(c), { subscriberId: id });
    return goOn(c, `/ops/readers/${id}`, linkWords[kind]);
  });

  function readyFor({ cadence, timezone }: Subscriber): ReadyTime {
    const { publishAt } = ctx.config.schedule;
    return readyTime(editionCadence[cadence], publishAt, timezone, ctx.clock.now());
  }

  function pauseOf(subscriber: Subscriber): { pausedUntil: string | null; today: string } {
    const pausedUntil = subscriber.state === "paused" ? subscriber.pausedUntil : null;
    return { pausedUntil, today: dayOf(ctx.clock.now()) };
  }

  app.get("/readers/:id/erase", async (c) => {
    const subscriber = await requireSubscriber(ctx.db, c.req.param("id"));
    return sendPage(c, <EraseSubscriberPage {...pageProps(ctx, access, c)} subscriber={subscriber} />);
  });

  app.post("/readers/:id/erase", async (c) => {
    await access.readOwnForm(c);
    const id = c.req.param("id");
    if (!isUuid(id)) throw unknownSubscriber();
    // An id that is not there any more was erased in another tab.
    const { kind } = await eraseEverywhere(await access.acting(c), { subscriberId: id });
    return goOn(
      c,
      "/ops/readers",
      kind === "erased" ? "Everything about this reader is erased." : "Nobody is kept under this id.",
    );
  });

  return app;
}

/** A pause as it was typed, to be mended with the rest. */
function pauseIn({ pausedUntil }: PreferencesForm): { pausedUntil?: string | null } {
  return pausedUntil === undefined ? {} : { pausedUntil };
}

const linkWords: Record<LinkMailResult, string> = {
  requested: "A mail with a fresh link is on its way.",
  nobody: "Nobody is kept under this id.",
  suppressed: "Nothing was mailed: the address is suppressed.",
  limited:
    "Nothing was mailed: one such mail in ten minutes and five a day may go to an address. Try again later.",
};
