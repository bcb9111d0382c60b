import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Context } from "../../context.ts";
import { createEventCollector } from "../../delivery/feedback/event-collector.ts";
import { receiveEvent, SignatureRefusedError } from "../../delivery/feedback/receive-event.ts";
import { traceStep } from "../../ops/traces.ts";

/** An event of the provider has some kilobytes. */
const longestEventBytes = 256 * 1024;

/** Where the provider tells what became of mails. */
export function webhookRoutes(ctx: Context): Hono {
  const app = new Hono();
  const keep = createEventCollector(ctx);
  const limit = bodyLimit({
    maxSize: longestEventBytes,
    onError: (c) => {
      // The rest of the body is never read: nothing more can come over this connection.
      c.header("connection", "close");
      return c.json({ error: "too_large", message: "That is more than an event holds." }, 413);
    },
  });
  app.post("/webhooks/resend", unlessSmall(limit), async (c) => {
    try {
      const headers = {
        id: c.req.header("svix-id") ?? null,
        timestamp: c.req.header("svix-timestamp") ?? null,
        signature: c.req.header("svix-signature") ?? null,
      };
      const body = await c.req.text();
      const { isNew } = await traceStep("receive event", {}, async (span) => {
        const received = await receiveEvent(ctx, body, headers, keep);
        span.note({ "paperboy.event.new": received.isNew });
        return received;
      });
      ctx.metrics.noteWebhook(isNew ? "stored" : "repeated");
      return c.json({ status: isNew ? "stored" : "known" });
    } catch (error) {
      if (error instanceof SignatureRefusedError) ctx.metrics.noteWebhook("refused");
      throw error;
    }
  });
  return app;
}

/** What says that it is small is read as it comes: a limit on the stream costs more than the event itself. */
function unlessSmall(limit: MiddlewareHandler): MiddlewareHandler {
  return (c, next) => {
    const length = Number(c.req.header("content-length") ?? Number.NaN);
    const isTold = length <= longestEventBytes && c.req.header("transfer-encoding") === undefined;
    return isTold ? next() : limit(c, next);
  };
}
