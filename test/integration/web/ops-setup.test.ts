import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnv } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/env.ts";
import { addEnvFile } from "../../../src/config/env-file.ts";
import { listOpenNeeds } from "../../../src/console/open-needs.ts";
import { createContext } from "../../../src/context.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { approveEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { awaitMailer, awaitsAnotherMailer, noteMailing } from "../../../src/due/marks-store.ts";
import { AppError } from "../../../src/errors.ts";
import { paperListings } from "../../../src/papers/tables.ts";
import { draftEdition } from "../../../src/publish/draft-edition.ts";
import { publishDuePeriod } from "../../../src/publish/publish-due-period.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { checkSendingDomain, ensureWebhook } from "../../../src/setup/ask-account.ts";
import {
  enterSetup,
  findSetupAnswers,
  offerSetup,
  resumeSetup,
  setupMs,
} from "../../../src/setup/enter-setup.ts";
import { envLines } from "../../../src/setup/env-lines.ts";
import { refreshFirstEdition, sendFirstEdition } from "../../../src/setup/first-edition.ts";
import { importReaders } from "../../../src/setup/import-readers.ts";
import { publishPatternOf } from "../../../src/setup/publication-hour.ts";
import { writeEnvFile } from "../../../src/setup/write-env-file.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { initFolder } from "../../../src/upkeep/init.ts";
import { gatherAlertFacts } from "../../../src/watch/alert-facts.ts";
import { conditionsOf } from "../../../src/watch/alert-rules.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type FakeArxiv, startFakeArxiv } from "../../fakes/fake-arxiv.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { awkwardDay } from "../../fixtures/papers/daily-items.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { frozenPaper, writePapers, writeSignals } from "../../support/site-papers.ts";

const goodKey = "re_good_key_of_the_account";
const postalAddress = "Example Lab, 1 Example Street, Exampleton";
const sender = {
  name: "Lab Papers",
  from: "digest@lab.example",
  postalAddress,
  opsEmail: "ada@lab.example",
  publicUrl: "https://papers.lab.example",
};

let ctx: TestContext;
let resend: FakeResend;
let huggingface: FakeHuggingFace;
let arxiv: FakeArxiv;
let site: WebServer;
const domains: {
  name: string;
  status: "verified" | "pending" | "not_started" | "failed";
  becomes?: "verified";
}[] = [];

beforeAll(async () => {
  resend = await startFakeResend({ apiKey: goodKey, domains });
  [huggingface, arxiv] = await Promise.all([startFakeHuggingFace(), startFakeArxiv()]);
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z", env: providers() });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
  await Promise.all([resend.close(), huggingface.close(), arxiv.close()]);
});

const providers = () => ({
  RESEND_BASE_URL: resend.url,
  HF_BASE_URL: huggingface.url,
  ARXIV_BASE_URL: arxiv.url,
  ARXIV_FEED_URL: arxiv.url,
  ARXIV_SPACING_MS: "0",
});

/** Posts a form of the set-up with the token of its own page. */
async function answer(browser: OpsClient, step: string, fields: Record<string, string>): Promise<Response> {
  const page = await browser.page(`/ops/setup/${step}`);
  const [, token = ""] = /name="form_token" value="([^"]+)"/.exec(page) ?? [];
  return browser.post(`/ops/setup/${step}`, { form_token: token, ...fields });
}

/** Sends the form of the readers' step with a list, or with the one that is kept. */
async function bring(
  browser: OpsClient,
  list: string | null,
  fields: Record<string, string> = {},
): Promise<string> {
  const page = await browser.page("/ops/setup/readers");
  const form = new FormData();
  form.set("form_token", /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? "");
  form.set("consent", "signed up for the former list");
  for (const [name, value] of Object.entries({ mode: "try", ...fields })) form.set(name, value);
  if (list !== null) form.set("file", new Blob([`email\n${list}`]), "readers.csv");
  return (await browser.post("/ops/setup/readers", form)).text();
}

async function open(): Promise<OpsClient> {
  const browser = createOpsClient(site.url);
  const token = await offerSetup(ctx);
  expect((await browser.get(`/ops/setup?token=${token}`)).headers.get("location")).toBe("/ops/setup");
  return browser;
}

describe("the first set-up", () => {
  test("is not there for who has no link, a wrong one, a used one, or one that another has replaced", async () => {
    const stranger = createOpsClient(site.url);
    for (const at of [
      "/ops/setup",
      "/ops/setup/sender",
      "/ops/setup/finish",
      "/ops/setup?token=",
      `/ops/setup?token=${"a".repeat(43)}`,
    ])
      expect((await stranger.get(at)).status, at).toBe(404);
    expect((await stranger.post("/ops/setup/sender", sender)).status).toBe(404);
    const former = await offerSetup(ctx);
    const token = await offerSetup(ctx);
    expect((await stranger.get(`/ops/setup?token=${former}`)).status).toBe(404);
    const owner = createOpsClient(site.url);
    expect((await owner.get(`/ops/setup?token=${token}`)).status).toBe(303);
    expect((await stranger.get(`/ops/setup?token=${token}`)).status).toBe(404);
    // Who opened it may open it again.
    expect((await owner.get(`/ops/setup?token=${token}`)).status).toBe(303);
    expect((await owner.get("/ops/setup")).headers.get("location")).toBe("/ops/setup/sender");
    expect((await owner.post("/ops/setup/sender", sender)).status).toBe(409);
  });

  test("ends after two days, and the tables tell neither link nor cookie", async () => {
    const token = (await offerSetup(ctx)) ?? "";
    const session = (await enterSetup(ctx, token)) ?? "";
    const { rows } = await ctx.db.execute(sql`select * from setups`);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(session);
    expect(await resumeSetup(ctx, session)).toEqual({});
    const now = ctx.clock.now();
    ctx.clock.set(new Date(now.getTime() + setupMs));
    expect(await resumeSetup(ctx, session)).toBeNull();
    expect(await enterSetup(ctx, token)).toBeNull();
    ctx.clock.set(now);
  });

  test("leads from the name to a configuration, and leaves nothing open behind it", async () => {
    const browser = await open();
    // Who sends: refused as it was typed, then kept.
    const refused = await answer(browser, "sender", {
      ...sender,
      from: "nobody",
      // All marks that quote: no file of variables can hold it, which is said here and not at the end.
      postalAddress: `"The Lab", 1 O'Hara \`St\``,
      publicUrl: "https://x.example/../y",
    });
    expect(refused.status).toBe(422);
    const form = await refused.text();
    expect(form).toContain('value="nobody"');
    expect(form.match(/role="alert"/g)).toHaveLength(3);
    // A domain is asked of the provider as mails name it.
    await answer(browser, "sender", { ...sender, from: "digest@b\u00fccher.example" });
    expect(await browser.page("/ops/setup/sender")).toContain('value="digest@xn--bcher-kva.example"');
    expect((await answer(browser, "sender", sender)).headers.get("location")).toBe("/ops/setup/provider");
    expect((await ctx.settings.read(ctx.db)).brand.name).toBe("Lab Papers");
    expect(await browser.page("/ops/setup/sender")).toContain('value="digest@lab.example"');

    // The key is asked of the provider.
    const wrong = await answer(browser, "provider", { do: "key", key: "re_another" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("Resend refuses this key");
    expect((await answer(browser, "provider", { do: "key", key: goodKey })).status).toBe(303);

    // The domain: not there, added with its records, verified.
    expect(await browser.page("/ops/setup/provider")).toContain(
      "lab.example is not among the account&#x27;s domains",
    );
    await answer(browser, "provider", { do: "domain" });
    const added = await browser.page("/ops/setup/provider");
    expect(added).toContain("lab.example is not verified (not started)");
    expect(added).toContain("resend._domainkey");
    const [domain] = domains;
    if (domain) domain.becomes = "verified";
    await answer(browser, "provider", { do: "domain" });
    expect(await browser.page("/ops/setup/provider")).toContain("lab.example is verified:");

    // The webhook, twice: there is one.
    for (let times = 0; times < 2; times += 1)
      expect((await answer(browser, "provider", { do: "webhook" })).status).toBe(303);
    const hooks = await fetch(`${resend.url}/webhooks`, {
      headers: { authorization: `Bearer ${goodKey}`, "user-agent": "test" },
    });
    const { data } = (await hooks.json()) as { data: { endpoint: string; events: string[] }[] };
    expect(data.map(({ endpoint }) => endpoint)).toEqual(["https://papers.lab.example/webhooks/resend"]);
    expect(data[0]?.events).toContain("email.complained");

    // What and when.
    expect(
      (
        await answer(browser, "schedule", {
          hour: "6",
          timezone: "Europe/Berlin",
          categories: "cs.CL, cs.XX",
        })
      ).status,
    ).toBe(422);
    expect(
      (
        await answer(browser, "schedule", {
          hour: "6",
          timezone: "Europe/Berlin",
          categories: "cs.CL, cs.lg",
          hold: "yes",
        })
      ).status,
    ).toBe(303);

    // Readers of a former list: rehearsed, then imported. Nothing of the set-up is over by them.
    const rehearsed = await bring(browser, "ada@readers.example\nbob@readers.example\nnobody\n");
    expect(rehearsed).toContain("Rehearsal: nothing was changed");
    const [, kept = ""] = /name="kept" value="([^"]+)"/.exec(rehearsed) ?? [];
    expect(await bring(browser, null, { kept, mode: "import" })).toContain("2 readers were imported.");
    expect(await browser.page("/ops/setup/readers")).toContain("2 readers were imported.");

    // The first edition: not without papers; then held, and to the operator alone.
    const early = await answer(browser, "edition", {});
    expect(early.status).toBe(409);
    expect(await early.text()).toContain("No papers are known yet");
    await listPapersOn(ctx, "2026-06-17");
    // The button pressed twice, and in a tab that shows the page of before: one test is mailed.
    const before = await browser.page("/ops/setup/edition");
    const fields = Object.fromEntries(
      [...before.matchAll(/ name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
        name,
        value,
      ]),
    );
    const press = () => browser.post("/ops/setup/edition", fields);
    const pressed = [...(await Promise.all([press(), press()])), await press()];
    expect(pressed.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await browser.page("/ops/setup/edition")).toContain("The edition of 2026-06-17 is made and held");
    expect(
      resend.mails.map(({ from, to, subject }) => ({ from, to, isTest: subject.startsWith("[Test] ") })),
    ).toEqual([
      { from: expect.stringContaining("<digest@lab.example>"), to: ["ada@lab.example"], isTest: true },
    ]);
    expect(resend.mails[0]?.from).toContain("Lab Papers");
    const held = { id: "daily-2026-06-17", state: "held", planned: 2 };
    const editions = sql`select id, state, planned from editions`;
    expect((await ctx.db.execute(editions)).rows).toEqual([held]);

    // Sent once more as it is, the first step changes nothing; of another site the webhook is another.
    await answer(browser, "sender", sender);
    expect(await browser.page("/ops/setup/edition")).toContain("is made and held");
    await answer(browser, "sender", { ...sender, publicUrl: "https://other.lab.example" });
    await answer(browser, "sender", sender);
    expect(await browser.page("/ops/setup/provider")).toContain("Make the webhook");
    await answer(browser, "provider", { do: "webhook" });

    // Who sends is another by now: so is what the edition says, in the test and in what waits.
    await answer(browser, "sender", { ...sender, postalAddress: "2 Other Street, Exampleton" });
    expect(await browser.page("/ops/setup/edition")).not.toContain("is made and held");
    await answer(browser, "edition", {});
    expect(resend.mails[1]?.html).toContain("2 Other Street");
    await answer(browser, "sender", sender);
    expect((await ctx.db.execute(editions)).rows).toEqual([held]);

    // It is shown once, and makes a configuration.
    const [, token = ""] =
      /name="form_token" value="([^"]+)"/.exec(await browser.page("/ops/setup/finish")) ?? [];
    const finish = { form_token: token, how: "show" };
    const [finished, twice] = await Promise.all([
      browser.post("/ops/setup/finish", finish),
      browser.post("/ops/setup/finish", finish),
    ]);
    expect(finished.headers.get("cache-control")).toBe("no-store");
    const page = await finished.text();
    expect(page).toContain('href="/ops/editions/daily-2026-06-17"');
    const draft = await draftEdition(ctx, { cadence: "daily", period: "2026-06-17" });
    expect(JSON.stringify(await draft.template("summary", "en"))).toContain(postalAddress);
    // Pressed twice, or again because the answer was lost: nothing else has what it shows. Only for the browser itself.
    expect(await twice.text()).toBe(page);
    expect(await (await browser.post("/ops/setup/finish", finish)).text()).toBe(page);
    expect((await browser.post("/ops/setup/finish", { how: "show" })).status).toBe(409);
    expect((await createOpsClient(site.url).post("/ops/setup/finish", finish)).status).toBe(404);
    const [, shown = ""] = /<pre[^>]*>([\s\S]*?)<\/pre>/.exec(page) ?? [];
    const lines = shown
      .replaceAll("&#x27;", "'")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&")
      .split("\n");
    const config = readConfig(
      Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 2, -1)]),
      ),
    );
    expect(config.isProduction).toBe(true);
    expect(config.mail).toMatchObject({
      transport: "resend",
      from: "digest@lab.example",
      postalAddress,
      resend: { apiKey: goodKey },
    });
    expect(config.mail.resend.webhookSecrets[0]).toMatch(/^whsec_/);
    expect(config.schedule.publishAt).toBe("0 4 * * *");
    expect(config.sources.arxivCategories).toEqual(["cs.CL", "cs.LG"]);
    expect(config.hold.cadences).toContain("daily");
    expect(config.site.opsPassword?.length).toBeGreaterThanOrEqual(16);
    expect(config.tokens.secrets).toEqual(ctx.config.tokens.secrets);

    for (const at of ["/ops/setup", "/ops/setup/sender", "/ops/setup/finish"])
      expect((await browser.get(at)).status).toBe(404);
    expect(await offerSetup(ctx)).toBeNull();
    const { rows } = await ctx.db.execute(
      sql`select setups::text as kept from setups union all select after::text from audit_entries`,
    );
    expect(JSON.stringify(rows)).not.toMatch(/re_good|whsec_/);
  });
});

describe("the set-up of another installation", () => {
  test("ends with a log-in, and is not offered to one that has a reader or mails already", async () => {
    const password = "correct horse battery staple";
    const other = await createTestContext({ env: { OPS_PASSWORD: password } });
    const server = await startWebServer(other, { port: 0, host: "127.0.0.1" });
    try {
      const token = await offerSetup(other);
      const browser = createOpsClient(server.url);
      expect((await browser.get(`/ops/setup?token=${token}`)).status).toBe(303);
      expect((await createOpsClient(server.url).logIn("wrong")).status).toBe(403);
      expect((await browser.get("/ops/setup/sender")).status).toBe(200);
      await createOpsClient(server.url).logIn(password);
      expect((await browser.get("/ops/setup/sender")).status).toBe(404);
      expect(await offerSetup(other)).toBeNull();
    } finally {
      await server.close();
      await other.close();
    }
    const used = await createTestContext();
    await subscribe(used, { email: "reader@example.org", source: "site" });
    expect(await offerSetup(used)).toBeNull();
    await used.close();
  });
});

describe("the first edition and its readers", () => {
  let other: TestContext;
  beforeAll(async () => {
    other = await createTestContext({ now: "2026-06-18T09:00:00Z", env: providers() });
    await enterSetup(other, (await offerSetup(other)) ?? "");
  });
  afterAll(() => other.close());

  const answers = { ...sender, publishAt: "0 4 * * *" };
  const secrets = { apiKey: goodKey, webhookSecret: null, newPassword: null };
  const mailing = { MAIL_TRANSPORT: "resend", RESEND_API_KEY: goodKey };

  test("a day of which nothing is known is collected first, and one edition is made of it, however often", async () => {
    // The day before is a Wednesday without papers, as on a feast.
    huggingface.setDay("2026-06-16", awkwardDay());
    const [former] = domains.splice(0, domains.length, { name: "lab.example", status: "verified" });
    const first = await sendFirstEdition(other, answers, secrets);
    expect(first).toMatchObject({ editionId: "daily-2026-06-16", isFrozen: true });
    await sendFirstEdition(other, answers, secrets);
    const mailed = resend.mails.length;
    const second = await createContext(testConfig(other.databaseUrl, providers()), { clock: other.clock });
    const both = await Promise.all([other, second].map((one) => sendFirstEdition(one, answers, secrets)));
    await second.close();
    expect(both.filter((sent) => sent !== null)).toHaveLength(1);
    expect(resend.mails).toHaveLength(mailed + 1);
    const { rows } = await other.db.execute(sql`select id, state, revision from editions`);
    expect(rows).toEqual([{ id: "daily-2026-06-16", state: "held", revision: 1 }]);
    if (former) domains.splice(0, domains.length, former);
  });

  test("a list that is refused makes nothing wait, and counts for no readers", async () => {
    const listOf = (text: string) =>
      (async function* () {
        yield text;
      })();
    const refused = [
      { lines: listOf("email\nada@readers.example\n"), consent: " " },
      { lines: listOf("name\nAda\n"), consent: "signed up for the former list" },
    ];
    for (const input of refused)
      await expect(importReaders(other, { ...input, isDryRun: false })).rejects.toBeInstanceOf(AppError);
    expect(await awaitsAnotherMailer(other.db, other.mailer.name)).toBe(false);
    expect((await findSetupAnswers(other.db)).readers).toBeUndefined();
  });

  test("nobody who was imported is mailed into the local mailbox, approved or not, until a process mails", async () => {
    const lines = (async function* () {
      yield "email\nada@readers.example\n";
    })();
    await importReaders(other, { lines, consent: "signed up for the former list", isDryRun: false });
    // The first edition was made before they came: they are planned in it, once.
    const now = await findSetupAnswers(other.db);
    for (let times = 0; times < 2; times += 1)
      await refreshFirstEdition(other, { ...answers, ...now }, secrets);
    const first = sql`select planned, (select count(*)::int from deliveries) as rows from editions`;
    expect((await other.db.execute(first)).rows).toEqual([{ planned: 1, rows: 1 }]);
    other.clock.set("2026-06-19T12:00:00Z");
    await approveEdition(other, "daily-2026-06-16");
    expect((await dispatchDue(other)).rung).toBe(0);
    // Rung for by another process, or killed and begun again: no worker of this one takes it.
    const [batch] = await other.db.select({ id: batches.id, editionId: batches.editionId }).from(batches);
    expect(await deliverBatch(other, batch?.id ?? "", batch?.editionId)).toEqual({ kind: "idle" });
    expect((await other.db.execute(sql`select from outbox_mails`)).rows).toEqual([]);
    other.clock.set("2026-06-19T13:00:00Z");
    const facts = await gatherAlertFacts(other, other.clock.now());
    expect(conditionsOf(facts).map(({ kind }) => kind)).not.toContain("queue-dead");
    const set = testConfig(other.databaseUrl, { ...providers(), ...mailing });
    const started = await createContext(set, { clock: other.clock });
    expect((await dispatchDue(started)).rung).toBe(1);
    expect((await listOpenNeeds(other)).map(({ message }) => message).join()).not.toContain("Start Paperboy");
    await started.close();
  });

  test("a process from before the set-up takes nothing beside one that mails, and one begun on purpose does later", async () => {
    const { clock } = other;
    const open = (env: Record<string, string>) =>
      createContext(testConfig(other.databaseUrl, { ...providers(), ...env }), { clock });
    const started = await open(mailing);
    expect((await dispatchDue(started)).rung).toBe(1);
    const [batch] = await other.db.select({ id: batches.id, editionId: batches.editionId }).from(batches);
    const takenBy = async (one: TestContext | typeof started) => ({
      rung: (await dispatchDue(one)).rung,
      step: (await deliverBatch({ ...one, mailer: one.mailer }, batch?.id ?? "", batch?.editionId)).kind,
    });
    // Beside it, and however long after it, for as long as the old process runs.
    expect(await takenBy(other)).toEqual({ rung: 0, step: "idle" });
    expect((await listOpenNeeds(other)).map(({ message }) => message).join()).toContain("another one mails");
    // A site alone has nothing to send, whatever its mailer is.
    const site = await open({});
    expect((await listOpenNeeds(site)).map(({ message }) => message).join()).not.toContain(
      "another one mails",
    );
    await site.close();
    await started.close();
    // What was noted while all clocks were a day ahead lasts no longer than that.
    for (const aheadMs of [86_400_000, 0])
      await noteMailing(other.db, "resend", new Date(clock.now().getTime() + aheadMs));
    clock.advance(10 * 60_000);
    expect(await takenBy(other)).toEqual({ rung: 0, step: "idle" });
    expect((await other.db.execute(sql`select from outbox_mails`)).rows).toEqual([]);
    const onPurpose = await open({});
    expect((await dispatchDue(onPurpose)).rung).toBe(1);
    await onPurpose.close();
  });

  test("what is due meanwhile is made by the process that mails, with its site and its sender", async () => {
    await awaitMailer(other.db, "resend", other.clock.now());
    await listPapersOn(other, "2026-06-18");
    await dispatchDue(other);
    const period = { cadence: "daily", period: "2026-06-18" } as const;
    expect(await publishDuePeriod(other, "daily", "2026-06-18")).toEqual({ kind: "idle" });
    await expect(publishEdition(other, { ...period, isHeld: true, isNow: false })).rejects.toThrow(
      "start Paperboy again",
    );
    expect((await listOpenNeeds(other)).map(({ message }) => message).join()).toContain(
      "Start Paperboy again",
    );
    const env = { ...providers(), ...mailing, PUBLIC_URL: "https://papers.lab.example" };
    const started = await createContext(testConfig(other.databaseUrl, env), { clock: other.clock });
    await dispatchDue(started);
    // Readers wait no more, and mails of an edition that the old process made would still name its site.
    expect(await publishDuePeriod(other, "daily", "2026-06-18")).toEqual({ kind: "idle" });
    expect(await publishDuePeriod(started, "daily", "2026-06-18")).toMatchObject({
      kind: "done",
      value: { kind: "published", edition: { state: "sending", planned: 1 } },
    });
    const draft = await draftEdition(other, period);
    expect(JSON.stringify(await draft.template("summary", "en"))).toContain("https://papers.lab.example/");
    await started.close();
  });
});

/** Papers of a day, with votes. */
async function listPapersOn({ db, clock }: TestContext, day: string): Promise<void> {
  const papers = [1, 2].map((rank) => frozenPaper(rank));
  await writePapers(db, papers);
  for (const { id: paperId } of papers)
    await db.insert(paperListings).values({ paperId, source: "huggingface", day, firstSeenAt: clock.now() });
  await writeSignals(db, Object.fromEntries(papers.map(({ id }) => [id, 9])));
}

test("the set-up goes on beside what comes by itself, and ends where somebody else began", async () => {
  const other = await createTestContext();
  const token = (await offerSetup(other)) ?? "";
  // Whoever finds the port may ask it for mails.
  await subscribe(other, { email: "stranger@example.org", source: "site" });
  const next = (await offerSetup(other)) ?? "";
  expect(await enterSetup(other, token)).toBeNull();
  const session = (await enterSetup(other, next)) ?? "";
  expect(await resumeSetup(other, session)).toEqual({});
  const last = (await offerSetup(other)) ?? "";
  const { mail } = other.config;
  const mails = { ...other, config: { ...other.config, mail: { ...mail, transport: "resend" as const } } };
  expect(await resumeSetup(mails, session)).toBeNull();
  expect(await enterSetup(mails, last)).toBeNull();
  await other.db.execute(sql`update subscribers set state = 'active'`);
  expect(await enterSetup(other, last)).toBeNull();
  expect(await offerSetup(other)).toBeNull();
  await other.close();
});

test("the cookie of the set-up is for https alone where the link was opened by the site's own address", async () => {
  const other = await createTestContext({ env: { PUBLIC_URL: "https://papers.lab.example/news" } });
  const server = await startWebServer(other, { port: 0, host: "127.0.0.1" });
  const cookieAt = async (host: string) => {
    const token = await offerSetup(other);
    const asked = get(`${server.url}/ops/setup?token=${token}`, { headers: { host } });
    const [reply] = (await once(asked, "response")) as [IncomingMessage];
    reply.resume();
    return reply.headers["set-cookie"]?.join() ?? "";
  };
  expect(await cookieAt("papers.lab.example")).toMatch(/Path=\/news\/ops\/setup;.* Secure/);
  expect(await cookieAt(`localhost:${server.port}`)).not.toContain("Secure");
  await server.close();
  await other.close();
});

describe("what is asked of the provider", () => {
  test("is asked again where an account may ask less often, and is not laid to the key where a plan is full", async () => {
    const slow = await startFakeResend({
      apiKey: goodKey,
      domains: [{ name: "lab.example", status: "not_started", becomes: "verified" }],
      mostDomains: 1,
      requestsPerSecond: 4,
    });
    const account = { baseUrl: slow.url, apiKey: goodKey, requestTimeoutMs: 5_000 };
    expect(await checkSendingDomain(account, "lab.example")).toMatchObject({
      kind: "told",
      value: { status: "verified" },
    });
    expect(await checkSendingDomain(account, "other.example")).toEqual({ kind: "not-taken" });
    expect(await ensureWebhook(account, "http://papers.lab.example")).toEqual({ kind: "not-taken" });
    expect(await checkSendingDomain({ ...account, apiKey: "re_wrong" }, "lab.example")).toEqual({
      kind: "refused",
    });
    await slow.close();
  });

  test("is read to its end, however much an account has", async () => {
    const endpoint = "https://papers.lab.example/webhooks/resend";
    const many = Array.from({ length: 230 }, (_, number) => number);
    const webhooks = many.map((number) => ({
      id: `hook-${number}`,
      endpoint: number === 0 ? endpoint : `https://other.example/${number}`,
      signingSecret: `whsec_of_hook_${number}`,
    }));
    const crowded = await startFakeResend({
      apiKey: goodKey,
      domains: many.map((number) => ({
        name: number === 229 ? "lab.example" : `other-${number}.example`,
        status: "verified",
      })),
      webhooks,
    });
    const account = { baseUrl: crowded.url, apiKey: goodKey, requestTimeoutMs: 5_000 };
    expect(await checkSendingDomain(account, "lab.example")).toMatchObject({
      value: { name: "lab.example", status: "verified" },
    });
    expect(await ensureWebhook(account, "https://papers.lab.example")).toEqual({
      kind: "told",
      value: "whsec_of_hook_0",
    });
    expect(webhooks).toHaveLength(230);
    await crowded.close();
  });

  test("is not waited for without end, and what was made all the same is found by the next go", async () => {
    const webhooks: { id: string; endpoint: string }[] = [];
    const silent = await startFakeResend({ apiKey: goodKey, webhooks });
    const account = { baseUrl: silent.url, apiKey: goodKey, requestTimeoutMs: 150 };
    // The list is told; the request that makes the webhook is carried out, and gets no answer.
    silent.failNext(null, { kind: "hang", accepted: true });
    expect(await ensureWebhook(account, "https://papers.lab.example")).toEqual({ kind: "away" });
    expect(
      await ensureWebhook({ ...account, requestTimeoutMs: 5_000 }, "https://papers.lab.example"),
    ).toEqual({
      kind: "told",
      value: expect.stringMatching(/^whsec_/),
    });
    expect(webhooks).toHaveLength(1);
    await silent.close();
  });
});

test("a last step that broke off is taken again with the same password, and writes nothing twice", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "paperboy-setup-"));
  const file = path.join(folder, ".env");
  const other = await createTestContext({ env: { RESEND_BASE_URL: resend.url } });
  const server = await startWebServer(other, { port: 0, host: "127.0.0.1" });
  const browser = createOpsClient(server.url);
  // A named file must be there when a process starts; it is gone by the time it is written.
  writeFileSync(file, "");
  addEnvFile({}, file);
  rmSync(file);
  try {
    await browser.get(`/ops/setup?token=${await offerSetup(other)}`);
    await answer(browser, "sender", sender);
    await answer(browser, "provider", { do: "key", key: goodKey });
    await answer(browser, "schedule", { hour: "6", timezone: "UTC", categories: "" });
    await other.db.execute(sql`
      create function fail_here() returns trigger language plpgsql as $$ begin raise exception 'away'; end $$`);
    await other.db.execute(sql`create trigger fail before update on setups execute function fail_here()`);
    expect((await answer(browser, "finish", { how: "write" })).status).toBe(500);
    const written = readFileSync(file, "utf8");
    await other.db.execute(sql`drop trigger fail on setups`);
    const page = await (await answer(browser, "finish", { how: "write" })).text();
    expect(readFileSync(file, "utf8")).toBe(written);
    expect(page).toContain(parseEnv(written).OPS_PASSWORD ?? "none was written");
    expect((await browser.get("/ops/setup/finish")).status).toBe(404);
  } finally {
    addEnvFile({}, undefined);
    rmSync(folder, { recursive: true, force: true });
    await server.close();
    await other.close();
  }
});

describe("the file of variables", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "paperboy-setup-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const lines = envLines({ MAIL_FROM: "a@b.example", MAIL_POSTAL_ADDRESS: `"The Lab", 1 O'Hara St # 2` });

  test("is made for its user alone, and takes more only by choice and where it says nothing else", async () => {
    const file = path.join(folder, ".env");
    await writeEnvFile(lines, { mayAppend: false, path: file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(writeEnvFile(["PORT='1'"], { mayAppend: false, path: file })).rejects.toThrow("already");
    await writeEnvFile([...lines, "OPS_EMAIL='c@d.example'"], { mayAppend: true, path: file });
    expect(readFileSync(file, "utf8").match(/MAIL_FROM/g)).toHaveLength(1);
    const before = readFileSync(file, "utf8");
    await expect(writeEnvFile(["OPS_EMAIL='e@f.example'"], { mayAppend: true, path: file })).rejects.toThrow(
      "OPS_EMAIL",
    );
    expect(readFileSync(file, "utf8")).toBe(before);
    for (const [there, problem] of [
      ["MAIL_FROM_FILE=/run/secrets/from", "MAIL_FROM"],
      ["TOKEN_SECRET='never closed", "cannot be read"],
    ] as const) {
      writeFileSync(file, there);
      await expect(writeEnvFile(lines, { mayAppend: true, path: file })).rejects.toThrow(problem);
      expect(readFileSync(file, "utf8")).toBe(there);
    }
    writeFileSync(file, "MAIL_FROM=\nPORT=1", { mode: 0o644 });
    await writeEnvFile(lines, { mayAppend: true, path: file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toMatch(/^MAIL_FROM=\nPORT=1\n/);
  });

  test("takes the place of what init wrote for a start, which is kept beside it, and of nothing else", async () => {
    const file = path.join(folder, "papers", ".env");
    initFolder(path.dirname(file));
    const former = readFileSync(file, "utf8");
    const answers = {
      MAIL_TRANSPORT: "resend",
      PUBLIC_URL: "https://papers.lab.example",
      MAIL_FROM: "a@b.example",
    };
    await writeEnvFile(envLines(answers), { mayAppend: true, path: file });
    const text = readFileSync(file, "utf8");
    expect(parseEnv(text)).toEqual({ ...parseEnv(former), ...answers });
    for (const name of ["MAIL_TRANSPORT", "PUBLIC_URL"])
      expect(text.match(new RegExp(`^${name}=`, "gm"))).toHaveLength(1);
    expect(readFileSync(`${file}.before-set-up`, "utf8")).toBe(former);
    for (const one of [file, `${file}.before-set-up`]) expect(statSync(one).mode & 0o777).toBe(0o600);
    // What an operator has changed since is theirs, and so is what nobody's init wrote.
    const other = envLines({ PUBLIC_URL: "https://other.example" });
    for (const theirs of [text, "PUBLIC_URL=http://localhost:3000\n"]) {
      writeFileSync(file, theirs);
      await expect(writeEnvFile(other, { mayAppend: true, path: file })).rejects.toThrow("sets PUBLIC_URL");
      expect(readFileSync(file, "utf8")).toBe(theirs);
    }
  });

  test("is the one that the process reads, or none", async () => {
    const file = path.join(folder, "named.env");
    writeFileSync(file, "PORT=1\n");
    addEnvFile({}, file);
    await writeEnvFile(lines, { mayAppend: true });
    expect(readFileSync(file, "utf8")).toMatch(/^PORT=1\n#.*\nMAIL_FROM=/);
    addEnvFile({}, false);
    await expect(writeEnvFile(lines, { mayAppend: true })).rejects.toThrow("reads no file");
    addEnvFile({}, undefined);
  });

  test("has the hour in UTC, also of a zone by half an hour and across midnight", () => {
    const now = new Date("2026-06-18T09:00:45Z");
    expect(publishPatternOf(6, "Europe/Berlin", now)).toBe("0 4 * * *");
    expect(publishPatternOf(6, "Asia/Kolkata", now)).toBe("30 0 * * *");
    expect(publishPatternOf(1, "Pacific/Auckland", now)).toBe("0 13 * * *");
    expect(publishPatternOf(20, "America/Los_Angeles", now)).toBe("0 3 * * *");
  });
});
