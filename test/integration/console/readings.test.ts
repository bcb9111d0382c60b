import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { gatherReadings } from "../../../src/console/readings/gather-readings.ts";
import { limitStatements } from "../../../src/db/limit-statements.ts";
import { replayEvents } from "../../../src/delivery/feedback/replay-events.ts";
import { markPaper } from "../../../src/taste/mark-paper.ts";
import { createKeptReadings } from "../../../src/web/ops/kept-readings.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type MailEventType, makeEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient } from "../../support/ops-client.ts";
import { type PlantedEdition, plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";
import { writePapers } from "../../support/site-papers.ts";

const password = "a password of the operators";
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

let ctx: TestContext;
let site: WebServer;
let readers: string[];
let edition: PlantedEdition;

beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: password } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  readers = await plantSubscribers(ctx, 3);
  edition = await plantEdition(ctx);
  await writePapers(ctx.db, edition.papers);
  await ctx.db.execute(sql`
    update deliveries set state = 'submitted', submitted_at = ${ctx.clock.now()}, provider_id = edition_id || subscriber_id`);
  await ctx.db.execute(sql`update batches set state = 'settled', settled_at = ${ctx.clock.now()}`);
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

const paperOf = (at: number) => edition.papers[at]?.id ?? "";
const arxivOf = (at: number) => `https://arxiv.org/abs/${paperOf(at)}`;

/** An event of a reader's mail, so many seconds after it was submitted. */
function about(type: MailEventType, reader: number, seconds: number, link?: string) {
  const at = new Date(ctx.clock.now().getTime() + seconds * 1000);
  const subscriber = readers[reader] ?? "";
  const tags = [
    { name: "edition", value: edition.id },
    { name: "subscriber", value: subscriber },
  ];
  const to = [`reader${reader}@example.com`];
  const mail = { id: edition.id + subscriber, from: "digest@paperboy.example", to, subject: "Papers", tags };
  const click = { link, timestamp: at.toISOString(), userAgent: firefox };
  return makeEvent(type, mail, { at, ...(link === undefined ? {} : { data: { click } }) });
}

it("counts what readers clicked and marked by paper, people apart from machines, also from events that were reduced", async () => {
  const events = [
    ...[0, 1, 2].map((reader) => about("email.delivered", reader, 10)),
    about("email.clicked", 0, 600, arxivOf(0)),
    about("email.clicked", 0, 660, `https://arxiv.org/pdf/${paperOf(0)}`),
    about("email.clicked", 0, 700, "https://paperboy.example/preferences?token=x"),
    about("email.clicked", 1, 900, arxivOf(0)),
    // A scanner follows all links at once.
    ...[0, 1, 2].map((at) => about("email.clicked", 2, 12 + at, arxivOf(at))),
  ];
  await replayEvents(ctx, { lines: Readable.from(events.map((event) => JSON.stringify(event))) });
  for (const [reader, at, kind] of [
    [0, 0, "save"],
    [1, 0, "save"],
    [1, 1, "less"],
  ] as const)
    await markPaper(ctx, { subscriberId: readers[reader] ?? "", paperId: paperOf(at), kind, isSet: true });
  const { rows } = await ctx.db.execute(sql`select payload::text as kept from provider_events`);
  expect(JSON.stringify(rows)).not.toContain("arxiv.org");
  const { papers, isPartly } = await gatherReadings(ctx, edition.id);
  expect(isPartly).toBe(false);
  expect(papers.map(({ paperId }) => paperId)).toEqual(edition.papers.map(({ id }) => id));
  expect(papers.slice(0, 3)).toMatchObject([
    {
      clicks: { people: 2, machines: 1, links: { arxiv: 2, pdf: 1, code: 0 } },
      marks: { more: 0, less: 0, save: 2 },
    },
    { clicks: { people: 0, machines: 1 }, marks: { less: 1 } },
    { clicks: { people: 0, machines: 1 }, marks: { more: 0, less: 0, save: 0 } },
  ]);
});

it("shows the counts on the edition's page, on a page of their own and by command, and nobody's name", async () => {
  const client = createOpsClient(site.url);
  await client.logIn(password);
  // No page waits for long until clicks are counted.
  const all = await vi.waitFor(async () => {
    const page = await client.page(`/ops/editions/${edition.id}/readings`);
    expect(page.match(/href="\/papers\//g)).toHaveLength(edition.papers.length);
    return page;
  });
  expect(all).not.toContain("@example.com");
  // The edition's page waits for no count; it shows the one that was made for the page before.
  const own = await client.page(`/ops/editions/${edition.id}`);
  expect(own).toContain("What readers clicked and marked");
  expect(own).toMatch(
    />2<\/td><td class="words"><a[^>]*>Made-up paper number 1<\/a><\/td><td class="name">arxiv 2, pdf 1</,
  );
  const env = {
    DATABASE_URL: ctx.databaseUrl,
    TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
    MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
  };
  const { stdout } = await runCliHere(["readings", edition.id], env);
  expect(stdout).toMatch(
    new RegExp(`^ *2 +1 +2 +1 +0 +0 +0 +0 +0 +2 +${paperOf(0)} Made-up paper number 1$`, "m"),
  );
  expect(await runCliHere(["readings", "daily-2020-01-01"], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("There is no edition"),
  });
  expect((await client.get("/ops/editions/daily-2020-01-01/readings")).status).toBe(404);
});

it("says of an edition older than its events are kept that clicks are counted in part", async () => {
  ctx.clock.advance(91 * 86_400_000);
  expect((await gatherReadings(ctx, edition.id)).isPartly).toBe(true);
});

it("goes on counting for longer than a page may look, so that a later look has it", async () => {
  const find = createKeptReadings(ctx);
  const look = () => limitStatements(20, () => find(edition.id));
  await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`lock table paper_marks in access exclusive mode`);
    expect(await look()).toBeNull();
    await vi.waitFor(async () => {
      const { rowCount } = await ctx.db.execute(sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
          and query_start < clock_timestamp() - interval '100 ms'`);
      expect(rowCount).toBe(1);
    });
  });
  await vi.waitFor(async () => expect(await look()).toMatchObject({ editionId: edition.id }));
});
