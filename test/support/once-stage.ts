import type { Context } from "../../src/context.ts";
import { findFreePort } from "../../src/db/ports.ts";
import { stopBooking } from "../../src/delivery/provider/book-places.ts";
import { noteDue } from "../../src/due/note-due.ts";
import type { OnceReport } from "../../src/once/once-report.ts";
import { createOnceSends } from "../../src/once/once-sends.ts";
import { type OnceInput, runOnce } from "../../src/once/run-once.ts";
import { createInnerQueues, type InnerQueues } from "../../src/queues/inner-queues.ts";
import { startWebServer, type WebServer } from "../../src/web/server.ts";
import { type FakeResend, type FakeResendOptions, startFakeResend } from "../fakes/fake-resend.ts";
import { createRunningClock, type TestClock } from "./clock.ts";
import { createTestContext, type TestContext } from "./context.ts";
import { emptyTables } from "./database.ts";
import { resendEnv } from "./delivering.ts";
import { type SourcesOfDays, startSourcesOfDays } from "./publishing.ts";

/** An installation without workers, its sources and its provider. */
export type OnceStage = {
  ctx: TestContext;
  clock: TestClock;
  from: SourcesOfDays;
  resend: FakeResend;
  options: FakeResendOptions;
  env: Record<string, string>;
  /** Serves the site at `PUBLIC_URL`, until `closeSite`. */
  openSite(): Promise<void>;
  closeSite(): Promise<void>;
  /** The morning anew: nobody subscribes, nothing was mailed, and the edition of 2026-06-17 is due. */
  anew(): Promise<void>;
  /** @param by another process's context than the stage's own. */
  once(input?: Partial<OnceInput>, by?: Context): Promise<OnceReport>;
  close(): Promise<void>;
};

/** On the morning of 2026-06-18 (UTC), after the installation has kept time for a day. */
export async function openOnceStage(changes: Record<string, string> = {}): Promise<OnceStage> {
  const clock = createRunningClock();
  clock.set("2026-06-17T05:00:00Z");
  const options: FakeResendOptions = { clock, suppressions: [] };
  const [from, resend, port] = await Promise.all([
    startSourcesOfDays(clock),
    startFakeResend(options),
    findFreePort(),
  ]);
  const env = {
    ...from.env,
    ...resendEnv(resend.url),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...changes,
  };
  const ctx = await createTestContext({ clock, env, overrides: { sources: from.sources } });
  let site: WebServer | null = null;
  const once = (input: Partial<OnceInput> = {}, by: Context = ctx) => {
    const queues = withoutPictures(createInnerQueues());
    const sends = createOnceSends(by.gate);
    const usual = { day: null, isAll: true, to: [], isTrial: false, minutes: 1, by: by.actor, sends };
    return runOnce({ ...by, queues }, queues, { ...usual, ...input });
  };
  const closeSite = async () => {
    await site?.close();
    site = null;
  };
  return {
    ctx,
    clock,
    from,
    resend,
    options,
    env,
    openSite: async () => {
      site = await startWebServer(ctx, { port, host: "127.0.0.1" });
    },
    closeSite,
    anew: async () => {
      await emptyTables(ctx);
      // Whom a run before had asked to stop books places again.
      stopBooking(ctx.gate)();
      resend.setFaults(null);
      resend.mails.length = 0;
      resend.requests.length = 0;
      options.suppressions = [];
      clock.set("2026-06-17T05:00:00Z");
      await noteDue(ctx.db, ctx.config.schedule, clock.now());
      clock.set("2026-06-18T04:30:00Z");
    },
    once,
    close: async () => {
      await closeSite();
      await ctx.close();
      await Promise.all([from.close(), resend.close()]);
    },
  };
}

/** A picture takes seconds, and is part of no mail. */
function withoutPictures(queues: InnerQueues): InnerQueues {
  return { ...queues, takeRung: () => queues.takeRung().filter(({ name }) => name !== "pictures") };
}
