import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notices } from "../../../src/notices/tables.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber } from "../../../src/subscribers/store.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";

let ctx: TestContext;
let site: WebServer;
let client: OpsClient;

beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: "a password of the operators" } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  client = createOpsClient(site.url);
  await client.logIn("a password of the operators");
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

type Given = { mode?: "try" | "import"; consent?: string; token?: string };

/** Sends a file as the page's form does. */
async function upload(file: string | Uint8Array<ArrayBuffer>, given: Given = {}): Promise<Response> {
  const form = new FormData();
  form.set("form_token", given.token ?? (await client.formToken()));
  form.set("consent", given.consent ?? "signed up at the fair");
  form.set("mode", given.mode ?? "import");
  form.set("file", new Blob([file]), "readers.csv");
  return client.post("/ops/subscribers/import", form);
}

async function known(part: string): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ email: string }>(
    sql`select email from subscribers where email like ${`%${part}`} order by email`,
  );
  return rows.map(({ email }) => email);
}

async function added(email: string) {
  const result = await addSubscriber(ctx, { email, source: "test", consent: { wording: "a test" } });
  if (result.kind === "refused") throw new Error(result.reason);
  return result;
}

/** What a tile of the report says. */
function tile(html: string, name: string): string | undefined {
  return new RegExp(`<dt>${name}</dt><dd>([^<]*)</dd>`).exec(html)?.[1];
}

describe("an import over /ops", () => {
  const file = [
    "email,timezone,hour",
    "ada@first.example,Europe/London,7",
    "no address,,",
    '"grace@first.example","Europe/Berlin",6',
    "ADA@first.example,,",
    "linus@first.example,Mars/Olympus,7",
  ].join("\n");

  test("is rehearsed first: it counts, says each refused line and its reason, and changes nothing", async () => {
    const html = await (await upload(file, { mode: "try" })).text();
    expect(html).toContain("nothing was changed");
    expect(tile(html, "would be imported")).toBe("2");
    expect(tile(html, "known already or repeated")).toBe("1");
    expect(tile(html, "refused")).toBe("2");
    expect(html).toContain("it holds a space");
    expect(html).toContain("data:text/csv;charset=utf-8,line%2Creason");
    expect(await known("first.example")).toEqual([]);
  });

  test("is then done, and the same file again adds nobody", async () => {
    expect(tile(await (await upload(file)).text(), "imported")).toBe("2");
    expect(await known("first.example")).toEqual(["ada@first.example", "grace@first.example"]);
    expect(tile(await (await upload(file)).text(), "imported")).toBe("0");
    const page = await client.page("/ops/subscribers");
    expect(page).toContain("grace@first.example");
  });

  test("reads UTF-16 of both orders, a byte order mark, quoted newlines and other delimiters", async () => {
    const text = 'email;name\r\njosé@utf.example;"two\r\nlines"\r\nb@utf.example;x\r\n';
    const little = Buffer.from(`\uFEFF${text}`, "utf16le");
    const big = Buffer.from(little).swap16();
    const marked = Buffer.from(`\uFEFF${text.replaceAll("utf.", "bom.")}`, "utf8");
    expect(tile(await (await upload(new Uint8Array(little))).text(), "imported")).toBe("2");
    expect(tile(await (await upload(new Uint8Array(big))).text(), "known already or repeated")).toBe("2");
    expect(tile(await (await upload(new Uint8Array(marked))).text(), "imported")).toBe("2");
    expect(await known("utf.example")).toEqual(["b@utf.example", "josé@utf.example"]);
  });

  test.each([
    ["is empty", "", "The file is empty."],
    ["has no addresses", "name,city\nAda,London\n", "no column named email"],
    ["has twenty thousand columns", `${"c,".repeat(20_000)}\n`, "no column named email"],
  ])("says in a sentence what is wrong with a file that %s", async (_, bad, words) => {
    const answer = await upload(bad);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(words);
  });

  test("needs the words of consent, the page's own token and a file", async () => {
    const silent = await upload("email\nx@silent.example\n", { consent: "  " });
    expect(silent.status).toBe(400);
    expect(await silent.text()).toContain("consent text is empty");
    expect((await upload("email\nx@silent.example\n", { token: "wrong" })).status).toBe(409);
    const form = new FormData();
    form.set("form_token", await client.formToken());
    form.set("consent", "signed up");
    const without = await client.post("/ops/subscribers/import", form);
    expect(without.status).toBe(400);
    expect(await without.text()).toContain("Choose a file");
    const plain = await client.submit("/ops/subscribers/import", { consent: "signed up" });
    expect(plain.status).toBe(415);
    expect(await known("silent.example")).toEqual([]);
  });

  test("streams: thousands of lines in one upload, the last as the first", async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `reader${index}@many.example`);
    const html = await (await upload(["email", ...lines].join("\n"))).text();
    expect(tile(html, "imported")).toBe("2,000");
  });

  describe("of a list with a column that is not known", () => {
    const open = "email,Newsgroup\nyes@asked.example,1\nno@asked.example,0\n";
    const step = async (fields: Record<string, string>) => {
      const form = new FormData();
      form.set("form_token", await client.formToken());
      form.set("consent", "signed up at the fair");
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return client.post("/ops/subscribers/import", form);
    };
    const keptName = (html: string) => /name="kept" value="([^"]+)"/.exec(html)?.[1] ?? "";

    test("asks with a select, goes on without a second upload, and shows every column before it imports", async () => {
      const asked = await upload(open, { mode: "import" });
      expect(asked.status).toBe(422);
      const question = await asked.text();
      expect(question).toContain("It holds 1 (1), 0 (1).");
      expect(question).toMatch(/<select[^>]*name="meaning-0"/);
      expect(await known("asked.example")).toEqual([]);
      const answer = { "title-0": "Newsgroup", "meaning-0": "wanted" };
      const rehearsed = await (await step({ kept: keptName(question), mode: "try", ...answer })).text();
      expect(rehearsed).toContain("What each column is taken for");
      expect(tile(rehearsed, "would be imported")).toBe("1");
      expect(tile(rehearsed, "would be kept out")).toBe("1");
      expect(await known("asked.example")).toEqual([]);
      expect(rehearsed).toContain('name="meaning-0" value="wanted"');
      const kept = keptName(rehearsed);
      const done = await (await step({ kept, mode: "import", ...answer })).text();
      expect(tile(done, "imported")).toBe("1");
      expect(await known("asked.example")).toEqual(["yes@asked.example"]);
      const again = await step({ kept, mode: "import", ...answer });
      expect(again.status).toBe(400);
      expect(await again.text()).toContain("choose it again");
    });

    test("asks about words that refuse lines, and takes the answers before it imports", async () => {
      const list = "email,status\nvip@worded.example,VIP\nold@worded.example,Former\nempty@worded.example,\n";
      const asked = await (await upload(list, { mode: "try" })).text();
      expect(tile(asked, "refused")).toBe("3");
      const words = [...asked.matchAll(/name="(word-\d+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]);
      expect(words.map(([, value]) => value)).toEqual(["status:VIP", "status:Former", "status:"]);
      expect(asked).toMatch(/<select[^>]*name="says-0"/);
      const answer = { ...Object.fromEntries(words), "says-0": "yes", "says-1": "left" };
      const rehearsed = await (await step({ kept: keptName(asked), mode: "try", ...answer })).text();
      expect(tile(rehearsed, "would be imported")).toBe("1");
      expect(tile(rehearsed, "would be kept out")).toBe("1");
      expect(rehearsed).toContain('name="says-0" value="yes"');
      expect(await known("worded.example")).toEqual([]);
      const done = await (await step({ kept: keptName(rehearsed), mode: "import", ...answer })).text();
      expect(tile(done, "imported")).toBe("1");
      expect(await known("worded.example")).toEqual(["vip@worded.example"]);
    });

    test("refuses an answer that is none", async () => {
      const kept = keptName(await (await upload(open)).text());
      const odd = await step({ kept, mode: "try", "title-0": "Newsgroup", "meaning-0": "perhaps" });
      expect(odd.status).toBe(400);
      expect(await odd.text()).toContain("There is no meaning");
    });
  });

  test("answers a file that is too large with what to do, however the client sends it", async () => {
    const answer = await refusedUpload(160);
    expect(answer).toContain("413");
    expect(answer).toContain("The file is larger than 128 MB: cut it");
  });

  test("keeps what came before an upload broke off, and says nothing to nobody", async () => {
    const token = await client.formToken();
    const { hostname, port } = new URL(site.url);
    const head = [
      "POST /ops/subscribers/import HTTP/1.1",
      `host: ${hostname}:${port}`,
      `cookie: paperboy_ops=${client.cookies.get("paperboy_ops")}`,
      "content-type: multipart/form-data; boundary=cut",
      "content-length: 100000",
      "",
      "--cut",
      'content-disposition: form-data; name="form_token"',
      "",
      token,
      "--cut",
      'content-disposition: form-data; name="consent"',
      "",
      "signed up",
      "--cut",
      'content-disposition: form-data; name="mode"',
      "",
      "try",
      "--cut",
      'content-disposition: form-data; name="file"; filename="readers.csv"',
      "content-type: text/csv",
      "",
      "email\nfirst@cut.example\n",
    ].join("\r\n");
    const socket = connect(Number(port), hostname);
    await new Promise((sent) => socket.write(head, sent));
    socket.destroy();
    expect((await client.get("/ops/subscribers")).status).toBe(200);
    expect(await known("cut.example")).toEqual([]);
  });
});

/** Sends a body of so many megabytes to its end; returns the answer. */
async function refusedUpload(megabytes: number): Promise<string> {
  const { hostname, port } = new URL(site.url);
  const megabyte = Buffer.alloc(1024 * 1024, "x");
  const socket = connect(Number(port), hostname);
  const answer = text(socket);
  const head = [
    "POST /ops/subscribers/import HTTP/1.1",
    `host: ${hostname}:${port}`,
    `cookie: paperboy_ops=${client.cookies.get("paperboy_ops")}`,
    "content-type: multipart/form-data; boundary=x",
    `content-length: ${megabytes * megabyte.length}`,
    "connection: close",
    "",
    "",
  ];
  socket.write(head.join("\r\n"));
  // As browsers do: all of it is sent before anything is read.
  for (let sent = 0; sent < megabytes; sent += 1) if (!socket.write(megabyte)) await once(socket, "drain");
  return answer;
}

describe("the list of subscribers", () => {
  test("is filtered by state, cadence and part of the address, page by page", async () => {
    const asked = await client.submit("/ops/subscribers", { state: "active", search: "Many.Example" });
    const path = asked.headers.get("location") ?? "";
    expect([asked.status, path]).toEqual([
      303,
      expect.stringMatching(/^\/ops\/subscribers\?state=active&find=[\w-]+$/),
    ]);
    const page = await client.page(path);
    expect(page).toContain('value="Many.Example"');
    expect(page).toContain("More than 1,000 match");
    const [, next = ""] = /href="(\/ops\/subscribers\?[^"]*after=[^"]*)"/.exec(page) ?? [];
    const following = await client.page(next.replaceAll("&amp;", "&"));
    expect(following).toContain("From the start");
    expect(following).not.toContain(">reader0@many.example<");
    for (const [, link = ""] of following.matchAll(/(?:href|action)="([^"]*)"/g))
      expect(link).not.toMatch(/@|%40|many/i);
    expect(await client.page("/ops/subscribers?state=paused")).toContain("Nobody matches.");
    expect((await client.get("/ops/subscribers?state=x&cadence=y&after=z")).status).toBe(200);
    const all = await client.submit("/ops/subscribers", { state: "", cadence: "", search: " " });
    expect(all.headers.get("location")).toBe("/ops/subscribers");
    for (const list of ["/ops/subscribers?", "/ops/subscribers/export?format=csv&"]) {
      expect((await client.get(`${list}search=ada@first.example`)).status).toBe(400);
      expect((await client.get(`${list}find=nonsense`)).status).toBe(410);
    }
  });

  test("shows growth as a chart that is told in words, too", async () => {
    const page = await client.page("/ops/subscribers");
    expect(page).toMatch(/<svg[^>]*role="img"[^>]*aria-label="Confirmed readers[^"]*at most [\d,]+ at/);
    expect(page).toContain("<summary>Numbers</summary>");
  });

  test("leaves as CSV that no spreadsheet runs, and as JSON lines", async () => {
    await upload("email,keywords\nformula@out.example,=1+1\n");
    const asked = await client.submit("/ops/subscribers", { search: "out.example" });
    const find = new URL(asked.headers.get("location") ?? "", site.url).searchParams.get("find");
    const csv = await client.get(`/ops/subscribers/export?format=csv&find=${find}`);
    expect(csv.headers.get("content-disposition")).toMatch(/attachment; filename="subscribers-[\d-]+\.csv"/);
    const text = await csv.text();
    expect(text).toContain("formula@out.example");
    expect(text).not.toMatch(/(^|,)=1\+1/m);
    const lines = (await client.page(`/ops/subscribers/export?format=jsonl&find=${find}`)).trim();
    expect(JSON.parse(lines)).toMatchObject({ email: "formula@out.example", state: "active" });
    expect((await client.get("/ops/subscribers/export?format=xml")).status).toBe(400);
  });
});

describe("a reader", () => {
  test("is found by address in whatever case, and their address stands in no address line", async () => {
    const found = await client.submit("/ops/readers", { email: " ADA@First.example " });
    const path = found.headers.get("location") ?? "";
    expect(path).toMatch(/^\/ops\/readers\/[0-9a-f-]{36}$/);
    const page = await client.page(path);
    expect(page).toContain("ada@first.example");
    expect(page).toContain("signed up at the fair");
    const none = await client.submit("/ops/readers", { email: "nobody@first.example" });
    expect(none.status).toBe(404);
    expect(await none.text()).toContain("Nobody subscribes with this address.");
    const nonsense = await client.submit("/ops/readers", { email: "not an address" });
    expect(nonsense.status).toBe(400);
  });

  test("has every preference edited by the rules of the readers' own form", async () => {
    const { id } = (await added("edited@second.example")).subscriber;
    const path = `/ops/readers/${id}`;
    const fieldsOf = (html: string) => {
      const [, form = ""] = /class="preferences"(.*?)<\/form>/s.exec(html) ?? [];
      return new Set([...form.matchAll(/ name="(\w+)"/g)].map(([, name]) => name));
    };
    const page = await client.page(`${path}/preferences`);
    const token = makeLinkToken(ctx.config, "preferences", { subscriberId: id, now: ctx.clock.now() });
    const own = await client.page(`/preferences?token=${token}`);
    const isChoice = (name: string | undefined) => !["token", "form_token", "preview"].includes(name ?? "");
    const offered = [...fieldsOf(page)].filter(isChoice);
    expect(offered).toEqual([...fieldsOf(own)].filter(isChoice));
    expect(offered).toHaveLength(18);
    const choice = {
      cadence: "weekly",
      hour: "9",
      timezone: "Asia/Kolkata",
      topics: "cs.CL",
      keywords: "agents\nscaling laws",
      authors: "Grace Hopper",
      mutedKeywords: "crypto",
      mutedAuthors: "Nobody",
      organizations: "Moonshot AI",
      mutedOrganizations: "Meta",
      fillUp: "yes",
      detail: "abstract",
      maxPapers: "20",
      minMatches: "3",
      pausedUntil: "2026-07-01",
    };
    const refused = await client.submit(`${path}/preferences`, { ...choice, maxPapers: "51" });
    expect(refused.status).toBe(422);
    const shown = await refused.text();
    expect(shown).toContain("must be a whole number from 1 to 50");
    expect(shown).toContain("scaling laws");
    expect(await findSubscriber(ctx.db, id)).toMatchObject({ cadence: "daily", keywords: [] });
    const saved = await client.submit(`${path}/preferences`, choice);
    expect(saved.headers.get("location")).toBe(path);
    expect(await findSubscriber(ctx.db, id)).toMatchObject({
      ...choice,
      state: "paused",
      hour: 9,
      maxPapers: 20,
      minMatches: 3,
      topics: ["cs.CL"],
      keywords: ["agents", "scaling laws"],
      authors: ["Grace Hopper"],
      mutedKeywords: ["crypto"],
      mutedAuthors: ["Nobody"],
      organizations: ["Moonshot AI"],
      mutedOrganizations: ["Meta"],
      wantsLateRisers: false,
      wantsRepeats: false,
    });
    const forged = await client.post(`${path}/preferences`, { ...choice, form_token: "forged" });
    expect(forged.status).toBe(409);
  });

  test("is mailed a fresh link, not more often than anybody can cause it", async () => {
    const { subscriber } = await added("lost@second.example");
    const path = `/ops/readers/${subscriber.id}`;
    const mail = async () => client.page((await client.submit(`${path}/link`)).headers.get("location") ?? "");
    expect(await mail()).toContain("on its way");
    expect(await mail()).toContain("Nothing was mailed: one such mail in ten minutes");
    const kept = await ctx.db.select().from(notices).where(eq(notices.recipient, subscriber.email));
    expect(kept.map(({ kind }) => kind)).toEqual(["preferences-link"]);
    expect((await client.post(`${path}/link`, { form_token: "forged" })).status).toBe(409);
  });

  test("is unsubscribed after a confirmation, and hears nothing of it; a second time says so", async () => {
    const { subscriber } = await added("leaver@second.example");
    const path = `/ops/readers/${subscriber.id}`;
    expect(await client.page(`${path}/unsubscribe`)).toContain("leaver@second.example");
    expect((await client.post(`${path}/unsubscribe`, { form_token: "forged" })).status).toBe(409);
    expect((await findSubscriber(ctx.db, subscriber.id))?.state).toBe("active");
    const leave = async () =>
      client.page((await client.submit(`${path}/unsubscribe`)).headers.get("location") ?? "");
    expect(await leave()).toContain("This reader is unsubscribed.");
    expect((await findSubscriber(ctx.db, subscriber.id))?.state).toBe("unsubscribed");
    expect(await leave()).toContain("had unsubscribed already");
    expect(await client.page(path)).not.toContain(`${path}/unsubscribe`);
    expect(await ctx.db.select().from(notices).where(eq(notices.subscriberId, subscriber.id))).toEqual([]);
  });

  test("is erased after a confirmation; a second tab learns that nobody is there", async () => {
    const found = await client.submit("/ops/readers", { email: "grace@first.example" });
    const path = found.headers.get("location") ?? "";
    expect(await client.page(`${path}/erase`)).toContain("This cannot be undone.");
    expect(await known("first.example")).toContain("grace@first.example");
    const first = await client.submit(`${path}/erase`);
    expect(await client.page(first.headers.get("location") ?? "")).toContain("is erased");
    const second = await client.submit(`${path}/erase`);
    expect(await client.page(second.headers.get("location") ?? "")).toContain("Nobody is kept");
    expect(await known("first.example")).toEqual(["ada@first.example"]);
    expect(tile(await (await upload("email\ngrace@first.example\n")).text(), "kept out")).toBe("1");
  });
});

describe("suppressionsCommand", () => {
  test("are added with a reason and lifted with one; both twice without harm", async () => {
    const add = () =>
      client.submit("/ops/suppressions", { email: "ADA@first.example", explanation: "asked <by> phone" });
    const said = async (answer: Response) => client.page(answer.headers.get("location") ?? "");
    const list = await said(await add());
    expect(list).toContain("The address is suppressed.");
    expect(list).toContain("asked &lt;by&gt; phone");
    expect(await said(await add())).toContain("was suppressed already");
    const [, path = ""] =
      /href="(\/ops\/suppressions\/[0-9a-f]{64}\/remove)" aria-label="[^"]*ADA@/.exec(list) ?? [];
    expect(await client.page(path)).toContain("Let this address be mailed again?");
    const lift = () => client.submit(path, { explanation: "changed their mind" });
    expect(await said(await lift())).toContain("may be mailed again");
    expect(await said(await lift())).toContain("nothing changed");
    const reader = await client.submit("/ops/readers", { email: "ada@first.example" });
    expect(await said(reader)).toContain("changed their mind");
  });

  test("refuse what is no address, and keep what was typed", async () => {
    const answer = await client.submit("/ops/suppressions", { email: "nonsense", explanation: "because" });
    expect(answer.status).toBe(400);
    const html = await answer.text();
    expect(html).toContain("it has no @");
    expect(html).toContain('value="because"');
  });
});
