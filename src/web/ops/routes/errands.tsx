import { Hono, type Context as RequestContext } from "hono";
import { cadences, dayOf, meantPeriod } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import type { ErrandKind } from "../../../due/errand.ts";
import { listErrands } from "../../../due/errands-store.ts";
import { InvalidInputError, RefusedError } from "../../../errors.ts";
import { sourceNames } from "../../../papers/sources/paper-source.ts";
import { askIngest, mostIngestDays } from "../../../publish/ask-ingest.ts";
import { askPublish } from "../../../publish/ask-publish.ts";
import type { Form } from "../../http/read-form.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { goOn, knownWord, pageProps } from "../page-request.ts";
import { type IngestForm, IngestPage } from "../pages/ingest-page.tsx";
import { type HoldChoice, holdChoices, type PublishForm, PublishPage } from "../pages/publish-page.tsx";

const shownErrands = 20;

/** Publishing and collecting by hand: workers do it, and these pages show how far they have come. */
export function errandRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  const showPublish = async (c: RequestContext, form: PublishForm, problem: Problem | null = null) => {
    const errands = await listErrands(ctx.db, "publish", shownErrands);
    const { hold } = ctx.config;
    const page = (
      <PublishPage
        {...pageProps(ctx, access, c)}
        {...{ form, hold, errands, problem: problem?.message ?? null }}
      />
    );
    return sendPage(c, page, problem === null ? {} : { status: problem.httpStatus });
  };

  const showIngest = async (c: RequestContext, form: IngestForm, problem: Problem | null = null) => {
    const errands = await listErrands(ctx.db, "ingest", shownErrands);
    const page = (
      <IngestPage
        {...pageProps(ctx, access, c)}
        {...{ form, errands, mostDays: mostIngestDays, problem: problem?.message ?? null }}
      />
    );
    return sendPage(c, page, problem === null ? {} : { status: problem.httpStatus });
  };

  app.get("/publish", (c) =>
    showPublish(c, {
      cadence: knownWord(cadences, c.req.query("cadence")) ?? "daily",
      date: c.req.query("date")?.slice(0, 40) ?? "",
      hold: "as-set",
      isNow: false,
    }),
  );

  app.post("/publish", async (c) => {
    const form = readPublishForm(await access.readOwnForm(c));
    const { cadence, isNow } = form;
    try {
      const period = meantPeriod(cadence, form.date === "" ? null : form.date, ctx.clock.now());
      const asked = await askPublish(await access.acting(c), {
        cadence,
        period,
        isHeld: isHeldBy[form.hold],
        isNow,
      });
      return goOn(c, "/ops/publish", saidOf("publish", asked));
    } catch (error) {
      return showPublish(c, form, problemOf(error));
    }
  });

  app.get("/ingest", (c) => {
    const today = dayOf(ctx.clock.now());
    return showIngest(c, { firstDay: today, lastDay: "", sources: [...sourceNames] });
  });

  app.post("/ingest", async (c) => {
    const form = readIngestForm(await access.readOwnForm(c));
    try {
      const { firstDay, lastDay, sources } = form;
      const asked = await askIngest(await access.acting(c), {
        firstDay,
        lastDay: lastDay === "" ? firstDay : lastDay,
        sources,
      });
      return goOn(c, "/ops/ingest", saidOf("ingest", asked));
    } catch (error) {
      return showIngest(c, form, problemOf(error));
    }
  });

  return app;
}

type Problem = InvalidInputError | RefusedError;

/** What a form is shown with again; anything else is no fault of the form. */
function problemOf(error: unknown): Problem {
  if (error instanceof RefusedError || error instanceof InvalidInputError) return error;
  throw error;
}

function saidOf(kind: ErrandKind, { isNew }: { isNew: boolean }): string {
  if (!isNew) return "That is asked for already and has not come to its end yet: see below.";
  return kind === "publish"
    ? "It is asked for: a worker publishes it, as you see below."
    : "It is asked for: a worker collects the papers, as you see below.";
}

const isHeldBy: Record<HoldChoice, boolean | null> = { "as-set": null, hold: true, go: false };

function readPublishForm(form: Form): PublishForm {
  return {
    cadence: knownWord(cadences, form.first("cadence")) ?? "daily",
    date: form.first("date").trim(),
    hold: knownWord(holdChoices, form.first("hold")) ?? "as-set",
    isNow: form.first("now") === "yes",
  };
}

function readIngestForm(form: Form): IngestForm {
  return {
    firstDay: form.first("first").trim(),
    lastDay: form.first("last").trim(),
    sources: sourceNames.filter((name) => form.all("source").includes(name)),
  };
}
