import { Hono } from "hono";
import type { Context } from "../../context.ts";
import { dayOf, isDay } from "../../ranking/periods.ts";
import { makeLinkToken, openLink } from "../../subscribers/links.ts";
import { type Preferences, parsePreferences } from "../../subscribers/preferences.ts";
import type { Subscriber } from "../../subscribers/store.ts";
import { unsubscribe } from "../../subscribers/unsubscribe.ts";
import { updatePreferences } from "../../subscribers/update-preferences.ts";
import { type Form, readForm } from "../http/read-form.ts";
import { mailPolicy, privatePage } from "../http/security.ts";
import { sendPage } from "../http/send-page.ts";
import { LeftPage } from "../pages/leaving-pages.tsx";
import { PreferencesPage } from "../pages/preferences-page.tsx";
import { previewDigest } from "../preview-digest.ts";

/** A reader's choices, by the link that every mail carries. `/preferences/link` is the lost link's. */
export function preferencesRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/preferences", privatePage());
  app.use("/preferences/preview", privatePage());
  app.use("/preferences/leave", privatePage());

  app.get("/preferences", async (c) => {
    const token = c.req.query("token") ?? "";
    if (token === "") return c.redirect("/preferences/link", 302);
    const { subscriber } = await openLink(ctx, "preferences", token);
    const isSaved = c.req.query("saved") === "yes";
    return sendPage(c, pageOf(subscriber, subscriber, token, { isSaved, problems: [] }));
  });

  app.post("/preferences", async (c) => {
    const form = await readForm(c);
    const token = form.first("token") || (c.req.query("token") ?? "");
    const { subscriber } = await openLink(ctx, "preferences", token);
    const read = readChoice(form, dayOf(ctx.clock.now()));
    if (read.problems.length > 0) {
      const shown = { ...subscriber, ...read.preferences };
      return sendPage(c, pageOf(subscriber, shown, token, { isSaved: false, problems: read.problems }), {
        status: 422,
      });
    }
    await updatePreferences(ctx, { subscriberId: subscriber.id, ...read });
    // The answer to a form is an address of its own, so that reading it again sends nothing again.
    return c.redirect(`/preferences?token=${encodeURIComponent(token)}&saved=yes`, 303);
  });

  app.on(["GET", "POST"], "/preferences/preview", async (c) => {
    const form = c.req.method === "POST" ? await readForm(c) : null;
    const { subscriber } = await openLink(
      ctx,
      "preferences",
      form?.first("token") || (c.req.query("token") ?? ""),
    );
    const read = form ? readChoice(form, dayOf(ctx.clock.now())) : { preferences: {}, problems: [] };
    c.header("content-security-policy", mailPolicy);
    const shown = { ...subscriber, ...read.preferences };
    return c.html(await previewDigest(ctx, shown, read.problems));
  });

  app.post("/preferences/leave", async (c) => {
    const { subscriber } = await openLink(ctx, "preferences", (await readForm(c)).first("token"));
    const given = { subscriberId: subscriber.id, now: ctx.clock.now() };
    await unsubscribe(ctx, { subscriberId: subscriber.id, source: "page" });
    const undoToken = makeLinkToken(ctx.config, "undo", given);
    return sendPage(
      c,
      <LeftPage token={makeLinkToken(ctx.config, "unsubscribe", given)} undoToken={undoToken} />,
    );
  });

  function pageOf(
    subscriber: Subscriber,
    shown: Subscriber,
    token: string,
    said: { isSaved: boolean; problems: string[] },
  ) {
    const today = dayOf(ctx.clock.now());
    const { pausedUntil } = subscriber;
    return <PreferencesPage {...{ subscriber, shown, pausedUntil, token, today }} {...said} />;
  }

  return app;
}

/** Beside `problems`, `preferences` is for showing again only: some of it may not be what can be kept. */
type Choice = { preferences: Partial<Preferences>; pausedUntil?: string | null; problems: string[] };

const lineFields = new Set(["keywords", "authors", "mutedKeywords", "mutedAuthors"]);

/** What the form says. Only its own fields are read: one that is not sent stays as it is, save for tick boxes. */
function readChoice(form: Form, today: string): Choice {
  const given: Record<string, unknown> = {
    topics: form.all("topics"),
    wantsLateRisers: ["yes", "true", "on"].includes(form.first("wantsLateRisers")),
  };
  for (const name of ["timezone", "hour", "cadence", "maxPapers", "detail", "minMatches"]) {
    if (form.has(name)) given[name] = form.first(name);
  }
  for (const name of lineFields) {
    if (form.has(name)) given[name] = form.all(name).flatMap((text) => text.split(/[\r\n]+/));
  }
  const { preferences, problems } = parseEach(given);
  if (!form.has("pausedUntil")) return { preferences, problems };
  const until = form.first("pausedUntil").trim();
  if (until === "" || (isDay(until) && until <= today)) return { preferences, pausedUntil: null, problems };
  if (!isDay(until)) problems.push("the pause must end on a day such as 2026-07-01");
  return { preferences, pausedUntil: until, problems };
}

/** Each field by itself, so that one that cannot be does not take the others with it. */
function parseEach(given: Record<string, unknown>): Pick<Choice, "preferences" | "problems"> {
  const preferences: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const parsed = parsePreferences({ [name]: value });
    if (parsed.kind === "preferences") Object.assign(preferences, parsed.preferences);
    else {
      problems.push(...parsed.reasons);
      // Lines stay as they were typed, to be mended.
      if (lineFields.has(name)) preferences[name] = value;
    }
  }
  return { preferences, problems };
}
