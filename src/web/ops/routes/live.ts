import { setTimeout as wait } from "node:timers/promises";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Context } from "../../../context.ts";
import type { Access } from "../access.tsx";
import { createSendingWatch } from "../sending-watch.ts";

/** Browsers connect again by themselves. */
const streamMs = 5 * 60_000;
/** Proxies close what says nothing for a minute. */
const sayEveryMs = 20_000;
const reconnectMs = 2_000;
/** How long a session that was ended may still be told something. */
const checkEveryMs = 2_000;

/** Server-sent events (WHATWG HTML, section 9.2): `change` whenever the sending moved. */
export function liveRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();
  const watch = createSendingWatch(ctx);
  app.get("/live", (c) => {
    c.header("x-accel-buffering", "no");
    return streamSSE(c, async (out) => {
      await out.writeSSE({ event: "hello", data: "", retry: reconnectMs });
      const changes = watch.follow(() => out.writeSSE({ event: "change", data: "" }));
      const beat = setInterval(() => out.write(": still here\n\n"), sayEveryMs);
      const stopped = new AbortController();
      out.onAbort(() => stopped.abort());
      const end = setTimeout(() => stopped.abort(), streamMs);
      // A database that is away for a moment ends no session, and has no change to tell.
      const isOpen = () => access.isStillOpenTo(c).catch(() => true);
      while ((await pause(checkEveryMs, stopped.signal)) && (await isOpen()));
      clearTimeout(end);
      clearInterval(beat);
      changes.stop();
    });
  });
  return app;
}

/** Waits; false when it was cut short. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return wait(ms, true, { signal }).catch(() => false);
}
