import { z } from "zod";
import { insertEvent } from "../feedback/events-store.ts";
import { eventIdOf } from "../feedback/provider-event.ts";
import { keepShownEvent } from "../feedback/receive-event.ts";
import { vendorId } from "../mailers/vendor-id.ts";
import { findOwnWebhook, type Webhook, webhookSchema } from "../provider/own-webhook.ts";
import { readPages } from "./read-pages.ts";
import { type ReconcileRun, saveProgress } from "./reconcile-run.ts";
import { listKeptEventIds } from "./store.ts";

const dayMs = 24 * 3_600_000;

const listedSchema = z.object({ id: vendorId, created_at: z.string().catch("").default("") });

type ListedEvent = z.infer<typeof listedSchema>;

const eventSchema = z.object({ payload: z.unknown() });

/**
 * Fetches the events of this site's webhook that did not come, from the newest back to the newest that was known
 * before (https://resend.com/docs/api-reference/webhooks/list-events). A pass that was cut off goes on where it
 * was, and one for what came since follows it. Events so old that housekeeping lets go of them are left.
 */
export async function fetchEvents(run: ReconcileRun): Promise<void> {
  const webhookId = await findWebhook(run);
  if (webhookId === null) return;
  if (run.state.webhookId !== webhookId) {
    await saveProgress(run, { webhookId, eventsUntil: null, eventsHead: null, eventsAfter: null });
  }
  run.report.events = { listed: 0, known: 0, stored: 0, gone: 0, isWhole: false };
  const isResumed = run.state.eventsHead !== null;
  await passOnce(run, webhookId);
  if (isResumed) await passOnce(run, webhookId);
  run.report.events.isWhole = true;
}

async function findWebhook({ reader, ctx }: ReconcileRun): Promise<string | null> {
  const webhooks: Webhook[] = [];
  const pages = readPages(
    reader,
    (resend, page, options) => resend.webhooks.list(page, options),
    webhookSchema,
  );
  for await (const { items } of pages) webhooks.push(...items);
  return findOwnWebhook(webhooks, ctx.config.site.publicUrl)?.id ?? null;
}

async function passOnce(run: ReconcileRun, webhookId: string): Promise<void> {
  const { eventsUntil } = run.state;
  const pages = readPages(
    run.reader,
    (resend, page, options) => resend.webhooks.events.list({ webhookId, ...page }, options),
    listedSchema,
    run.state.eventsAfter,
  );
  for await (const { items, next, isFirst } of pages) {
    const known = items.findIndex(({ id }) => id === eventsUntil);
    const fresh = (known === -1 ? items : items.slice(0, known)).filter((one) => isKeptStill(run, one));
    await fetchMissing(run, webhookId, fresh);
    const head = (isFirst ? null : run.state.eventsHead) ?? items[0]?.id ?? null;
    if (next === null || known !== -1 || fresh.length === 0) {
      await saveProgress(run, { eventsUntil: head ?? eventsUntil, eventsHead: null, eventsAfter: null });
      return;
    }
    await saveProgress(run, { eventsHead: head, eventsAfter: next });
  }
}

/** Whether housekeeping would keep an event; one whose time cannot be read is kept. */
function isKeptStill({ ctx }: ReconcileRun, { created_at }: ListedEvent): boolean {
  const { events: days } = ctx.config.retention;
  return days === 0 || !(Date.parse(created_at) < ctx.clock.now().getTime() - days * dayMs);
}

async function fetchMissing(
  { ctx, reader, report }: ReconcileRun,
  webhookId: string,
  events: ListedEvent[],
): Promise<void> {
  const counts = report.events;
  if (counts === null) return;
  const kept = await listKeptEventIds(
    ctx.db,
    events.map(({ id }) => eventIdOf(id)),
  );
  for (const { id: eventId } of events) {
    counts.listed += 1;
    if (kept.has(eventIdOf(eventId))) {
      counts.known += 1;
      continue;
    }
    const event = await reader.ask(
      (resend, options) => resend.webhooks.events.get({ webhookId, eventId }, options),
      eventSchema,
    );
    if (event === null) counts.gone += 1;
    else {
      const isNew = await keepShownEvent(ctx, eventId, event.payload, (one) => insertEvent(ctx.db, one));
      counts[isNew ? "stored" : "known"] += 1;
    }
  }
}
