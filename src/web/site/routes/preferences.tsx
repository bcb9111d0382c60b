import { Hono, type Context as RequestContext } from "hono";
import { dayOf } from "../../../calendar/periods.ts";
import { type ReadyTime, readyTime } from "../../../calendar/ready-hours.ts";
import type { Context } from "../../../context.ts";
import { listUnmatched } from "../../../digest/list-unmatched.ts";
import { editionCadence } from "../../../editions/readers-of.ts";
import { previewForSubscriber } from "../../../publish/preview-for-subscriber.ts";
import { afterPause } from "../../../subscribers/end-pauses.ts";
import { newWishes, readWishes, type Wishes, withWishes } from "../../../subscribers/follow.ts";
import { findIdleReader } from "../../../subscribers/idle-readers-store.ts";
import { makeLinkToken } from "../../../subscribers/links.ts";
import { personalFeedPath } from "../../../subscribers/personal-feed.ts";
import { findPersonalFeed } from "../../../subscribers/personal-feeds-store.ts";
import { listReadingSessions } from "../../../subscribers/reading-sessions-store.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { unsubscribe } from "../../../subscribers/unsubscribe.ts";
import { pauseOf, updatePreferences } from "../../../subscribers/update-preferences.ts";
import { type ReaderTaste, readTaste } from "../../../taste/read-taste.ts";
import { openReaderLink } from "../../http/open-reader-link.ts";
import { languageOf, wordsOf } from "../../http/page-words.tsx";
import {
  type FormProblem,
  type PreferencesForm,
  parsePreferencesForm,
} from "../../http/parse-preferences-form.ts";
import { readForm } from "../../http/read-form.ts";
import { mailPolicy, privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { hourNoteWords } from "../../parts/hour-note.tsx";
import { digestPreview, unsavablePreview } from "../pages/digest-preview.ts";
import { UnsubscribedPage } from "../pages/leaving-pages.tsx";
import { PreferencesPage, type PreferencesPageProps } from "../pages/preferences-page.tsx";

/** A reader's choices, by the link that every mail carries. `/preferences/link` is the lost link's. */
export function preferencesRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/preferences", privatePage());
  app.use("/preferences/preview", privatePage());
  app.use("/preferences/hour-note", privatePage());
  app.use("/preferences/leave", privatePage());
  app.use("/preferences/resume", privatePage());

  app.get("/preferences", async (c) => {
    const token = c.req.query("token") ?? "";
    if (token === "") return c.redirect("/preferences/link", 302);
    const subscriber = await openReader(c, token);
    const wishes = newWishes(subscriber, wishesIn(c));
    const said = { wishes, done: doneIn(c), problems: [], typed: {}, ...(await tasteOf(c, subscriber)) };
    return sendPage(c, await pageOf(subscriber, withWishes(subscriber, wishes), token, said));
  });

  app.post("/preferences", async (c) => {
    const form = await readForm(c);
    const token = form.first("token") || (c.req.query("token") ?? "");
    const subscriber = await openReader(c, token);
    const read = parsePreferencesForm(form, dayOf(ctx.clock.now()), pauseIn(subscriber));
    if (read.problems.length > 0) {
      const shown = { ...subscriber, ...read.preferences };
      const said = {
        wishes: {},
        done: null,
        problems: read.problems,
        typed: read.typed,
        pausedUntil: read.pausedUntil,
        ...(await tasteOf(c, subscriber)),
      };
      return sendPage(c, await pageOf(subscriber, shown, token, said), { status: 422 });
    }
    await updatePreferences(ctx, { subscriberId: subscriber.id, ...read });
    // The answer to a form is an address of its own, so that reading it again sends nothing again.
    return c.redirect(`/preferences?token=${encodeURIComponent(token)}&saved=yes`, 303);
  });

  app.post("/preferences/resume", async (c) => {
    const token = (await readForm(c)).first("token");
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    await updatePreferences(ctx, { subscriberId: subscriber.id, preferences: {}, pausedUntil: null });
    return c.redirect(`/preferences?token=${encodeURIComponent(token)}&resumed=yes`, 303);
  });

  app.on(["GET", "POST"], "/preferences/preview", async (c) => {
    const form = c.req.method === "POST" ? await readForm(c) : null;
    const subscriber = await openReader(c, form?.first("token") || (c.req.query("token") ?? ""));
    const read: PreferencesForm = form
      ? parsePreferencesForm(form, dayOf(ctx.clock.now()), pauseIn(subscriber))
      : {
          preferences: withWishes(subscriber, newWishes(subscriber, wishesIn(c))),
          problems: [],
          typed: {},
        };
    c.header("content-security-policy", mailPolicy);
    const words = wordsOf(c);
    if (read.problems.length > 0) return c.html(unsavablePreview(words));
    const shown = { ...subscriber, ...read.preferences, ...pauseOf(subscriber, read.pausedUntil) };
    return c.html(digestPreview(words, await previewForSubscriber(ctx, shown), shown));
  });

  /** The note beside the hour for choices that are not saved yet, as text. */
  app.post("/preferences/hour-note", async (c) => {
    const form = await readForm(c);
    const subscriber = await openReader(c, form.first("token"));
    const read = parsePreferencesForm(form, dayOf(ctx.clock.now()), pauseIn(subscriber));
    if (read.problems.length > 0) return c.text("", 422);
    const shown = { ...subscriber, ...read.preferences };
    return c.text(hourNoteWords(wordsOf(c), { shown, ready: readyFor(shown), by: "reader" }));
  });

  app.post("/preferences/leave", async (c) => {
    const { subscriber } = await openReaderLink(c, ctx, "preferences", (await readForm(c)).first("token"));
    const given = { subscriberId: subscriber.id, now: ctx.clock.now() };
    await unsubscribe(ctx, { subscriberId: subscriber.id, source: "page", language: languageOf(c) });
    const undoToken = makeLinkToken(ctx.config, "undo", given);
    return sendPage(
      c,
      <UnsubscribedPage token={makeLinkToken(ctx.config, "unsubscribe", given)} undoToken={undoToken} />,
    );
  });

  async function openReader(c: RequestContext, token: string): Promise<Subscriber> {
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    return afterPause(subscriber, dayOf(ctx.clock.now()));
  }

  async function pageOf(
    subscriber: Subscriber,
    shown: Subscriber,
    token: string,
    said: {
      wishes: Wishes;
      done: PreferencesPageProps["done"];
      problems: FormProblem[];
      typed: PreferencesForm["typed"];
      pausedUntil?: string | null | undefined;
      taste: ReaderTaste;
      showsAllMarks: boolean;
    },
  ) {
    const now = ctx.clock.now();
    const today = dayOf(now);
    const { pausedUntil = pauseIn(subscriber), ...state } = said;
    const unmatched = await listUnmatched(ctx.db, shown.keywords, today, ctx.config.shortForms);
    const markToken = makeLinkToken(ctx.config, "mark", { subscriberId: subscriber.id, now });
    const readingBrowsers = (await listReadingSessions(ctx.db, subscriber.id, now)).length;
    const idle = await findIdleReader(ctx.db, subscriber.id);
    const feed = await feedOf(subscriber);
    const ready = readyFor(shown);
    const page = {
      subscriber,
      shown,
      pausedUntil,
      idle,
      token,
      markToken,
      today,
      ready,
      unmatched,
      readingBrowsers,
      feed,
    };
    return <PreferencesPage {...page} {...state} />;
  }

  function readyFor({ cadence, timezone }: Subscriber): ReadyTime {
    return readyTime(editionCadence[cadence], ctx.config.schedule.publishAt, timezone, ctx.clock.now());
  }

  async function feedOf({ id }: Subscriber) {
    const feed = await findPersonalFeed(ctx.db, id);
    if (feed === null) return null;
    const address = ctx.config.site.publicUrl + personalFeedPath(ctx.config, id, feed);
    return { atom: `${address}.atom`, json: `${address}.json` };
  }

  async function tasteOf(c: RequestContext, { id }: Subscriber) {
    return { taste: await readTaste(ctx.db, id), showsAllMarks: c.req.query("marks") === "all" };
  }

  return app;
}

/** What a mailed link that was asked for on the page of a name fills in. */
function wishesIn(c: RequestContext): Wishes {
  return readWishes((field) => c.req.queries(field) ?? []);
}

/** The answer to a form is this page under an address that says what was done. */
function doneIn(c: RequestContext): PreferencesPageProps["done"] {
  if (c.req.query("resumed") === "yes") return "resumed";
  return c.req.query("saved") === "yes" ? "saved" : null;
}

function pauseIn({ state, pausedUntil }: Subscriber): string | null {
  return state === "paused" ? pausedUntil : null;
}
