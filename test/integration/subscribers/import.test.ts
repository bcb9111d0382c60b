import { Readable } from "node:stream";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashAddress } from "../../../src/addresses/address.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { confirmSubscription } from "../../../src/subscribers/confirm-subscription.ts";
import { insertConsent } from "../../../src/subscribers/consents-store.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { exportSubscribers } from "../../../src/subscribers/lists/export-subscribers.ts";
import { importSubscribers } from "../../../src/subscribers/lists/import-subscribers.ts";
import { findSubscriberByKey } from "../../../src/subscribers/store.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { consents, subscribers, suppressions } from "../../../src/subscribers/tables.ts";
import { undoUnsubscribe } from "../../../src/subscribers/undo-unsubscribe.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

const consent = "Signed the list at the seminar, 2026-06-01.";
const run = (content: string | Buffer, isDryRun = false) =>
  importSubscribers(ctx, { lines: Readable.from([Buffer.from(content)]), consent, isDryRun });
const find = (emailKey: string) => findSubscriberByKey(ctx.db, emailKey);

describe("an import", () => {
  test("adds active subscribers with their preferences and the consent", async () => {
    const report = await run(
      'email,timezone,hour,cadence,topics,keywords,max,detail\nada@plain.example,europe/berlin,8,weekly,"cs.cl;CS.CV","diffusion models;agents",5,title\nbob@plain.example,,,,,,,\neve@plain.example,Asia/Kolkata,,,,,,\n',
    );
    expect(report).toMatchObject({ read: 3, imported: 3, known: 0, keptOut: 0, refusedCount: 0 });
    expect(await find("ada@plain.example")).toMatchObject({
      state: "active",
      timezone: "Europe/Berlin",
      hour: 8,
      cadence: "weekly",
      topics: ["cs.CL", "cs.CV"],
      keywords: ["diffusion models", "agents"],
      maxPapers: 5,
      detail: "title",
      source: "import",
    });
    expect(await find("bob@plain.example")).toMatchObject({
      timezone: "UTC",
      hour: 6,
      cadence: "daily",
      maxPapers: 10,
    });
    // At 7 an edition would have waited for 21.5 hours.
    expect(await find("eve@plain.example")).toMatchObject({ timezone: "Asia/Kolkata", hour: 10 });
    const kept = await ctx.db.select().from(consents);
    expect(kept.filter(({ wording }) => wording === consent)).toHaveLength(3);
  });

  test.each([
    ["commas", "diffusion models, agents", ["diffusion models", "agents"]],
    ["semicolons", "large language models;agents", ["large language models", "agents"]],
    ["bars", "world model | agents", ["world model", "agents"]],
    ["bars and commas", "retrieval, reranking|1,000 agents", ["retrieval", "reranking", "1,000 agents"]],
    ["nothing: one phrase", "state space models", ["state space models"]],
  ])("keeps phrases of several words whole between %s", async (name, cell, keywords) => {
    const email = `${name.replaceAll(/[^a-z]/g, "")}@phrases.example`;
    await run(`email,keywords,muted_keywords\n${email},"${cell}","${cell}"\n`);
    expect(await find(email)).toMatchObject({ keywords, mutedKeywords: keywords });
  });

  test("run twice, adds once", async () => {
    const list = "email\nagain@twice.example\nAGAIN@twice.example\nother@twice.example\n";
    expect(await run(list)).toMatchObject({ read: 3, imported: 2, known: 1 });
    expect(await run(list)).toMatchObject({ read: 3, imported: 0, known: 3 });
  });

  test("cut off in its middle and run again, loses nobody and adds nobody twice", async () => {
    const addresses = Array.from({ length: 2_500 }, (_, index) => `cut${index}@off.example`);
    const list = [
      "email,status",
      ...addresses.map((one, index) => `${one},${index % 5 ? "active" : "left"}`),
    ];
    const lines = () => Readable.from([Buffer.from(list.join("\n"))]);
    const onProgress = (read: number) => {
      if (read === 2_000) throw new Error("killed");
    };
    await expect(
      importSubscribers(ctx, { lines: lines(), consent, isDryRun: false, onProgress }),
    ).rejects.toThrow("killed");
    const report = await run(list.join("\n"));
    expect(report).toMatchObject({ read: 2_500, known: 1_600, imported: 400, keptOut: 500 });
    const { rows } = await ctx.db.execute(sql`
      select count(*)::int as consents, count(distinct subscriber_id)::int as readers
      from consents c join subscribers s on s.id = c.subscriber_id where s.email_key like 'cut%'`);
    expect(rows).toEqual([{ consents: 2_000, readers: 2_000 }]);
  });

  test("reports each bad line with its number and imports the rest", async () => {
    const report = await run(
      'email,timezone,max\ngood@lines.example,UTC,3\nnot an address,UTC,3\nzone@lines.example,Mars/Olympus,3\nmax@lines.example,UTC,500\n"two\nlines@lines.example",UTC,1\n,UTC,1\nlast@lines.example,UTC,50\n',
    );
    expect(report).toMatchObject({ read: 7, imported: 2, refusedCount: 5 });
    expect(report.refused.map(({ line }) => line)).toEqual([3, 4, 5, 7, 8]);
    expect(report.refused.every(({ reason }) => !reason.includes("lines.example"))).toBe(true);
  });

  test("never brings back who unsubscribed or is suppressed", async () => {
    const added = await addSubscriber(ctx, {
      email: "left@stay.example",
      source: "cli",
      consent: { wording: "x" },
    });
    if (added.kind !== "added") throw new Error(added.kind);
    await unsubscribe(ctx, { subscriberId: added.subscriber.id, source: "one-click" });
    await suppressAddress(ctx, { email: "bounced@stay.example", reason: "bounce", explanation: null });
    expect(await run("email\nleft@stay.example\nBounced@stay.example\n")).toMatchObject({
      imported: 0,
      known: 1,
      keptOut: 1,
    });
    expect((await find("left@stay.example"))?.state).toBe("unsubscribed");
    expect(await find("bounced@stay.example")).toBeNull();
  });

  test("rehearsed, counts what it would do and changes nothing", async () => {
    const list = "email\none@dry.example\nONE@dry.example\ntwo@dry.example\nleft@stay.example\nbroken\n";
    const counts = { read: 5, imported: 2, known: 2, keptOut: 0, refusedCount: 1 };
    expect(await run(list, true)).toMatchObject(counts);
    expect(await find("one@dry.example")).toBeNull();
    expect(await run(list)).toMatchObject(counts);
  });

  test.each([
    ["a UTF-8 mark", Buffer.from("\ufeffemail\nmark8@bytes.example\n")],
    ["UTF-16 little endian", Buffer.from("\ufeffemail\r\nmark16@bytes.example\r\n", "utf16le")],
    ["UTF-16 big endian", Buffer.from("\ufeffemail\nmark16be@bytes.example\n", "utf16le").swap16()],
    ["UTF-16 without a mark", Buffer.from("email\nbare16@bytes.example\n", "utf16le")],
    ["semicolons", Buffer.from("name;email\nX;semi@bytes.example\n")],
    ["tabs", Buffer.from("name\temail\nX\ttab@bytes.example\n")],
    ["no header", Buffer.from("nohead@bytes.example\n")],
    ["carriage returns", Buffer.from('"Email"\r"cr@bytes.example"\r')],
  ])("reads a file with %s", async (_, bytes) => {
    expect(await run(bytes)).toMatchObject({ read: 1, imported: 1 });
  });

  test("reads bytes that are cut in the middle of a letter", async () => {
    const bytes = Buffer.from("email,keywords\ncut@bytes.example,naïve\n");
    const lines = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
    await importSubscribers(ctx, { lines, consent, isDryRun: false });
    expect((await find("cut@bytes.example"))?.keywords).toEqual(["naïve"]);
  });

  test("recognises listmonk's export, and leaves out the disabled and blocklisted", async () => {
    const report = await run(
      'uuid,email,name,attributes,status,created_at,updated_at\n1,on@listmonk.example,On,"{""city"": ""X, Y""}",enabled,2026,2026\n2,off@listmonk.example,Off,{},disabled,2026,2026\n3,bad@listmonk.example,Bad,{},blocklisted,2026,2026\n',
    );
    expect(report).toMatchObject({ read: 3, imported: 1, keptOut: 2, refusedCount: 0 });
  });

  test("recognises Mailchimp's exports, and leaves out who left or was cleaned", async () => {
    expect(
      await run(
        '"Email Address","First Name",OPTIN_TIME,UNSUB_TIME,CLEAN_TIME\nin@mailchimp.example,In,2026,,\nout@mailchimp.example,Out,2026,"2026-01-01 10:00:00",\nclean@mailchimp.example,C,2026,,2026\n',
      ),
    ).toMatchObject({ imported: 1, keptOut: 2 });
  });

  test("recognises Substack's export, and leaves out whose mail is switched off", async () => {
    expect(
      await run(
        "email,active_subscription,expiry,plan,email_disabled,created_at\nin@substack.example,false,,other,false,2026\noff@substack.example,true,,other,true,2026\n",
      ),
    ).toMatchObject({ imported: 1, keptOut: 1 });
  });

  describe("whom the file says no of", () => {
    const list =
      "email,status\nleft@no.example,Unsubscribed\ngone@no.example,Cleaned\nspam@no.example,complained\nnever@no.example,non-subscribed\nreads@no.example,unsubscribed\n";
    const asActive =
      "email\nleft@no.example\ngone@no.example\nspam@no.example\nnever@no.example\nreads@no.example\n";
    const suppression = (email: string) =>
      ctx.db
        .select()
        .from(suppressions)
        .where(eq(suppressions.addressHash, hashAddress(email)));

    test("is not brought in by a later file, unless it only said nothing; who reads already goes on", async () => {
      await addSubscriber(ctx, {
        email: "reads@no.example",
        preferences: {},
        consent: { wording: "x" },
        source: "cli",
      });
      expect(await run(list, true)).toMatchObject({ refusedCount: 1, keptOut: 4, newlySuppressed: 3 });
      expect(await suppression("left@no.example")).toEqual([]);
      expect(await run(list)).toMatchObject({ refusedCount: 1, keptOut: 4, newlySuppressed: 3 });
      expect(await run(list)).toMatchObject({ refusedCount: 1, keptOut: 4, newlySuppressed: 0 });
      expect(await run(asActive)).toMatchObject({ imported: 1, keptOut: 3, known: 1 });
      expect((await find("never@no.example"))?.state).toBe("active");
      expect((await find("reads@no.example"))?.state).toBe("active");
      expect(await suppression("left@no.example")).toMatchObject([{ reason: "left", email: null }]);
      expect(await suppression("gone@no.example")).toMatchObject([{ reason: "bounce" }]);
      expect(await suppression("spam@no.example")).toMatchObject([{ reason: "complaint" }]);
    });

    test.each([
      ["Ghost", "email,subscribed_to_emails", "false"],
      ["Buttondown", "email,type", "unsubscribed"],
      ["Resend", "email,unsubscribed", "true"],
      ["a switch", "email,email_enabled", "no"],
      ["Mailchimp's archived", "email,status,unsub_time", "archived,2026-01-01"],
      ["a place beside the status", "email,State,Status", "CA,Unsubscribed"],
      ["our own export", "email,state,suppressed", "active,complaint"],
    ])("is heard in the words of %s", async (name, header, cells) => {
      const email = `${name.replaceAll(/[^a-z]/gi, "").toLowerCase()}@words.example`;
      expect(await run(`${header}\n${email},${cells}\n`)).toMatchObject({ imported: 0, keptOut: 1 });
      expect(await run(`email\n${email}\n`)).toMatchObject({ imported: 0, keptOut: 1 });
    });

    test.each([
      ["email,subscribed_to_emails", "true"],
      ["email,type", "regular"],
      ["email,unsubscribed", "false"],
      ["email,State,Status", "CA,Subscribed"],
      ["email,state,suppressed", "active,"],
    ])("is not who says yes: %s", async (header, cells) => {
      const email = `${header.replaceAll(/[^a-z]/gi, "").toLowerCase()}@yes.example`;
      expect(await run(`${header}\n${email},${cells}\n`)).toMatchObject({ imported: 1, keptOut: 0 });
    });

    test("is unsubscribed when an earlier list had brought them in, but not when they confirmed since", async () => {
      await run("email\nearlier@word.example\nconfirmed@word.example\n");
      const confirmed = await find("confirmed@word.example");
      ctx.clock.advance(1000);
      await insertConsent(ctx.db, {
        subscriberId: confirmed?.id ?? "",
        action: "confirmed",
        source: "link",
        wording: "x",
        at: ctx.clock.now(),
      });
      const no = "email,status\nearlier@word.example,unsubscribed\nconfirmed@word.example,unsubscribed\n";
      expect(await run(no, true)).toMatchObject({ keptOut: 2, newlySuppressed: 1 });
      expect(await run(no)).toMatchObject({ keptOut: 2, newlySuppressed: 1 });
      expect((await find("earlier@word.example"))?.state).toBe("unsubscribed");
      expect((await find("confirmed@word.example"))?.state).toBe("active");
    });

    test("is suppressed by what weighs more than leaving, from a list or an operator", async () => {
      await run("email,status\nspam@weigh.example,unsubscribed\nasked@weigh.example,unsubscribed\n");
      expect(await run("email,status\nspam@weigh.example,complained\n")).toMatchObject({ keptOut: 1 });
      const asked = { email: "asked@weigh.example", reason: "operator", explanation: "asked" } as const;
      expect(await suppressAddress(ctx, asked)).toEqual({ kind: "suppressed" });
      expect(await suppressAddress(ctx, asked)).toEqual({ kind: "already" });
      expect(await suppression("spam@weigh.example")).toMatchObject([{ reason: "complaint" }]);
      expect(await suppression("asked@weigh.example")).toMatchObject([{ reason: "operator" }]);
    });

    test("can still take back an unsubscription after our own export was read again", async () => {
      await addSubscriber(ctx, {
        email: "undo@again.example",
        preferences: {},
        consent: { wording: "x" },
        source: "cli",
      });
      const id = (await find("undo@again.example"))?.id ?? "";
      await unsubscribe(ctx, { subscriberId: id, source: "page" });
      await run("email,state\nundo@again.example,unsubscribed\n");
      const token = makeLinkToken(ctx.config, "undo", { subscriberId: id, now: ctx.clock.now() });
      expect((await undoUnsubscribe(ctx, { token })).state).toBe("active");
      expect(await suppression("undo@again.example")).toEqual([]);
    });

    test("may come back by their own wish", async () => {
      await run("email,status\nagain@no.example,unsubscribed\n");
      await subscribe(ctx, { email: "again@no.example", source: "site" });
      const pending = await find("again@no.example");
      expect(pending?.state).toBe("pending");
      const token = makeLinkToken(ctx.config, "confirm", {
        subscriberId: pending?.id ?? "",
        now: ctx.clock.now(),
      });
      await confirmSubscription(ctx, { token });
      expect(await find("again@no.example")).toMatchObject({ state: "active" });
      expect(await suppression("again@no.example")).toEqual([]);
    });

    test("counts before a line that says yes, also in a rehearsal", async () => {
      const both = "email,status\ntwice@no.example,active\ntwice@no.example,unsubscribed\n";
      expect(await run(both, true)).toMatchObject({
        imported: 0,
        suppressed: 1,
        keptOut: 2,
        newlySuppressed: 1,
      });
      expect(await run(both)).toMatchObject({ imported: 0, suppressed: 1, keptOut: 2, newlySuppressed: 1 });
    });
  });

  test("obeys a column of states, whatever a service calls it", async () => {
    expect(
      await run(
        "Email Address,Email Marketing\nin@state.example,Subscribed\nout@state.example,Unsubscribed\nclean@state.example,Cleaned\nnever@state.example,Non-subscribed\n",
      ),
    ).toMatchObject({ imported: 1, keptOut: 2, refusedCount: 1 });
    expect(await find("out@state.example")).toBeNull();
  });

  test("survives a line of two hundred thousand columns", async () => {
    const wide = `email${",x".repeat(200_000)}\nwide@columns.example${",".repeat(200_000)}\nnext@columns.example\n`;
    expect(await run(wide)).toMatchObject({ read: 2, imported: 2 });
  });

  test("refuses a file without addresses, an empty one, and no consent, in one sentence", async () => {
    await expect(run("name,phone\nA,1\n")).rejects.toThrow("no column named email");
    await expect(run("")).rejects.toThrow("empty");
    await expect(
      importSubscribers(ctx, { lines: Readable.from(["email\n"]), consent: " ", isDryRun: false }),
    ).rejects.toThrow("consent");
  });

  test.each([
    "csv",
    "jsonl",
  ] as const)("moves pauses and suppressions with an export as %s", async (format) => {
    const domain = `move-${format}.example`;
    for (const name of ["paused", "over", "complained"])
      await addSubscriber(ctx, {
        email: `${name}@${domain}`,
        source: "cli",
        consent: { wording: "x" },
        preferences: {},
      });
    const today = ctx.clock.now().getTime();
    const dayIn = (days: number) => new Date(today + days * 86_400_000).toISOString().slice(0, 10);
    const pause = (name: string, pausedUntil: string) =>
      ctx.db
        .update(subscribers)
        .set({ state: "paused", pausedUntil })
        .where(eq(subscribers.emailKey, `${name}@${domain}`));
    await pause("paused", dayIn(9));
    await pause("over", dayIn(-1));
    await suppressAddress(ctx, { email: `complained@${domain}`, reason: "complaint", explanation: null });
    let file = "";
    for await (const piece of exportSubscribers(ctx, { format, search: domain })) file += piece;
    await ctx.db.delete(subscribers);
    await ctx.db.delete(suppressions);
    expect(await run(file)).toMatchObject({ imported: 2, refusedCount: 0, keptOut: 1 });
    expect(await find(`paused@${domain}`)).toMatchObject({ state: "paused", pausedUntil: dayIn(9) });
    expect(await find(`over@${domain}`)).toMatchObject({ state: "active", pausedUntil: null });
    expect(await find(`complained@${domain}`)).toBeNull();
  });

  test("reads back what was exported", async () => {
    const email = "=plus+tag@round.example";
    await addSubscriber(ctx, {
      email,
      source: "cli",
      consent: { wording: "x" },
      preferences: { keywords: ["two words"] },
    });
    let csv = "";
    for await (const piece of exportSubscribers(ctx, { format: "csv", search: "round.example" }))
      csv += piece;
    await ctx.db.delete(subscribers);
    expect(await run(csv)).toMatchObject({ imported: 1, refusedCount: 0 });
    expect(await find(email)).toMatchObject({ keywords: ["two words"] });
  });
});

describe("an export", () => {
  const chosen = {
    timezone: "Asia/Tokyo",
    hour: 21,
    cadence: "weekdays" as const,
    topics: ["cs.CL", "cs"],
    keywords: ["two words", "1,000 GPUs"],
    authors: ["A. Author", "B. Author"],
    mutedKeywords: ["benchmark", "survey of surveys"],
    mutedAuthors: ["C. Author"],
    maxPapers: 7,
    detail: "title" as const,
    minMatches: 2,
    wantsLateRisers: false,
    wantsRepeats: true,
    organizations: ["Moonshot AI", "Foo, Inc."],
    mutedOrganizations: ["Meta"],
    fillUp: "no" as const,
    language: "en" as const,
  };

  test.each(["csv", "jsonl"] as const)("as %s, imported again, gives every choice back", async (format) => {
    const email = `all@${format}.example`;
    await addSubscriber(ctx, { email, source: "cli", consent: { wording: "x" }, preferences: chosen });
    await addSubscriber(ctx, {
      email: `left@${format}.example`,
      source: "cli",
      consent: { wording: "x" },
    }).then((result) =>
      result.kind === "added"
        ? unsubscribe(ctx, { subscriberId: result.subscriber.id, source: "one-click" })
        : null,
    );
    let text = "";
    for await (const piece of exportSubscribers(ctx, { format, search: `@${format}.example` })) text += piece;
    await ctx.db.delete(subscribers);
    expect(await run(text)).toMatchObject({ read: 2, imported: 1, keptOut: 1 });
    expect(await find(email)).toMatchObject(chosen);
    expect(await find(`left@${format}.example`)).toBeNull();
  });

  test("fills up with a few top papers whoever has not chosen, also whom a release without this choice adds", async () => {
    await run("email\nnew@fill.example");
    await ctx.db.execute(sql`
      insert into subscribers (email, email_key, address_hash, state, source, created_at, updated_at)
      select 'old@fill.example', 'old@fill.example', 'x', state, source, created_at, updated_at
      from subscribers where email_key = 'new@fill.example'`);
    expect(await find("new@fill.example")).toMatchObject({ fillUp: "few" });
    expect(await find("old@fill.example")).toMatchObject({
      fillUp: "few",
      organizations: [],
      language: "en",
    });
  });

  test("takes a language that mails are written in, and leaves all others", async () => {
    const report = await run("email,language\na@tongue.example,en-US\nb@tongue.example,Klingon");
    expect(report).toMatchObject({ imported: 2, refusedCount: 0 });
    expect(await find("b@tongue.example")).toMatchObject({ language: "en" });
  });

  test("as JSON lines is read line by line: a bad one is reported, the rest imported", async () => {
    const report = await run(
      '{"email":"first@lines.example"}\nbroken\n\n[1]\n{"email":7}\n{"email":"last@lines.example","max":3}',
    );
    expect(report).toMatchObject({ read: 5, imported: 2, refusedCount: 3 });
    expect(report.refused.map(({ line }) => line)).toEqual([2, 4, 5]);
    expect((await find("last@lines.example"))?.maxPapers).toBe(3);
  });
});
