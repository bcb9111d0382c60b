import type { IncomingMessage, ServerResponse } from "node:http";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listActiveAlerts } from "../../../src/alerts/store.ts";
import { createContext } from "../../../src/context.ts";
import { plainTrouble } from "../../../src/delivery/codes.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { blockGate } from "../../../src/delivery/provider/gate-store.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { approveEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { skipPeriod } from "../../../src/publish/skip-period.ts";
import { checkAlerts } from "../../../src/watch/alerts.ts";
import { processReports } from "../../../src/watch/tables.ts";
import { answerText, listen, type RunningFake, readBody } from "../../fakes/http-fake.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

type Posted = {
  status: string;
  kind: string;
  subject: string;
  text: string;
  id: number;
  key: unknown;
  from?: string;
};

const minute = 60_000;

let ctx: TestContext;
let hook: RunningFake;
let posts: Posted[];
let hookStatus: number;

beforeEach(async () => {
  posts = [];
  hookStatus = 200;
  hook = await listen(async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    if (hookStatus === 200)
      posts.push({
        ...JSON.parse(String(body)),
        key: request.headers["idempotency-key"],
        from: request.headers["user-agent"],
      });
    answerText(response, hookStatus, "");
  });
  ctx = await createTestContext({
    env: { OPS_EMAIL: "operator@example.com", ALERT_WEBHOOK_URL: `${hook.url}/hook` },
  });
});
afterEach(async () => {
  await ctx.close();
  await hook.close();
});

async function mails(): Promise<{ recipient: string; subject: string; text: string }[]> {
  await deliverNotices(ctx);
  const { rows } = await ctx.db.execute<{ recipient: string; subject: string; text: string }>(
    sql`select recipient, subject, text from outbox_mails where recipient = 'operator@example.com' order by accepted_at`,
  );
  return rows;
}

const kinds = async () => (await listActiveAlerts(ctx.db)).map(({ kind }) => kind);

/** Checks twice, so that what is raised once is seen to be raised once. */
async function check(): Promise<void> {
  for (let round = 0; round < 2; round += 1) await checkAlerts(ctx);
}

/** What makes each condition true, and what ends it. */
const causes: {
  kind: string;
  words: RegExp;
  begin: () => Promise<unknown>;
  end: () => Promise<unknown>;
}[] = [
  {
    kind: "edition-late",
    words: /daily edition of 2026-06-17 is 45 minutes late/,
    begin: async () => {
      ctx.clock.set("2026-06-18T03:59:00Z");
      await dispatchDue(ctx); // from here on it keeps time
      ctx.clock.set("2026-06-18T04:45:00Z");
    },
    end: () => plantEdition(ctx),
  },
  {
    kind: "missed-period",
    words: /daily edition of 2026-06-18 was due at 2026-06-19 04:00 UTC.*So it is with 2026-06-17\./,
    begin: async () => {
      ctx.clock.set("2026-06-18T03:59:00Z");
      await dispatchDue(ctx);
      ctx.clock.set("2026-06-20T04:00:00Z");
      await dispatchDue(ctx);
    },
    end: async () => {
      await skipPeriod(ctx, "daily", "2026-06-17");
      await skipPeriod(ctx, "daily", "2026-06-18");
    },
  },
  {
    kind: "source-down",
    words: /hf failed 3 times in a row: HTTP 503/,
    begin: () => insertRuns(false, 3),
    end: () => insertRuns(true, 1),
  },
  {
    kind: "provider-blocked",
    words: /quota of the day/,
    begin: () =>
      blockGate(
        ctx.db,
        new Date(ctx.clock.now().getTime() + 10 * minute),
        plainTrouble("quota-day"),
        ctx.clock.now(),
      ),
    end: async () => ctx.clock.advance(11 * minute),
  },
  {
    kind: "breaker",
    words: /paused by the breaker/,
    begin: async () => {
      await plantSubscribers(ctx, 1);
      await plantEdition(ctx);
      await ctx.db.execute(
        sql`update editions set state = 'paused', state_reason = 'breaker: 6 % bounced for good'`,
      );
    },
    end: () => ctx.db.execute(sql`update editions set state = 'cancelled', state_reason = null`),
  },
  {
    kind: "breaker-near",
    words: /3 complaints among 1,000 mails submitted in the last 7 days \(0\.3 %; the limit is 0\.5 %\)/,
    begin: async () => {
      Object.assign(ctx.config.delivery.breaker, { complaintRatio: 0.005, leastComplaints: 3 });
      await plantSubscribers(ctx, 3);
      const { id } = await plantEdition(ctx);
      // Of each batch so many mails were submitted that a thousand are together.
      await ctx.db.execute(
        sql`update batches set state = 'settled', settled_at = ${ctx.clock.now()}, submitted = 1000`,
      );
      await ctx.db.execute(sql`update deliveries set state = 'submitted'`);
      await ctx.db.execute(sql`insert into delivery_reports (edition_id, subscriber_id, outcome, heard_at)
        select ${id}, subscriber_id, 'complained', ${ctx.clock.now()}::timestamptz from deliveries`);
      await ctx.db.execute(
        sql`update editions set state = 'sent', published_at = published_at - interval '30 days'`,
      );
    },
    end: async () => ctx.clock.advance(8 * 24 * 60 * minute),
  },
  {
    kind: "uncertain",
    words: /2 deliveries of daily-2026-06-17 are uncertain/,
    begin: async () => {
      await plantSubscribers(ctx, 2);
      await plantEdition(ctx);
      await ctx.db.execute(sql`update deliveries set state = 'uncertain', reason = 'the key has expired'`);
      await ctx.db.execute(sql`update batches set state = 'uncertain'`);
    },
    end: () => ctx.db.execute(sql`update deliveries set state = 'submitted', reason = null`),
  },
  {
    kind: "queue-dead",
    words: /no worker takes it/,
    begin: async () => {
      await plantSubscribers(ctx, 1);
      await plantEdition(ctx);
      ctx.clock.advance(6 * minute);
    },
    end: () => ctx.db.execute(sql`update batches set state = 'settled', settled_at = now()`),
  },
  {
    kind: "feedback-stuck",
    words: /Webhook events wait/,
    begin: async () => {
      await ctx.db.execute(sql`
        insert into provider_events (id, type, occurred_at, received_at, payload)
        values ('e', 'email.sent', ${ctx.clock.now()}, ${ctx.clock.now()}, '{}')`);
      ctx.clock.advance(16 * minute);
    },
    end: () => ctx.db.execute(sql`update provider_events set applied_at = now()`),
  },
  {
    kind: "held-edition",
    words: /daily-2026-06-17 waits for approval, and its first digests are due/,
    begin: async () => {
      await plantSubscribers(ctx, 1);
      await plantEdition(ctx, { isHeld: true });
    },
    end: () => approveEdition(ctx, "daily-2026-06-17"),
  },
  {
    kind: "webhooks-refused",
    words: /6 webhooks were refused/,
    begin: async () => {
      for (let count = 0; count < 6; count += 1) ctx.refusals.note("webhook", "a test");
    },
    end: async () => ctx.clock.advance(16 * minute),
  },
  {
    kind: "clock-off",
    words: /A process on far-away does no work: its clock is 90000 s ahead of PostgreSQL's/,
    begin: () => reportOther({ clockOffsetMs: 90_000_000, isClockRight: false }),
    end: () => reportOther({}),
  },
  {
    kind: "disk-full",
    words: /disk of DATA_DIR on far-away is nearly full: 3 of 4000 MB are free/,
    begin: () => reportOther({ fullDisks: { DATA_DIR: "3 of 4000 MB are free" } }),
    end: () => reportOther({}),
  },
  {
    kind: "queue-moved",
    words: /answers MOVED/,
    begin: () => reportOther({ queueFault: "moved", queueError: "MOVED 866 10.0.0.1:7001" }),
    // A process that says nothing any more is gone.
    end: async () => ctx.clock.advance(4 * minute),
  },
];

/** What a process on another machine says of itself. */
async function reportOther(changes: Partial<typeof processReports.$inferInsert>): Promise<void> {
  const report = {
    id: "00000000-0000-4000-8000-000000000001",
    host: "far-away",
    reportedAt: ctx.clock.now(),
    clockOffsetMs: 0,
    isClockRight: true,
    queueError: null,
    fullDisks: {},
    ...changes,
  };
  await ctx.db
    .insert(processReports)
    .values(report)
    .onConflictDoUpdate({ target: processReports.id, set: report });
}

async function insertRuns(isOk: boolean, times: number): Promise<void> {
  for (let index = 0; index < times; index += 1) {
    ctx.clock.advance(minute);
    const at = ctx.clock.now();
    await ctx.db.execute(sql`
      insert into source_runs (source, day, started_at, finished_at, is_ok, error, papers, rejected)
      values ('hf', '2026-06-18', ${at}, ${at}, ${isOk}, ${isOk ? null : "HTTP 503"}, 0, 0)`);
  }
}

describe.each(causes)("the alert $kind", ({ kind, words, begin, end }) => {
  it("is mailed and posted once when it begins, and once when it ends", async () => {
    await checkAlerts(ctx);
    expect(await kinds()).not.toContain(kind);
    await begin();
    await check();
    expect(await kinds()).toContain(kind);
    const raised = posts.filter((post) => post.kind === kind);
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatchObject({ status: "raised", text: expect.stringMatching(words) });
    await end();
    await check();
    expect(await kinds()).not.toContain(kind);
    expect(posts.filter((post) => post.kind === kind).map(({ status }) => status)).toEqual([
      "raised",
      "cleared",
    ]);
    const about = (await mails()).filter(({ text }) => words.test(text.replaceAll(/\s+/g, " ")));
    expect(about.map(({ subject }) => /Over: /.test(subject)).sort()).toEqual([false, true]);
  });
});

describe("alerts", () => {
  it("are raised once by checks that run at the same time", async () => {
    await causes.find(({ kind }) => kind === "uncertain")?.begin();
    await Promise.all([checkAlerts(ctx), checkAlerts(ctx), checkAlerts(ctx)]);
    expect(await listActiveAlerts(ctx.db)).toHaveLength(1);
    expect(await mails()).toHaveLength(1);
  });

  it("come anew when the condition comes anew", async () => {
    const cause = causes.find(({ kind }) => kind === "source-down");
    for (let round = 0; round < 2; round += 1) {
      await cause?.begin();
      await check();
      await cause?.end();
      await check();
    }
    expect(posts.map(({ status }) => status)).toEqual(["raised", "cleared", "raised", "cleared"]);
    expect(new Set(posts.map(({ id }) => id)).size).toBe(2);
  });

  it("that the webhook refused are posted at the next check", async () => {
    hookStatus = 503;
    await insertRuns(false, 3);
    await check();
    expect(posts).toEqual([]);
    hookStatus = 200;
    await check();
    expect(posts).toHaveLength(1);
    expect(posts[0]?.from).toMatch(/^Paperboy\/0\.1 \(\+/);
  });

  it("are told once by many processes, each under a key of its own, whoever dies in between", async () => {
    await insertRuns(false, 3);
    const other = await createContext(ctx.config, { clock: ctx.clock });
    try {
      await Promise.all([ctx, other, ctx, other].map((one) => checkAlerts(one)));
      expect(posts.map(({ status }) => status)).toEqual(["raised"]);
      expect(await mails()).toHaveLength(1);
      // A process that died after it had taken the news of the end, and before it could post it.
      await insertRuns(true, 1);
      hookStatus = 503;
      await check();
      hookStatus = 200;
      const leasedUntil = new Date(ctx.clock.now().getTime() + minute);
      await ctx.db.execute(sql`update alerts set post_leased_until = ${leasedUntil}`);
      await checkAlerts(other);
      expect(posts).toHaveLength(1);
      ctx.clock.advance(minute);
      await checkAlerts(other);
      expect(posts.map(({ status }) => status)).toEqual(["raised", "cleared"]);
      expect(new Set(posts.map(({ key }) => key)).size).toBe(2);
    } finally {
      await other.close();
    }
  });

  it("have keys that no other installation uses at the same receiver, though it counts its alerts alike", async () => {
    const other = await createTestContext({
      clock: ctx.clock,
      env: { ALERT_WEBHOOK_URL: `${hook.url}/hook` },
    });
    try {
      for (const one of [ctx, other]) {
        await blockGate(
          one.db,
          new Date(one.clock.now().getTime() + 10 * minute),
          plainTrouble("quota-day"),
          one.clock.now(),
        );
        await checkAlerts(one);
      }
      const [here, there] = posts;
      expect(there).toMatchObject({ id: here?.id, kind: here?.kind, status: "raised" });
      expect(there?.key).not.toBe(here?.key);
    } finally {
      await other.close();
    }
  });

  it("of a kind that a worker of the release before does not know are not told anew when it clears them", async () => {
    await causes.find(({ kind }) => kind === "held-edition")?.begin();
    await check();
    await ctx.db.execute(
      sql`update alerts set cleared_at = ${ctx.clock.now()}, cleared_posted_at = ${ctx.clock.now()}`,
    );
    await check();
    expect(await kinds()).toEqual(["held-edition"]);
    expect(posts.map(({ status }) => status)).toEqual(["raised"]);
    expect(await mails()).toHaveLength(1);
  });
});
