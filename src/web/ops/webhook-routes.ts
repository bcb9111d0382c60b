import { Hono } from "hono";
import type { Context } from "../../context.ts";
import { createEventCollector } from "../../delivery/feedback/event-collector.ts";
import { receiveEvent, SignatureRefusedError } from "../../delivery/feedback/receive-event.ts";
import { traceStep } from "../../telemetry/traces.ts";
import { readBody } from "../http/read-body.ts";

/** Where the provider tells what became of mails. */
export function webhookRoutes(ctx: Context): Hono {
  const app = new Hono();
  const keep = createEventCollector(ctx);
  app.post("/webhooks/resend", async (c) => {
    try {
      const headers = {
        id: c.req.header("svix-id") ?? null,
        timestamp: c.req.header("svix-timestamp") ?? null,
        signature: c.req.header("svix-signature") ?? null,
      };
      const body = new TextDecoder().decode(await readBody(c));
      const { isNew } = await traceStep("receive event", {}, async (span) => {
        const received = await receiveEvent(ctx, body, headers, keep);
        span.note({ "paperboy.event.new": received.isNew });
        return received;
      });
      ctx.metrics.noteWebhook(isNew ? "stored" : "repeated");
      return c.json({ status: isNew ? "stored" : "known" });
    } catch (error) {
      if (error instanceof SignatureRefusedError) {
        ctx.metrics.noteWebhook("refused");
        ctx.refusals.note("webhook", error.message);
      }
      throw error;
    }
  });
  return app;
}
