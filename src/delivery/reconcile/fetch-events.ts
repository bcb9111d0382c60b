import { z } from "zod";
import { eventIdOf } from "../feedback/provider-event.ts";
import { keepEventText } from "../feedback/receive-event.ts";
import { insertEvent } from "../feedback/store.ts";
import { findOwnWebhook, webhooksSchema } from "../provider/own-webhook.ts";
import { type Run, save } from "./run.ts";
import { keptEvents } from "./store.ts";

const pageSize = 100;
const dayMs = 24 * 3_600_000;

const eventsSchema = z.object({
  has_more: z.boolean(),
  data: z.array(z.object({ id: z.string().min(1), created_at: z.string() })),
});

type ListedEvent = z.infer<typeof eventsSchema>["data"][number];

const eventSchema = z.object({ payload: z.unknown() });

/**
 * Fetches the events of this site's webhook that did not come, from the newest back to the newest that was known
 * before (https://resend.com/docs/api-reference/webhooks/list-events). A pass that was cut off goes on where it
 * was, and one for what came since follows it. Events so old that housekeeping lets go of them are left.
 */
export async function fetchEvents(run: Run): Promise<void> {
  const webhookId = await findWebhook(run);
  if (webhookId === null) return;
  if (run.state.webhookId !== webhookId) {
    await save(run, { webhookId, eventsUntil: null, eventsHead: null, eventsAfter: null });
  }
  run.report.events = { listed: 0, known: 0, stored: 0, gone: 0, isWhole: false };
  const isResumed = run.state.eventsHead !== null;
  await passOnce(run, webhookId);
  if (isResumed) await passOnce(run, webhookId);
  run.report.events.isWhole = true;
}

async function findWebhook({ reader, ctx }: Run): Promise<string | null> {
  let after: string | undefined;
  for (;;) {
    const page = await reader.ask(
      (resend, options) => resend.webhooks.list({ limit: pageSize, ...(after ? { after } : {}) }, options),
      webhooksSchema,
    );
    const own = findOwnWebhook(page?.data ?? [], ctx.config.site.publicUrl);
    after = page?.data.at(-1)?.id;
    if (own !== null || !page?.has_more || after === undefined) return own?.id ?? null;
  }
}

async function passOnce(run: Run, webhookId: string): Promise<void> {
  for (;;) {
    const { eventsAfter, eventsHead } = run.state;
    const page = await run.reader.ask(
      (resend, options) =>
        resend.webhooks.events.list(
          { webhookId, limit: pageSize, ...(eventsAfter === null ? {} : { after: eventsAfter }) },
          options,
        ),
      eventsSchema,
    );
    if (page === null && eventsAfter === null) return;
    if (page === null) {
      // The event from which it was to go on is gone: what is kept is passed over quickly.
      await save(run, { eventsHead: null, eventsAfter: null });
      continue;
    }
    const wanted = untilKnown(run, page.data);
    await fetchMissing(run, webhookId, wanted);
    const head = eventsHead ?? page.data[0]?.id ?? null;
    if (page.has_more && wanted.length === page.data.length) {
      await save(run, { eventsHead: head, eventsAfter: page.data.at(-1)?.id ?? null });
      continue;
    }
    await save(run, { eventsUntil: head ?? run.state.eventsUntil, eventsHead: null, eventsAfter: null });
    return;
  }
}

/** The events of a page, newest first, down to what a pass before has seen or what is kept no longer. */
function untilKnown({ ctx, state }: Run, events: ListedEvent[]): ListedEvent[] {
  const { events: days } = ctx.config.retention;
  const oldest = days === 0 ? 0 : ctx.clock.now().getTime() - days * dayMs;
  const end = events.findIndex(
    ({ id, created_at }) => id === state.eventsUntil || Date.parse(created_at) < oldest,
  );
  return end === -1 ? events : events.slice(0, end);
}

async function fetchMissing(
  { ctx, reader, report }: Run,
  webhookId: string,
  events: ListedEvent[],
): Promise<void> {
  const counts = report.events;
  if (counts === null) return;
  const kept = await keptEvents(
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
      const text = JSON.stringify(event.payload ?? null);
      const { isNew } = await keepEventText(ctx, eventId, text, (one) => insertEvent(ctx.db, one));
      counts[isNew ? "stored" : "known"] += 1;
    }
  }
}
