import { sql } from "drizzle-orm";
import { PNG } from "pngjs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listFormerAddresses } from "../../../src/subscribers/address-changes-store.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { requireSubscriber } from "../../../src/subscribers/store.ts";
import { runHousekeeping } from "../../../src/upkeep/housekeeping.ts";
import { createOpsApp } from "../../../src/web/ops/app.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";
import { writePapers } from "../../support/site-papers.ts";

const password = "a password of the operators";

let ctx: TestContext;
let site: WebServer;
let ada: OpsClient;

beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: password, TRUSTED_PROXIES: "1" } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});
beforeEach(async () => {
  ctx.clock.set("2026-06-18T06:00:00Z");
  await emptyTables(ctx);
  ada = createOpsClient(site.url);
  await ada.logIn(password, "Ada");
});

type Kept = { verb: string; subject: string | null; name: string | null; before: unknown; after: unknown };

async function trail(): Promise<Kept[]> {
  const { rows } = await ctx.db.execute<Kept>(
    sql`select verb, subject, actor_name as name, before, after from audit_entries order by id`,
  );
  return rows;
}

const paperboy = (...args: string[]) =>
  runCliHere(args, {
    DATABASE_URL: ctx.databaseUrl,
    TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
    PUBLIC_URL: "https://paperboy.example",
    MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
    OPS_PASSWORD: password,
  });

test("a log-in asks for a name, and takes none that is empty, too long or an address; what was typed comes back", async () => {
  const stranger = createOpsClient(site.url);
  for (const [name, said] of [
    ["", "Write your name"],
    ["ada@example.com", "not a mail address"],
    ["x".repeat(61), "60 characters"],
  ] as const) {
    const answer = await stranger.logIn(password, name);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(said);
    if (name !== "") expect(html).toContain(`value="${name}"`);
  }
  expect((await stranger.get("/ops")).status).toBe(303);
  expect((await stranger.logIn(password, "  Grace \u202e Hopper\n")).status).toBe(303);
  expect(await stranger.page("/ops/sessions")).toMatch(/<td class="name">Grace Hopper/);
});

test("log-ins, wrong passwords and log-outs are told, with name, browser and where from; of a refused one nothing that was typed", async () => {
  const stranger = createOpsClient(site.url);
  const wrong = { name: "my secret password", password: "guess", next: "/ops" };
  for (let count = 0; count < 3; count += 1)
    await stranger.post("/ops/login", wrong, { "x-forwarded-for": "203.0.113.9" });
  await ada.submit("/ops/logout");
  const { rows } = await ctx.db.execute(
    sql`select verb, actor_kind, actor_name, actor_from, times, after from audit_entries order by id`,
  );
  expect(rows).toMatchObject([
    { verb: "session.log-in", actor_kind: "operator", actor_name: "Ada", times: 1 },
    { verb: "session.refuse", actor_kind: "stranger", actor_name: null, actor_from: "203.0.113.9", times: 3 },
    { verb: "session.log-out", actor_kind: "operator", actor_name: "Ada" },
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/secret password|guess/);
});

test("what lets an edition go is told with the revision that goes, a resumption as well as an approval", async () => {
  await plantSubscribers(ctx, 1);
  const { id } = await plantEdition(ctx, { isHeld: true });
  await ada.submit(`/ops/editions/${id}/pause`, { reason: "a look first" });
  await ada.submit(`/ops/editions/${id}/resume`);
  expect((await trail()).slice(-1)).toMatchObject([
    { verb: "edition.resume", before: { state: "paused" }, after: { state: "sending", revision: 1 } },
  ]);
});

test("steering is told with the states before and after; what changes nothing leaves no entry", async () => {
  await plantSubscribers(ctx, 1);
  const { id } = await plantEdition(ctx, { isHeld: true });
  await ada.submit(`/ops/editions/${id}/approve`);
  await ada.submit(`/ops/editions/${id}/approve`);
  await ada.submit(`/ops/editions/${id}/pause`, { reason: "asked by grace@example.com" });
  expect((await paperboy("cancel", "--edition", id)).code).toBe(0);
  expect((await trail()).slice(1)).toMatchObject([
    {
      verb: "edition.approve",
      subject: id,
      name: "Ada",
      before: { state: "held" },
      after: { state: "sending", revision: 1 },
    },
    { verb: "edition.pause", name: "Ada", after: { state: "paused", reason: "asked by (address)" } },
    { verb: "edition.cancel", before: { state: "paused" }, after: { state: "cancelled" } },
  ]);
  const page = await ada.page(`/ops/audit?verb=edition&subject=${id}`);
  expect(page).toContain(`<a href="/ops/editions/${id}">${id}</a>`);
  expect(page).toMatch(/state<\/span> <del>paused<\/del> <ins>cancelled<\/ins>/);
  expect(page).not.toContain("session.log-in</code></td>");
});

test("after a reader was changed, suppressed, exported and erased, no entry holds their address", async () => {
  const [id = ""] = await plantSubscribers(ctx, 1);
  const { email } = await requireSubscriber(ctx.db, id);
  const preferences = {
    cadence: "weekly",
    timezone: "Europe/Berlin",
    hour: "7",
    maxPapers: "10",
    detail: "summary",
  };
  await ada.submit(`/ops/readers/${id}/preferences`, preferences);
  const consent = `told by ${email}`;
  expect(
    (await paperboy("subscribers", "change-address", email, "new@example.com", "--consent", consent)).code,
  ).toBe(0);
  await ada.submit("/ops/suppressions", { email: "new@example.com", explanation: "new@example.com asked" });
  expect((await paperboy("suppressions", "add", "nobody@example.com", "--reason", "asked")).code).toBe(0);
  expect((await ada.get("/ops/subscribers/export?format=csv")).status).toBe(200);
  expect(await listFormerAddresses(ctx.db, id)).toHaveLength(1);
  await ada.submit(`/ops/readers/${id}/erase`);
  const kept = await trail();
  expect(kept.map(({ verb, subject }) => [verb, subject === id])).toEqual([
    ["session.log-in", false],
    ["subscriber.change", true],
    ["subscriber.change-address", true],
    ["suppression.add", true],
    ["suppression.add", false],
    ["subscribers.export", false],
    ["subscriber.erase", true],
  ]);
  expect(kept[1]?.after).toEqual({ changed: expect.arrayContaining(["cadence", "timezone"]) });
  expect(JSON.stringify(kept)).not.toMatch(/@|reader0|nobody/);
});

test("a reader who erases themselves is told as a reader; their own changes are nobody's business", async () => {
  const [id = ""] = await plantSubscribers(ctx, 1);
  const token = makeLinkToken(ctx.config, "preferences", { subscriberId: id, now: ctx.clock.now() });
  const send = (path: string, fields: Record<string, string>) =>
    fetch(site.url + path, {
      method: "POST",
      body: new URLSearchParams({ token, ...fields }),
      headers: { origin: "https://paperboy.example" },
    });
  await send("/erase", {});
  const { rows } = await ctx.db.execute(
    sql`select verb, actor_kind, subject, actor_from from audit_entries where verb <> 'session.log-in'`,
  );
  expect(rows).toEqual([{ verb: "subscriber.erase", actor_kind: "reader", subject: id, actor_from: null }]);
});

test("the page chooses by verb, name and day, goes on page by page, and gives a malformed day back", async () => {
  await ctx.db.execute(sql`
    insert into audit_entries (at, actor_kind, actor_name, actor_from, verb, subject)
    select '2026-06-17T10:00:00Z'::timestamptz + make_interval(mins => n), 'operator',
      case when n % 2 = 0 then 'Grace' else '=Ada <b>' end, '203.0.113.7', 'test.send', 'daily-2026-06-' || n
    from generate_series(1, 60) n`);
  const latest = await ada.page("/ops/audit?day=2026-06-17");
  expect(latest.match(/<code>test\.send<\/code>/g)).toHaveLength(50);
  const [, older = ""] = /href="([^"]+)">Older</.exec(latest) ?? [];
  const last = await ada.page(older.replaceAll("&amp;", "&"));
  expect(last.match(/<code>test\.send<\/code>/g)).toHaveLength(10);
  expect(last).not.toContain("Older");
  expect(last).toContain("=Ada &lt;b&gt;");
  expect((await ada.page("/ops/audit?who=grace")).match(/<code>test\.send<\/code>/g)).toHaveLength(30);
  expect(await ada.page("/ops/audit?verb=edition")).toContain("Nothing is recorded of that.");
  const refused = await ada.get("/ops/audit?day=18+June&who=grace");
  expect(refused.status).toBe(400);
  const html = await refused.text();
  expect(html).toContain("Write the day as YYYY-MM-DD");
  expect(html).toContain('value="grace"');
});

test("the trail is written to a file by page and command, runs in no spreadsheet, and is told itself", async () => {
  await ctx.db.execute(sql`
    insert into audit_entries (at, actor_kind, actor_name, verb, after)
    values ('2026-06-17T10:00:00Z', 'cli', '=1+1', 'test.send', '{"digestOf": null}')`);
  const csv = await (await ada.get("/ops/audit/export?format=csv&who=1")).text();
  expect(csv.split("\n").slice(0, 2)).toEqual([
    "id,at,actor,name,from,verb,subject,before,after,times",
    expect.stringMatching(
      /^\d+,2026-06-17T10:00:00\.000Z,cli,'=1\+1,,test\.send,,,"\{""digestOf"":null\}",1$/,
    ),
  ]);
  const { stdout } = await paperboy("audit", "--jsonl", "--verb", "test");
  expect(JSON.parse(stdout)).toMatchObject({ verb: "test.send", actor: { kind: "cli", name: "=1+1" } });
  const listed = await paperboy("audit", "--verb", "audit");
  expect(listed.stdout.match(/audit\.export/g)).toHaveLength(2);
  expect(listed.stdout).toContain("format: jsonl");
  const json: unknown[] = JSON.parse((await paperboy("audit", "--json", "--limit", "2")).stdout);
  expect(json).toHaveLength(2);
  for (const [args, said] of [
    [["--limit", "0"], "--limit must be"],
    [["--day", "yesterday"], "YYYY-MM-DD"],
    [["--who", "ada@example.com"], "holds no addresses"],
  ] as const)
    expect((await paperboy("audit", ...args)).stderr).toContain(said);
});

test("housekeeping lets go of what is older than the setting says", async () => {
  ctx.clock.advance(366 * 86_400_000);
  await runHousekeeping(ctx);
  expect(await trail()).toEqual([]);
});

test("a filter that is refused offers no export of what it does not show", async () => {
  const refused = await ada.get("/ops/audit?who=ada@example.com");
  expect(refused.status).toBe(400);
  const html = await refused.text();
  expect(html).toContain("The audit trail holds no addresses");
  expect(html).not.toContain("/ops/audit/export");
  expect(await ada.page("/ops/audit?who=Ada")).toContain("/ops/audit/export?who=Ada&amp;format=csv");
});

/** Forms that only look: what they post must stand in no address line. */
const looking = ["/preview", "/editions/:id/edit/mail", "/subscribers", "/readers", "/outbox"];
/** The forms of a new installation's set-up, of which its own tests tell what each leaves. */
const ofSetup = ["sender", "provider", "schedule", "readers", "edition", "finish"].map(
  (step) => `/setup/${step}`,
);

test("every form of these pages leaves its entry, and none of them an address or a secret", async () => {
  const [id = "", leaver = ""] = await plantSubscribers(ctx, 2);
  const planted = await plantEdition(ctx, { isHeld: true });
  const edition = planted.id;
  await writePapers(ctx.db, planted.papers.slice(0, 1));
  await ctx.db.execute(sql`
    insert into paper_listings (source, day, paper_id, first_seen_at)
    values ('huggingface', '2026-06-15', ${planted.papers[0]?.id}, '2026-06-15T12:00:00Z')`);
  await ctx.db.execute(sql`
    insert into due_periods (cadence, period, due_at, state)
    values ('daily', '2026-06-16', '2026-06-17T04:00:00Z', 'due')`);
  const secret = "reader0@example.com";
  const other = createOpsClient(site.url);
  const done = new Map<string, string[]>();
  /** Notes what a request to a route leaves in the trail. */
  const note = async (route: string, answer: () => Promise<Response>) => {
    const before = (await trail()).length;
    const { status } = await answer();
    expect([route, status]).toEqual([route, status < 400 ? status : "taken"]);
    const verbs = (await trail()).slice(before).map(({ verb }) => verb);
    done.set(route, [...(done.get(route) ?? []), ...verbs]);
  };
  const form = (route: string, fields: Record<string, string> = {}, path = route) =>
    note(route, () => ada.submit(`/ops${path}`, fields));
  const file = (
    route: string,
    name: string,
    content: string | Uint8Array<ArrayBuffer>,
    fields: Record<string, string>,
  ) =>
    note(route, async () => {
      const upload = new FormData();
      const all = { form_token: await ada.formToken(), ...fields };
      for (const [field, value] of Object.entries(all)) upload.append(field, value);
      upload.append("file", new Blob([content]), name);
      return ada.post(`/ops${route}`, upload);
    });
  const hashOf = async () =>
    (
      await ctx.db.execute<{ hash: string }>(
        sql`select address_hash as hash from suppressions where reason = 'operator'`,
      )
    ).rows[0]?.hash ?? "";
  const steer = (verb: string, fields = {}) =>
    form("/editions/:id/:verb", { reason: `for ${secret}`, ...fields }, `/editions/${edition}/${verb}`);

  await note("/login", () => other.logIn(password, "Grace"));
  await form("/sessions/end-others");
  await other.logIn(password, "Grace");
  const {
    rows: [session],
  } = await ctx.db.execute<{ id: string }>(sql`select id from ops_sessions where name = 'Grace'`);
  await form("/sessions/:id/end", {}, `/sessions/${session?.id}/end`);
  await form("/suppressions", { email: "nobody@example.com", explanation: `asked by ${secret}` });
  await form("/suppressions/:hash/remove", { explanation: secret }, `/suppressions/${await hashOf()}/remove`);
  await form("/preview/send-test", { to: "me@example.com" }, "/preview/send-test?mail=welcome");
  await form(
    "/editions/:id/edit",
    { do: "save", expected: "1", first: "", note: `Ask ${secret}`, subject: "", preheader: "" },
    `/editions/${edition}/edit`,
  );
  for (const verb of ["approve", "pause", "resume", "cancel", "uncancel", "pause"]) await steer(verb);
  await ctx.db.execute(sql`
    update deliveries set state = 'uncertain', reason = 'no answer', submitted_at = null where edition_id = ${edition}`);
  await ctx.db.execute(sql`update batches set state = 'uncertain' where edition_id = ${edition}`);
  await steer("settle", { as: "failed" });
  await steer("retry");
  await file("/subscribers/import", "readers.csv", "email\nnew@example.com\n", {
    consent: `told by ${secret}`,
    mode: "import",
  });
  await form(
    "/readers/:id/preferences",
    {
      cadence: "weekly",
      timezone: "Europe/Berlin",
      hour: "7",
      maxPapers: "10",
      detail: "summary",
      keywords: "secret wish",
    },
    `/readers/${id}/preferences`,
  );
  await form("/readers/:id/link", {}, `/readers/${id}/link`);
  await form("/readers/:id/unsubscribe", {}, `/readers/${leaver}/unsubscribe`);
  await form("/readers/:id/erase", {}, `/readers/${leaver}/erase`);
  const seen = async () => ({ version: (await ctx.settings.read(ctx.db)).version });
  await form("/settings", { "brand.tagline": "Papers of the week", ...(await seen()) });
  await form("/settings/words", { words: '{"en": {"welcome.subject": "Hello"}}', ...(await seen()) });
  const logo = new Uint8Array(PNG.sync.write(new PNG({ width: 64, height: 64 })));
  await file("/settings/logo", "logo.png", logo, await seen());
  await form("/settings/logo/remove", await seen());
  await form("/publish", { cadence: "daily", date: "2026-06-15" });
  await form("/ingest", { first: "2026-06-17", last: "", source: "arxiv" });
  await form("/periods/:cadence/:period/skip", {}, "/periods/daily/2026-06-16/skip");
  const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  await note("/queues/board/*", () =>
    fetch(`${site.url}/ops/queues/board/api/queues/housekeeping/pause`, {
      method: "PUT",
      headers: { cookie },
    }),
  );
  const formToken = await ada.formToken();
  await form("/logout");

  const { routes } = createOpsApp(ctx);
  const posted = routes.filter(
    ({ method, path }) => method === "POST" || (method === "ALL" && !/^\/?\*$/.test(path)),
  );
  expect([...new Set(posted.map(({ path }) => path))].sort()).toEqual(
    [...done.keys(), ...looking, ...ofSetup].sort(),
  );
  for (const [route, verbs] of done)
    expect([route, verbs]).toEqual([route, expect.arrayContaining([expect.any(String)])]);
  expect(done.get("/editions/:id/:verb")).toEqual(
    ["approve", "pause", "resume", "cancel", "uncancel", "pause", "settle", "retry"].map(
      (verb) => `edition.${verb}`,
    ),
  );
  const { rows } = await ctx.db.execute(sql`select * from audit_entries`);
  const [, token = ""] = /paperboy_ops=([^;]+)/.exec(cookie) ?? [];
  const written = JSON.stringify(rows);
  expect(written).not.toMatch(/@|reader0|nobody|secret wish/);
  for (const kept of [password, token, formToken]) expect(written).not.toContain(kept);
});
