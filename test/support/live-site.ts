import { seedSample } from "../../seeds/seed.ts";
import type { Context } from "../../src/context.ts";
import { findFreePort } from "../../src/db/ports.ts";
import { startWebServer } from "../../src/web/server.ts";
import { startWorkers } from "../../workers/main.ts";
import { createTestContext, type TestContext } from "./context.ts";

export type LiveSite = {
  ctx: TestContext;
  /** Where it is served, which is also its public address. */
  url: string;
  close(): Promise<void>;
};

/** The sample day served over HTTP with real workers and the local mailbox, on the morning after. */
export async function startLiveSite(): Promise<LiveSite> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const ctx = await createTestContext({ now: "2026-06-17T06:00:00Z", env: { PUBLIC_URL: url } });
  await seedSample(ctx);
  const stop = await serveWithWorkers(ctx, port);
  return {
    ctx,
    url,
    close: async () => {
      await stop();
      await ctx.close();
    },
  };
}

async function serveWithWorkers(ctx: Context, port: number): Promise<() => Promise<void>> {
  const server = await startWebServer(ctx, { port, host: "127.0.0.1" });
  const workers = await startWorkers(ctx, ["dispatch", "deliver", "notices"]);
  return async () => {
    await Promise.all([workers.close(), server.close()]);
  };
}
