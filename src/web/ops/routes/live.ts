import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Context } from "../../../context.ts";
import { createSendingWatch } from "../sending-watch.ts";

/** Browsers connect again by themselves; that is when a session that has ended is noticed. */
const streamMs = 5 * 60_000;
/** Proxies close what says nothing for a minute. */
const sayEveryMs = 20_000;
const reconnectMs = 2_000;

/** Server-sent events (WHATWG HTML, section 9.2): `change` whenever the sending moved. */
export function liveRoutes(ctx: Context): Hono {
  const app = new Hono();
  const watch = createSendingWatch(ctx);
  app.get("/live", (c) => {
    c.header("x-accel-buffering", "no");
    return streamSSE(c, async (out) => {
      await out.writeSSE({ event: "hello", data: "", retry: reconnectMs });
      const changes = watch.follow(() => out.writeSSE({ event: "change", data: "" }));
      const beat = setInterval(() => out.write(": still here\n\n"), sayEveryMs);
      await new Promise<void>((ended) => {
        const end = setTimeout(ended, streamMs);
        out.onAbort(() => {
          clearTimeout(end);
          ended();
        });
      });
      clearInterval(beat);
      changes.stop();
    });
  });
  return app;
}
