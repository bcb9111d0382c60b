import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { listEditionStatus } from "../../../src/delivery/progress/edition-status.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { reviseEdition } from "../../../src/delivery/steer/revise-edition.ts";
import { pauseEdition, resumeEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { noEdits } from "../../../src/editions/edits.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";

let ctx: TestContext;
let site: WebServer;
let tab: OpsClient;
let otherTab: OpsClient;

beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: "a password of the operators" } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  tab = createOpsClient(site.url);
  await tab.logIn("a password of the operators");
  otherTab = createOpsClient(site.url);
  otherTab.cookies.set("paperboy_ops", tab.cookies.get("paperboy_ops") ?? "");
  await plantSubscribers(ctx, 3);
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

/** Presses a button of a confirmation page and reads what the next page says. */
async function press(client: OpsClient, id: string, verb: string, fields: Record<string, string> = {}) {
  const answer = await client.submit(`/ops/editions/${id}/${verb}`, fields);
  if (answer.status !== 303) return { status: answer.status, text: await answer.text() };
  return { status: 303, text: await client.page(answer.headers.get("location") ?? "") };
}

const stateOf = async (id: string) => (await listEditionStatus(ctx.db, id))[0];

/** Delivers all batches of an edition, as the worker would. */
async function deliverAll(id: string): Promise<void> {
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select id from batches where edition_id = ${id} and state in ('planned', 'sealed')`,
  );
  for (const { id: batchId } of rows) await deliverBatch(ctx, batchId);
}

describe("an edition at /ops", () => {
  test("is approved once, however many tabs press the button", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-01", isHeld: true });
    expect(await tab.page(`/ops/editions/${id}`)).toContain(`/ops/editions/${id}/approve`);
    const [first, second] = await Promise.all([press(tab, id, "approve"), press(otherTab, id, "approve")]);
    const said = [first.text, second.text].join();
    expect(said).toContain(`${id} is sending now.`);
    expect(said).toContain(`${id} was sending already; nothing changed.`);
    expect((await stateOf(id))?.state).toBe("sending");
    const third = await tab.page(`/ops/editions/${id}/approve`);
    expect(third).toContain("nothing to approve");
  });

  test("goes by nobody's button who looked at it before the newest revision, and is told who made that", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-05-30", isHeld: true });
    expect(await tab.page(`/ops/editions/${id}/approve`)).toContain('name="revision" value="1"');
    await reviseEdition(ctx, id, { expectedRevision: 1, edits: { ...noEdits, subject: "Of another hand" } });
    const refused = await press(tab, id, "approve", { revision: "1" });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("to revision 2, since you looked at revision 1");
    expect(refused.text).toContain('name="revision" value="2"');
    expect((await stateOf(id))?.state).toBe("held");
    expect((await press(tab, id, "approve", { revision: "2" })).text).toContain("is sending now");
  });

  test("tells before it is approved whom it will reach, and nothing changes by looking", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-05-31", isHeld: true });
    const told = "it goes to <strong>3</strong> of 3 readers";
    for (const path of ["approve", "forecast"])
      expect(await tab.page(`/ops/editions/${id}/${path}`)).toContain(told);
    expect(await tab.page(`/ops/editions/${id}`)).toContain(`/ops/editions/${id}/forecast`);
    expect(await stateOf(id)).toMatchObject({ state: "held", pending: 3 });
    expect((await tab.get("/ops/editions/daily-2020-01-01/forecast")).status).toBe(404);
  });

  test("pauses with its reason, resumes and is cancelled; each twice without harm", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-02" });
    const paused = await press(tab, id, "pause", { reason: "the <b>editor</b> found a slip" });
    expect(paused.text).toContain("the &lt;b&gt;editor&lt;/b&gt; found a slip");
    expect((await press(otherTab, id, "pause")).text).toContain("was paused already");
    expect((await press(tab, id, "resume")).text).toContain("is sending now");
    expect((await press(otherTab, id, "resume")).text).toContain("was sending already");
    expect((await press(tab, id, "cancel")).text).toContain("is cancelled now");
    expect((await press(otherTab, id, "cancel")).text).toContain("was cancelled already");
    expect(await stateOf(id)).toMatchObject({ state: "cancelled", planned: 3, excluded: 3 });
  });

  test("that is cancelled refuses what cannot be, and says why on the page", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-03" });
    await press(tab, id, "cancel");
    for (const verb of ["approve", "pause", "resume", "retry"]) {
      const refused = await press(tab, id, verb);
      expect([verb, refused.status]).toEqual([verb, 409]);
      expect(refused.text).toContain(`${id} is cancelled`);
    }
    expect((await stateOf(id))?.state).toBe("cancelled");
  });

  test("that is cancelled is taken back while no mail has left, and offers no such button after that", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-08" });
    await press(tab, id, "cancel");
    expect(await tab.page(`/ops/editions/${id}`)).toContain(`/ops/editions/${id}/uncancel`);
    expect((await press(tab, id, "uncancel")).text).toContain(
      `${id} is held again: 3 deliveries are planned, in 1 batches.`,
    );
    await press(tab, id, "approve");
    await deliverAll(id);
    await ctx.db.execute(sql`update editions set state = 'cancelled' where id = ${id}`);
    expect(await tab.page(`/ops/editions/${id}`)).not.toContain(`/ops/editions/${id}/uncancel`);
    expect((await press(tab, id, "uncancel")).text).toContain("mails of it have left");
  });

  test("that the breaker stopped goes on only when that is meant", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-04" });
    await ctx.db.execute(
      sql`update editions set state = 'paused', state_reason = 'breaker: 0.5 % complaints' where id = ${id}`,
    );
    const refused = await press(tab, id, "resume");
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("breaker");
    expect(await tab.page(`/ops/editions/${id}`)).toContain(`paperboy resume --edition ${id} --force`);
    expect(await tab.page(`/ops/editions/${id}/resume`)).toContain('name="force"');
    expect((await press(tab, id, "resume", { force: "yes" })).text).toContain("is sending now");
  });

  test("shows counts that add up and groups the reasons, down to the reader", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-05" });
    await deliverAll(id);
    await ctx.db.execute(sql`
      update deliveries set state = 'failed', reason = 'validation_error: <to> is bad: nobody@bad.example', submitted_at = null
      where edition_id = ${id} and subscriber_id = (select id from subscribers where email_key = 'reader1@example.com')`);
    const page = await tab.page(`/ops/editions/${id}`);
    expect(page).toContain("<strong>3</strong> planned =");
    expect(page).toContain("<strong>2</strong> submitted");
    expect(page).toContain("<strong>1</strong> failed");
    expect(page).toContain("validation_error: &lt;to&gt; is bad");
    const [, link = ""] = /href="([^"]*\/deliveries\?state=failed&amp;reason=[^"]*)"/.exec(page) ?? [];
    expect(link).not.toMatch(/@|%40|nobody/);
    const list = await tab.page(link.replaceAll("&amp;", "&"));
    expect(list).toContain("Reason: validation_error: &lt;to&gt; is bad: nobody@bad.example");
    expect(list).toContain("reader1@example.com");
    expect(list).not.toContain("reader2@example.com");
    const [, reader = ""] = /href="(\/ops\/readers\/[^"]+)"/.exec(list) ?? [];
    expect(await tab.page(reader)).toContain(id);
    const [, batch = ""] = /href="(\/ops\/batches\/[^"]+)"/.exec(list) ?? [];
    expect(await tab.page(batch)).toContain("Idempotency key");
  });

  test("is retried while it runs and from two tabs: each failed delivery is planned again once", async () => {
    const id = "daily-2026-06-05";
    const [first, second] = await Promise.all([press(tab, id, "retry"), press(otherTab, id, "retry")]);
    const said = [first.text, second.text].join();
    expect(said).toContain("Planned again: 1 deliveries, in 1 batches.");
    expect(said).toContain("No delivery had failed any more");
    await deliverAll(id);
    expect(await stateOf(id)).toMatchObject({ planned: 3, submitted: 3, failed: 0 });
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  });

  test("is settled by the first word given; the second finds nothing uncertain", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-06" });
    await deliverAll(id);
    await ctx.db.execute(sql`
      update deliveries set state = 'uncertain', reason = 'no answer', submitted_at = null where edition_id = ${id}`);
    await ctx.db.execute(sql`update batches set state = 'uncertain' where edition_id = ${id}`);
    const unsaid = await press(tab, id, "settle");
    expect(unsaid.status).toBe(400);
    expect(unsaid.text).toContain("Say what became of them");
    expect((await press(tab, id, "settle", { as: "failed" })).text).toContain(
      "Settled as failed: 3 deliveries.",
    );
    expect((await press(otherTab, id, "settle", { as: "submitted" })).text).toContain("nothing changed");
    expect(await stateOf(id)).toMatchObject({ failed: 3, submitted: 0, uncertain: 0 });
  });

  test("takes odd pages, states and reasons as no filter at all", async () => {
    for (const query of ["page=-1", "page=1e9", "page=x", "state=nonsense", "reason=%27%3B--"]) {
      const answer = await tab.get(`/ops/editions/daily-2026-06-05/deliveries?${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
    }
    expect((await tab.get("/ops/subscribers?find=%00")).status).toBe(404);
    expect((await tab.get("/ops/editions/%00/pause")).status).toBe(404);
  });
});

describe("live updates", () => {
  test("tell when an edition moved, and say nothing else", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-07", isHeld: true });
    const stream = await tab.get("/ops/live");
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = "";
    const hear = async (word: string) => {
      while (!heard.includes(word)) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error("The stream ended.");
        heard += value;
      }
    };
    await hear("event: hello");
    let isTold = false;
    const told = hear("event: change").then(() => {
      isTold = true;
    });
    await press(tab, id, "approve");
    // The first look tells how things stand; only what differs from it is news.
    let isPaused = false;
    const move = async () => {
      await (isPaused ? resumeEdition(ctx, id, false) : pauseEdition(ctx, id, "a look"));
      isPaused = !isPaused;
      return isTold;
    };
    await expect.poll(move, { timeout: 20_000, interval: 200 }).toBe(true);
    await told;
    await reader?.cancel();
  });

  test("are for who is logged in", async () => {
    const answer = await fetch(`${site.url}/ops/live`, { headers: { accept: "application/json" } });
    expect(answer.status).toBe(401);
  });
});

/** Presses "Send a test" on a page of the preview. */
function sendFrom(page: string, to: string): Promise<Response> {
  const [, action = ""] = /action="(\/ops\/preview\/send-test[^"]*)"/.exec(page) ?? [];
  const [, seen = ""] = /name="seen" value="([^"]*)"/.exec(page) ?? [];
  return tab.submit(plainOf(action), { to, seen });
}

const plainOf = (html: string) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");

const withoutTokens = (text: string) =>
  text.replaceAll(/(?<=[?&](?:token|t)=)[\w.-]+/g, "").replaceAll("\r\n", "\n");

describe("the preview", () => {
  test("shows a frozen edition, its size, headers and findings, in light and dark", async () => {
    const asked = await tab.submit("/ops/preview", {
      date: "2026-06-05",
      cadence: "daily",
      detail: "abstract",
      as: "READER1@example.com",
      scheme: "dark",
    });
    const path = asked.headers.get("location") ?? "";
    expect(path).toMatch(
      /^\/ops\/preview\?cadence=daily&date=2026-06-05&detail=abstract&reader=[0-9a-f-]{36}&scheme=dark$/,
    );
    const page = await tab.page(path);
    for (const [, link = ""] of page.matchAll(/(?:href|action|src)="([^"]*)"/g))
      expect(link).not.toMatch(/@|%40/);
    expect(page).toContain('value="reader1@example.com"');
    expect(page).toContain("frozen edition daily-2026-06-05");
    expect(page).toContain("of 102,400 bytes");
    expect(page).toContain("List-Unsubscribe");
    expect(page).toContain("to reader1@example.com");
    const light = await tab.get("/ops/preview/mail?date=2026-06-05&scheme=light");
    expect(light.headers.get("content-security-policy")).toContain("default-src 'none'");
    const dark = await tab.page("/ops/preview/mail?date=2026-06-05&scheme=dark");
    expect(dark).not.toBe(await light.text());
    expect(dark).not.toContain("prefers-color-scheme");
  });

  test("says in a sentence what it cannot show", async () => {
    for (const [query, status] of [
      ["date=yesterday", 400],
      ["date=2026-02-30", 400],
      ["date=1999-01-01", 409],
      ["cadence=hourly", 400],
      ["date=2026-06-05&as=reader1@example.com", 400],
      ["date=2026-06-05&reader=00000000-0000-4000-8000-000000000000", 404],
      ["date=2026-06-05&reader=nonsense", 404],
    ] as const) {
      const answer = await tab.get(`/ops/preview?${query}`);
      expect([query, answer.status]).toEqual([query, status]);
      expect(await answer.text()).toMatch(/role="alert"/);
    }
    for (const as of ["nobody@example.com", "nonsense"]) {
      const answer = await tab.submit("/ops/preview", { date: "2026-06-05", as });
      expect([as, answer.status]).toEqual([as, 404]);
      const page = await answer.text();
      expect(page).toContain("Nobody subscribes with this address.");
      expect(page).toContain(`value="${as}"`);
    }
  });

  test("sends a test that is marked as one and counts nowhere", async () => {
    const before = await stateOf("daily-2026-06-05");
    const answer = await tab.submit("/ops/preview/send-test?date=2026-06-05", { to: "editor@example.com" });
    expect(answer.status).toBe(303);
    expect(await tab.page(answer.headers.get("location") ?? "")).toContain(
      "is on its way to editor@example.com",
    );
    const { rows } = await ctx.db.execute<{ subject: string; tags: Record<string, string> }>(
      sql`select subject, tags from outbox_mails where recipient = 'editor@example.com'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.subject).toMatch(/^\[Test\] /);
    expect(rows[0]?.tags).toEqual({ kind: "test" });
    expect(await stateOf("daily-2026-06-05")).toEqual(before);
    expect((await tab.submit("/ops/preview/send-test?date=2026-06-05", { to: "nonsense" })).status).toBe(400);
  });

  test.each([
    ["a reader's own digest, to somebody else", { as: "picky@example.com" }, "colleague@example.com"],
    ["a reader's digest to another reader", { as: "picky@example.com" }, "reader2@example.com"],
    ["nobody's digest, to a reader with a choice", {}, "picky@example.com"],
    ["at another level of detail", { as: "picky@example.com", detail: "abstract" }, "editor2@example.com"],
  ])("sends what it shows: %s", async (_, choice, to) => {
    await addSubscriber(ctx, {
      email: "picky@example.com",
      source: "test",
      consent: { wording: "a test" },
      preferences: { maxPapers: 2, detail: "title" },
    });
    const asked = await tab.submit("/ops/preview", { date: "2026-06-05", cadence: "daily", ...choice });
    const path = asked.headers.get("location") ?? "";
    const page = await tab.page(path);
    const answer = await sendFrom(page, to);
    expect(answer.status).toBe(303);
    const [, subject = ""] = /<h2>([^<]*)<\/h2>/.exec(page) ?? [];
    const { rows } = await ctx.db.execute<{ subject: string; text: string; headers: Record<string, string> }>(
      sql`select subject, text, headers from outbox_mails where recipient = ${to} and subject like '[Test]%' order by accepted_at desc limit 1`,
    );
    const [, shown = ""] = /<pre[^>]*>([^<]*)<\/pre>/.exec(page) ?? [];
    expect(`[Test] ${plainOf(subject)}`).toBe(rows[0]?.subject);
    expect(withoutTokens(rows[0]?.text ?? "")).toBe(withoutTokens(plainOf(shown)));
    // Whoever gets another's digest cannot unsubscribe them.
    const link = /<([^>]*\/unsubscribe\?token=[^>]*)>/.exec(rows[0]?.headers["List-Unsubscribe"] ?? "")?.[1];
    await fetch(new URL(new URL(link ?? "").pathname + new URL(link ?? "").search, site.url), {
      method: "POST",
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
    });
    const { rows: left } = await ctx.db.execute(
      sql`select email from subscribers where state = 'unsubscribed'`,
    );
    expect(left).toEqual([]);
  });

  test("sends nothing in the place of what was shown: the ranking, or the reader's choice, has changed", async () => {
    const preview = await tab.submit("/ops/preview", { date: "2026-06-05", as: "picky@example.com" });
    const page = await tab.page(preview.headers.get("location") ?? "");
    await ctx.db.execute(sql`update subscribers set max_papers = 1 where email_key = 'picky@example.com'`);
    const answer = await sendFrom(page, "late@example.com");
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("has changed since you looked at it");
    const { rows } = await ctx.db.execute(
      sql`select id from outbox_mails where recipient = 'late@example.com'`,
    );
    expect(rows).toEqual([]);
  });

  test("sends no test to an address that is suppressed", async () => {
    await suppressAddress(ctx, { email: "gone@example.com", reason: "complaint", explanation: null });
    const answer = await tab.submit("/ops/preview/send-test?date=2026-06-05", { to: "gone@example.com" });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("suppressed");
  });
});

describe("the other pages", () => {
  test("show sources with what they refused, and the queues", async () => {
    await ctx.db.execute(sql`
      insert into source_runs (source, day, started_at, finished_at, is_ok, error, papers, rejected) values
        ('huggingface', '2026-06-17', now(), now(), true, null, 30, 1),
        ('arxiv', '2026-06-17', now(), now(), false, 'arXiv answered 503', 0, 0)`);
    await ctx.db.execute(sql`
      insert into rejected_items (source, day, item_id, reason, first_seen_at)
      values ('huggingface', '2026-06-17', '#3', 'the title is <missing>', now())`);
    const now = ctx.clock.now();
    await ctx.db.execute(sql`
      insert into papers (id, title, abstract, authors, published_at, first_seen_at, updated_at)
      values ('2606.07777', 'A <sudden> success', 'a', '{x}', ${now}, ${now}, ${now})`);
    await ctx.db.execute(sql`
      insert into paper_listings (day, source, paper_id, first_seen_at)
      values (${now.toISOString().slice(0, 10)}, 'huggingface', '2606.07777', ${now})`);
    await ctx.db.execute(sql`
      insert into paper_signals (paper_id, observed_at, upvotes, comments) values
        ('2606.07777', ${new Date(now.getTime() - 3_600_000)}, 4, 0), ('2606.07777', ${now}, 1040, 0)`);
    await ctx.db.execute(sql`
      insert into citing_repos_endpoint (day, asked, failures, last_failure, retry_at)
      values (${now.toISOString().slice(0, 10)}, 3, 2, 'busy', '2026-06-18T05:00:00Z')`);
    const sources = await tab.page("/ops/sources");
    expect(sources).toContain(
      "Failed (<code>busy</code>), in a row: 2. Asked again 2026-06-18 05:00:00 UTC.",
    );
    expect(sources).toContain("Asked 3 of 0 times today");
    expect(sources).toContain("A &lt;sudden&gt; success: the upvotes jumped within an hour from 4 to 1,040");
    expect(sources).toContain("arXiv answered 503");
    expect(sources).toContain("the title is &lt;missing&gt;");
    const queues = await tab.page("/ops/queues");
    expect(queues).toContain("PostgreSQL");
    expect(queues).toContain("seals and sends one batch");
  });

  test("lend BullMQ's board this session, these fonts and no other host", async () => {
    const board = await tab.get("/ops/queues/board");
    const html = await board.text();
    expect(html).not.toMatch(/(?:href|src)="https?:/);
    expect(board.headers.get("content-security-policy")).toContain("font-src 'self'");
    const sheet = "/ops/assets/board-fonts.css";
    const [, font = ""] = /url\(([^)]+)\)/.exec(await tab.page(sheet)) ?? [];
    expect((await tab.get(new URL(font, site.url + sheet).pathname)).headers.get("content-type")).toBe(
      "font/woff2",
    );
    const queues = await (await tab.get("/ops/queues/board/api/queues")).json();
    expect(JSON.stringify(queues)).toContain('"deliver"');
    const stranger = await fetch(`${site.url}/ops/queues/board/api/queues`, {
      headers: { accept: "application/json" },
    });
    expect(stranger.status).toBe(401);
    const foreign = await tab.get("/ops/queues/board/api/queues", { "sec-fetch-site": "cross-site" });
    expect(foreign.status).toBe(200);
    const forged = await tab.post(
      "/ops/queues/board/api/queues/deliver/pause",
      {},
      { "sec-fetch-site": "cross-site" },
    );
    expect(forged.status).toBe(409);
  });
});

describe.each(redisUrls())("the queues' pages with the queue in $backend", ({ url }) => {
  test("count the jobs that wait, and show them on the board", async () => {
    const env: Record<string, string> =
      url === null ? {} : { REDIS_URL: url, QUEUE_PREFIX: `{ops-${process.pid}-${Date.now()}}` };
    const other = await createTestContext({ env });
    const server = await startWebServer(other, { port: 0, host: "127.0.0.1" });
    await other.queues.ring("ingest", {});
    const client = createOpsClient(server.url);
    const page = await client.page("/ops/queues");
    expect(page).toContain(url === null ? "BullMQ on PostgreSQL" : "BullMQ on Redis");
    expect(page).toMatch(/>ingest<\/a><\/td><td[^>]*>[^<]*<\/td><td class="number">1</);
    const board = await (await client.get("/ops/queues/board/api/queues?activeQueue=ingest")).json();
    expect(JSON.stringify(board)).toMatch(/"name":"ingest".*?"counts":\{[^}]*"waiting":1/);
    await server.close();
    await other.close();
  });
});
