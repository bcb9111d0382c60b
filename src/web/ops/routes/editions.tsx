import { Hono, type Context as RequestContext } from "hono";
import { listActiveAlerts } from "../../../alerts/store.ts";
import { findNewestOf } from "../../../console/editing.ts";
import {
  type DeliveryFilter,
  listTroubledBatches,
  pageBatches,
  pageDeliveries,
  requireBatch,
} from "../../../console/ledger-pages.ts";
import { listOpenNeeds } from "../../../console/open-needs.ts";
import { gatherOverview } from "../../../console/overview.ts";
import type { Context } from "../../../context.ts";
import { forecastEdition } from "../../../delivery/forecast/forecast-edition.ts";
import {
  countEditionFeedback,
  gatherEditionProgress,
  gatherSendingHistory,
} from "../../../delivery/progress/edition-progress.ts";
import {
  type EditionStatus,
  listEditionStatus,
  retiredSentence,
} from "../../../delivery/progress/edition-status.ts";
import { findPace } from "../../../delivery/provider/present-pace.ts";
import { retryFailed } from "../../../delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../delivery/steer/settle-uncertain.ts";
import {
  approveEdition,
  cancelEdition,
  pauseEdition,
  resumeEdition,
  type Steered,
} from "../../../delivery/steer/steer-edition.ts";
import { uncancelEdition } from "../../../delivery/steer/uncancel-edition.ts";
import { batchStates, deliveryStates } from "../../../delivery/tables.ts";
import { listOpenPeriods } from "../../../due/store.ts";
import { unknownEdition } from "../../../editions/store.ts";
import {
  type AppError,
  ConflictError,
  InvalidInputError,
  NotFoundError,
  RefusedError,
} from "../../../errors.ts";
import type { Form } from "../../http/read-form.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { createTotalsAwaiter } from "../await-totals.ts";
import type { FindReadings } from "../kept-readings.ts";
import { goOn, knownWord, pageNumber, pageProps } from "../page-request.ts";
import { ConfirmPage } from "../pages/confirm-page.tsx";
import { type CountedParts, EditionLedgerPage } from "../pages/edition-page.tsx";
import { EditionsPage } from "../pages/editions-page.tsx";
import { ForecastPage } from "../pages/forecast-page.tsx";
import { formatCount } from "../pages/format.ts";
import { BatchesPage, BatchPage, DeliveriesPage } from "../pages/ledger-pages.tsx";
import { type EditionVerb, editionVerbs, verbsFor } from "../pages/verbs.ts";
import { parseReasonQuery } from "../reason-query.ts";

const shownEditions = 12;
/** Of the batches with trouble, on the page of their edition. */
const shownTroubled = 10;

/** Editions: how they go out, batch by batch, and the hand on them. */
export function opsEditionRoutes(ctx: Context, access: Access, readingsOf: FindReadings): Hono {
  const app = new Hono();
  const awaitTotals = createTotalsAwaiter(ctx);

  app.get("/", async (c) => {
    await awaitTotals(shownEditions);
    const [statuses, overview, alerts, needs, openPeriods] = await Promise.all([
      listEditionStatus(ctx.db, null, shownEditions, "few"),
      gatherOverview(ctx),
      listActiveAlerts(ctx.db),
      listOpenNeeds(ctx),
      listOpenPeriods(ctx.db, ctx.clock.now()),
    ]);
    const perSecond = overview.pace?.steadyPerSecond ?? null;
    const editions = await Promise.all(
      statuses.map(async (status) => ({
        status,
        progress: isOpen(status)
          ? await gatherEditionProgress(ctx.db, status.editionId, ctx.clock.now(), perSecond)
          : null,
      })),
    );
    const hasMailbox = ctx.config.mail.transport === "outbox";
    const page = { overview, editions, alerts, needs, openPeriods, hasMailbox };
    return sendPage(c, <EditionsPage {...pageProps(ctx, access, c)} {...page} />);
  });

  app.get("/editions/:id", async (c) => {
    const status = await requireStatus(c.req.param("id"));
    const id = status.editionId;
    const [counted, troubled, readings] = await Promise.all([
      status.isCounted ? gatherCounted(id) : null,
      listTroubledBatches(ctx.db, id, shownTroubled),
      // Who steers does not wait until clicks are counted.
      readingsOf(id),
    ]);
    return sendPage(
      c,
      <EditionLedgerPage
        {...pageProps(ctx, access, c)}
        {...{ status, counted, readings, troubled }}
        verbs={verbsFor(status)}
      />,
    );
  });

  app.get("/editions/:id/batches", async (c) => {
    const status = await requireStatus(c.req.param("id"));
    const { editionId } = status;
    const retired = retiredSentence(status);
    const state = knownWord(batchStates, c.req.query("state"));
    const page = pageNumber(c);
    const batches = await pageBatches(ctx.db, editionId, { state, page });
    return sendPage(
      c,
      <BatchesPage {...pageProps(ctx, access, c)} {...{ editionId, state, page, retired, batches }} />,
    );
  });

  app.get("/editions/:id/deliveries", async (c) => {
    const status = await requireStatus(c.req.param("id"));
    const { editionId } = status;
    const retired = retiredSentence(status);
    const page = pageNumber(c);
    const filter = readFilter(c, editionId);
    const deliveries = await pageDeliveries(ctx.db, filter, page);
    return sendPage(
      c,
      <DeliveriesPage {...pageProps(ctx, access, c)} {...{ editionId, filter, page, retired, deliveries }} />,
    );
  });

  app.get("/batches/:id", async (c) => {
    const batch = await requireBatch(ctx.db, c.req.param("id"));
    const page = pageNumber(c);
    const deliveries = await pageDeliveries(ctx.db, { batchId: batch.id }, page);
    return sendPage(c, <BatchPage {...pageProps(ctx, access, c)} {...{ batch, page, deliveries }} />);
  });

  app.get("/editions/:id/forecast", async (c) => {
    const status = await requireStatus(c.req.param("id"));
    const forecast = await forecastEdition(ctx, status.editionId);
    return sendPage(c, <ForecastPage {...pageProps(ctx, access, c)} {...{ status, forecast }} />);
  });

  app.get("/editions/:id/:verb", async (c) => {
    const verb = requireVerb(c.req.param("verb"));
    const status = await requireStatus(c.req.param("id"));
    return askFor(c, verb, status, null);
  });

  app.post("/editions/:id/:verb", async (c) => {
    const form = await access.readOwnForm(c);
    const verb = requireVerb(c.req.param("verb"));
    const { editionId } = await requireStatus(c.req.param("id"));
    try {
      const said = await act(await access.acting(c), verb, editionId, form);
      return goOn(c, `/ops/editions/${editionId}`, said);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return askFor(c, verb, await requireStatus(editionId), error);
    }
  });

  return app;

  async function requireStatus(id: string): Promise<EditionStatus> {
    await awaitTotals(id);
    const [status] = await listEditionStatus(ctx.db, id, 1, "few");
    if (!status) throw unknownEdition(id);
    return status;
  }

  async function gatherCounted(id: string): Promise<CountedParts> {
    const pace = await findPace(ctx);
    const [progress, feedback, history] = await Promise.all([
      gatherEditionProgress(ctx.db, id, ctx.clock.now(), pace?.steadyPerSecond ?? null),
      countEditionFeedback(ctx.db, id),
      gatherSendingHistory(ctx.db, id),
    ]);
    return { progress, feedback, history };
  }

  /** Asks whether it is to be done; with what came in between, where it was refused. */
  async function askFor(
    c: RequestContext,
    verb: EditionVerb,
    status: EditionStatus,
    refusal: AppError | null,
  ): Promise<Response> {
    const isApproval = verb === "approve" && status.state === "held";
    const newest = isApproval ? await findNewestOf(ctx.db, status.editionId) : null;
    const forecast = isApproval ? await forecastEdition(ctx, status.editionId) : null;
    const page = (
      <ConfirmPage
        {...pageProps(ctx, access, c)}
        {...{ status, verb, forecast, newest }}
        problem={refusal?.message ?? null}
      />
    );
    return sendPage(c, page, refusal === null ? {} : { status: refusal.httpStatus });
  }
}

function isRefusal(error: unknown): error is AppError {
  return (
    error instanceof RefusedError || error instanceof InvalidInputError || error instanceof ConflictError
  );
}

const isOpen = ({ pending, sealed }: EditionStatus) => pending + sealed > 0;

/** Does what was confirmed, and says what came of it. */
async function act(ctx: Context, verb: EditionVerb, id: string, form: Form): Promise<string> {
  switch (verb) {
    case "approve":
      return sayState(await approveEdition(ctx, id, readRevision(form.first("revision"))));
    case "pause":
      return sayState(await pauseEdition(ctx, id, form.first("reason").trim() || null));
    case "resume":
      return sayState(await resumeEdition(ctx, id, form.first("force") === "yes"));
    case "cancel":
      return sayState(await cancelEdition(ctx, id));
    case "uncancel": {
      const uncancelled = await uncancelEdition(ctx, id);
      if (!uncancelled.hasChanged) return sayState(uncancelled);
      const { planned, batches } = uncancelled;
      return `${id} is held again: ${formatCount(planned)} deliveries are planned, in ${formatCount(batches)} batches.`;
    }
    case "retry": {
      const { planned, batches } = await retryFailed(ctx, id);
      if (planned === 0) return "No delivery had failed any more; nothing changed.";
      return `Planned again: ${formatCount(planned)} deliveries, in ${formatCount(batches)} batches.`;
    }
    case "settle": {
      const as = form.first("as");
      if (as !== "submitted" && as !== "failed")
        throw new InvalidInputError("Say what became of them: submitted or failed.");
      const { settled } = await settleUncertain(ctx, id, as);
      if (settled === 0) return "No delivery was uncertain any more; nothing changed.";
      return `Settled as ${as}: ${formatCount(settled)} deliveries.`;
    }
  }
}

/** What was shown above the button; null when none was. */
function readRevision(text: string): number | null {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}

function sayState({ editionId, state, hasChanged, reason }: Steered): string {
  if (reason !== undefined) return `${editionId} is ${state} by the ${reason}.`;
  return hasChanged ? `${editionId} is ${state} now.` : `${editionId} was ${state} already; nothing changed.`;
}

function requireVerb(text: string): EditionVerb {
  const verb = editionVerbs.find((one) => one === text);
  if (!verb) throw new NotFoundError("There is nothing at this address.");
  return verb;
}

function readFilter(c: RequestContext, editionId: string): DeliveryFilter {
  const state = knownWord(deliveryStates, c.req.query("state"));
  const reason = parseReasonQuery(c.req.query("reason"), c.req.query("refusal"));
  const outcome = c.req.query("outcome");
  return {
    editionId,
    ...(state === null ? {} : { state }),
    ...(reason ? { reason } : {}),
    ...(outcome ? { outcome } : {}),
  };
}
