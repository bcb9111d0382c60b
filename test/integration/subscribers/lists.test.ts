import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type ListAnswers,
  noAnswers,
  OpenQuestionsError,
} from "../../../src/subscribers/lists/decide-columns.ts";
import { type ImportReport, importSubscribers } from "../../../src/subscribers/lists/import-subscribers.ts";
import { meanings, stateWords } from "../../../src/subscribers/lists/meanings.ts";
import { parseColumnAnswer, parseValueAnswer } from "../../../src/subscribers/lists/parse-answers.ts";
import { plainForm } from "../../../src/subscribers/lists/plain-form.ts";
import { exportsOfPrograms } from "../../fixtures/lists/exports-of-programs.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { runsOf } from "../../support/property-runs.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await emptyTables(ctx);
});

const run = (content: string | Buffer, answers: ListAnswers = noAnswers, isDryRun = false) =>
  importSubscribers(ctx, {
    lines: Readable.from([Buffer.from(content)]),
    consent: "Signed the list at the seminar.",
    isDryRun,
    answers,
  });

const answers = (columns: string[], values: string[] = []): ListAnswers => ({
  columns: columns.map(parseColumnAnswer),
  values: values.map(parseValueAnswer),
});

async function active(): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ email: string }>(
    sql`select split_part(email, '@', 1) as email from subscribers where state = 'active' order by 1`,
  );
  return rows.map(({ email }) => email);
}

async function reasons(): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ reason: string }>(sql`select reason from suppressions order by 1`);
  return rows.map(({ reason }) => reason);
}

async function questionsOf(content: string): Promise<string[]> {
  const error = await run(content).catch((thrown: unknown) => thrown);
  if (!(error instanceof OpenQuestionsError)) throw new Error("the list left nothing open", { cause: error });
  expect(error).toMatchObject({ exitCode: 1, httpStatus: 422 });
  expect(await active()).toEqual([]);
  expect(await reasons()).toEqual([]);
  return error.questions.map(({ title }) => title);
}

function sum({ imported, known, keptOut, refusedCount }: ImportReport): number {
  return imported + known + keptOut + refusedCount;
}

describe("of another program's export", () => {
  test.each(
    exportsOfPrograms,
  )("%s: only who said yes is imported, who left is kept out for good", async (_, list, left) => {
    const wanted = [...list.matchAll(/\b(ok\d*)@a\.example/g)].map(([, name]) => name ?? "");
    const rehearsed = await run(list, noAnswers, true);
    expect(await active()).toEqual([]);
    const report = await run(list);
    expect(report).toMatchObject({ imported: wanted.length, keptOut: left, newlySuppressed: left });
    expect(report).toEqual(rehearsed);
    expect(sum(report)).toBe(report.read);
    expect(await active()).toEqual(wanted.sort());
    expect(await reasons()).toHaveLength(left);
    const addresses = [...new Set(list.match(/[\w.]+@a\.example/g))];
    // A later file that says nothing brings in those who said nothing, and nobody who left.
    expect(await run(["email", ...addresses].join("\n"))).toMatchObject({
      keptOut: left,
      imported: addresses.length - left - wanted.length,
    });
  });
});

describe("a column that is not known", () => {
  test("stops the import with one question that names it and what it holds, and an answer settles it", async () => {
    const list = "email,Wants the letter?\nok@a.example,yes\nno@a.example,no\nempty@a.example,\n";
    const error = await run(list).catch((thrown: Error) => thrown);
    expect(String(error)).toMatch(/"Wants the letter\?" holds yes \(1\), no \(1\), empty \(1\)/);
    expect(await questionsOf(list)).toEqual(["Wants the letter?"]);
    expect(await run(list, answers(["Wants the letter?=consent"]))).toMatchObject({
      imported: 1,
      refusedCount: 2,
      keptOut: 0,
    });
    expect(await active()).toEqual(["ok"]);
  });

  test("is asked about together with all others", async () => {
    const list =
      "email,Robinson,Bulk policy,配信区分\na@a.example,1,x,A\nb@a.example,0,y,B\nc@a.example,,,\n";
    expect(await questionsOf(list)).toEqual(["Robinson", "Bulk policy", "配信区分"]);
    const settled = answers(["robinson=opted-out", "Bulk policy=ignore", "配信区分=other"]);
    expect(await run(list, settled)).toMatchObject({ imported: 2, keptOut: 1 });
  });

  const rows = (values: string[]) =>
    values.map((value, index) => `r${index}@a.example,"${value}"`).join("\n");
  const many = (value: (index: number) => string) =>
    rows(Array.from({ length: 40 }, (_, index) => value(index)));
  test.each([
    ["speaks of leaving", "Reader unsubscribed via", many((index) => `way ${index}`)],
    ["speaks of it in German", "Wann abgemeldet?", many((index) => `Tag ${index}`)],
    ["speaks of consent in Korean", "이메일 수신 여부", many((index) => `v${index}`)],
    [
      "holds a leave among many words",
      "Remark",
      many((index) => (index === 30 ? "unsubscribed" : `word ${index}`)),
    ],
    ["holds a Spanish leave", "X1", many((index) => (index === 3 ? "Dado de baja" : `palabra ${index}`))],
    ["holds flags", "Zzyzx", many((index) => (index % 2 ? "Y" : "N"))],
    [
      "holds dates on some lines",
      "Zzyzx",
      many((index) => (index % 3 ? "" : `2025-01-${String(index % 28).padStart(2, "0")}`)),
    ],
    [
      "holds European dates on some lines",
      "Zzyzx",
      many((index) => (index % 3 ? "" : `${index % 28}.3.2025`)),
    ],
    ["holds epochs on some lines", "Zzyzx", many((index) => (index % 3 ? "" : `17356${index + 10}000`))],
    ["holds five words", "Zzyzx", many((index) => ["alfa", "beta", "gama", "delta", "eta"][index % 5] ?? "")],
    [
      "holds a leave within a text",
      "Remark",
      many((index) => (index === 9 ? "Frau Muster hat sich abgemeldet" : `word ${index}`)),
    ],
    [
      "holds a leave within Japanese",
      "理由",
      many((index) => (index === 9 ? "本人希望により配信停止済み" : `文${index}`)),
    ],
    ["holds dates of another calendar", "Zzyzx", many((index) => (index % 3 ? "" : `令和${index}年1月2日`))],
    ["holds epochs with fractions", "Zzyzx", many((index) => (index % 3 ? "" : `17041646${index + 10}.123`))],
    ["holds months", "Zzyzx", many((index) => (index % 3 ? "" : `20${index + 10}-01`))],
    ["holds nothing but zeros", "希望", many(() => "0")],
    ["is titled in Japanese", "区分", many((index) => (index % 2 ? "あり" : "なし"))],
    ["is titled in Arabic", "الرغبة", many((index) => (index % 2 ? "نعم" : "لا"))],
    ["has no title", "", many((index) => (index % 2 ? "1" : ""))],
  ])("stops it when it %s", async (_, title, lines) => {
    expect(await questionsOf(`email,"${title}"\n${lines}\n`)).toEqual([title]);
  });

  test("stops a list without titles as well", async () => {
    expect(await questionsOf("a@a.example,unsubscribed\nb@a.example,active\n")).toEqual(["column 2"]);
    expect(
      await run("a@a.example,unsubscribed\nb@a.example,active\n", answers(["column 2=state"])),
    ).toMatchObject({ imported: 1, keptOut: 1 });
  });

  test("stops nothing when it cannot be a state", async () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) =>
        `r${index}@a.example,Town ${index},2025-01-02 10:${index + 10},https://x.example/${index},`,
    );
    expect(await run(["email,Heimatort,Angelegt,Seite,Leer", ...lines].join("\n"))).toMatchObject({
      imported: 40,
    });
  });

  test.each([
    ["columns that nobody filled in", "email,Zzyzx,Yxxyz\na@a.example,{},NULL\nb@a.example,[],-\n"],
    ["rates and keys", "email,Zzyzx Id,Conversion rate\na@a.example,7,0.5\nb@a.example,8,12%\n"],
    ["a place", "email,State\nok@a.example,CA\nok2@a.example,NY\n"],
    [
      "an ordinary address book",
      "First Name,Last Name,E-mail,Company,Country,City,Tags,Created At,IP,Opens,Language\nA,B,ok@a.example,X,DE,Y,vip,2025,1.2.3.4,3,de\n",
    ],
  ])("is not asked about in %s", async (_, list) => {
    expect(await run(list)).toMatchObject({ refusedCount: 0, keptOut: 0 });
  });

  test("may hold the addresses under a title that nobody knows", async () => {
    expect(await run("Nom,Contact électronique\nA,ok@a.example\nB,ok2@a.example\n")).toMatchObject({
      imported: 2,
    });
  });

  test("is told of an answer that fits nothing, in one sentence", async () => {
    const list = "email,unsubscribed\na@a.example,1\n";
    await expect(run(list, answers(["Nowhere=name"]))).rejects.toThrow('no column "Nowhere"');
    await expect(run(list, answers([], ["Nowhere:VIP=yes"]))).rejects.toThrow("Nowhere:VIP");
    expect(() => parseColumnAnswer("a=nonsense")).toThrow("no meaning");
    expect(() => parseColumnAnswer("nonsense")).toThrow("TITLE=MEANING");
    expect(() => parseValueAnswer("a:b=perhaps")).toThrow("COLUMN:WORD=yes");
  });
});

describe("the samples of docs/moving.md", () => {
  test.each([
    // One of the two left the list, which this file does not say.
    ["listmonk.csv", { imported: 2, keptOut: 2, refusedCount: 0 }],
    ["listmonk.json", { imported: 1, keptOut: 3, refusedCount: 1 }],
    ["subscribed_members.csv", { imported: 1, keptOut: 0, refusedCount: 0 }],
    ["unsubscribed_members.csv", { imported: 0, keptOut: 1, refusedCount: 0 }],
    ["cleaned_members.csv", { imported: 0, keptOut: 1, refusedCount: 0 }],
    ["nonsubscribed_members.csv", { imported: 0, keptOut: 0, refusedCount: 1 }],
    ["substack.csv", { imported: 2, keptOut: 1, refusedCount: 0 }],
    ["ghost.csv", { imported: 2, keptOut: 1, refusedCount: 0 }],
  ])("%s brings in who agreed alone", async (file, counts) => {
    const list = readFileSync(new URL(`../../fixtures/lists/moving/${file}`, import.meta.url));
    expect(await run(list)).toMatchObject(counts);
  });
});

describe("a title made of known words", () => {
  test.each([
    ...["Unsubscribed Time", "Confirmed Opt-Out Date", "Email 1 Unsubscribed At (UTC)", "HasOptedOutOfMail"],
    ...["Datum der Sperrung", "Grund der Abmeldung", "Motif du désabonnement", "Date de blocage"],
    ...["Fecha de la desuscripción", "Motivo del bloqueo", "Data do bloqueio", "Motivo da remoção"],
    ...["Data del blocco", "Motivo della rimozione", "Suppressed date", "spam_complaint_reason"],
  ])("is a leave where it is filled: %s", async (title) => {
    const list = `email,status,"${title}"\nok@a.example,active,\nleft@a.example,active,2025-03-01\n`;
    expect(await run(list)).toMatchObject({ imported: 1, keptOut: 1 });
  });

  test.each([
    "Opt-out SMS",
    "Phone consent",
    "Fax opt out date",
    "Unsubscribe URL",
    "Created on (UTC)",
  ])("may say nothing of mail: %s", async (title) => {
    const list = `email,"${title}"\nok@a.example,2025-01-01\nok2@a.example,2025-01-02\n`;
    expect(await run(list)).toMatchObject({ imported: 2 });
  });

  test.each([
    "Subscribed by email",
    "Active on list",
    "Newsletters",
    "Registered at fair",
  ])("is asked about when its values are a switch: %s", async (title) => {
    expect(await questionsOf(`email,"${title}"\na@a.example,yes\nb@a.example,no\n`)).toEqual([title]);
  });
});

describe("a word", () => {
  test("that is not known is refused and named, and answered for its column alone", async () => {
    const list =
      "email,status,subscription_status\nok@a.example,active,confirmed\nvip@a.example,VIP,confirmed\nboth@a.example,VIP,VIP\nempty@a.example,,confirmed\n";
    const report = await run(list);
    expect(report).toMatchObject({ imported: 1, refusedCount: 3, keptOut: 0 });
    expect(report.reasons.map(({ reason }) => reason)).toContain('its column "status" says "VIP"');
    expect(await reasons()).toEqual([]);
    expect(await run(list, answers([], ["status:VIP=yes"]))).toMatchObject({
      imported: 1,
      known: 1,
      refusedCount: 2,
    });
    expect(
      await run(list, answers([], ["status:VIP=yes", "subscription_status:vip=left", "status:=yes"])),
    ).toMatchObject({
      imported: 1,
      keptOut: 1,
      refusedCount: 0,
    });
  });

  test("of a pause whose end is no day is answered, and the reader is active", async () => {
    const list = "email,status,paused_until\na@paused.example,paused,\nb@paused.example,paused,next week\n";
    expect(await run(list)).toMatchObject({ imported: 0, refusedCount: 2 });
    expect(await run(list, answers([], ["status:paused=yes"]))).toMatchObject({
      imported: 2,
      refusedCount: 0,
    });
    expect(await active()).toEqual(["a", "b"]);
  });

  test.each([
    ["Unsubscribed (by admin)", "left"],
    ["Bounced - hard", "bounce"],
    ["Active; Unsubscribed", "left"],
    ["Désabonné", "left"],
    ["Als Spam markiert", "complaint"],
    ["En lista negra", "operator"],
  ])("of leaving is heard however it is dressed: %s", async (word, reason) => {
    await run(`email,status\na@a.example,"${word}"\n`);
    expect(await reasons()).toEqual([reason]);
  });

  test.each([
    "User unsubscribed",
    "Unsubscribed on 2 May by the link in a mail",
    "Kontakt abgemeldet",
    "Dado de baja por el usuario",
    "Email blocked",
  ])("of leaving is heard within a saying: %s", async (word) => {
    expect(await run(`email,status\na@a.example,"${word}"\n`)).toMatchObject({ keptOut: 1 });
  });

  test.each([
    "not unsubscribed",
    "Never bounced",
    "Left voicemail",
    "Soft bounce (mailbox full)",
    '{""unsubscribed"": false}',
  ])("that only sounds like leaving is no leave and no yes: %s", async (word) => {
    expect(await run(`email,status\na@a.example,"${word}"\n`)).toMatchObject({ refusedCount: 1, keptOut: 0 });
  });

  test.each([
    ["unsubscribed", "not unsubscribed", "imported"],
    ["abgemeldet", "nicht abgemeldet", "imported"],
    ["bounced", "not bounced", "imported"],
    ["unsubscribed at", "9999-12-31", "imported"],
    ["unsubscribed at", "Thu, 01 Jan 1970 00:00:00 GMT", "imported"],
    ["unsubscribed at", "k. A.", "imported"],
    ["unsubscribed at", "non renseigné", "imported"],
    ["unsubscribed", "unknown", "refusedCount"],
    ["bounced", "soft", "refusedCount"],
    ["bounce reason", "Mailbox full", "refusedCount"],
    ["soft bounces", "3", "refusedCount"],
    ["bounces", "3", "keptOut"],
    ["hard bounces", "1", "keptOut"],
  ])("in a column titled %s means what it says: %s", async (title, word, outcome) => {
    expect(await run(`email,status,${title}\na@a.example,active,"${word}"\n`)).toMatchObject({
      [outcome]: 1,
    });
  });

  test("that says no is overridden by nothing", async () => {
    const list =
      "email,status,unsubscribed\na@a.example,unsubscribed,0\nb@a.example,active,1\nc@a.example,active,0\n";
    const told = answers([], ["status:unsubscribed=yes", "unsubscribed:1=yes"]);
    expect(await run(list, told)).toMatchObject({ imported: 1, keptOut: 2 });
    for (const silenced of ["unsubscribed=ignore", "unsubscribed=name", "status=other"])
      await expect(run(list, answers([silenced]))).rejects.toThrow("nothing overrides that");
  });

  test.each([
    ...[
      "",
      "NULL",
      "null",
      "\\N",
      "-",
      "--",
      "N/A",
      "n/a",
      "0",
      "0.0",
      "0,00",
      "no",
      "No",
      "false",
      "FALSE",
      "off",
    ],
    ...["never", "none", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "1970-01-01T00:00:00Z"],
    ...["0001-01-01T00:00:00Z", "30.12.1899", "[]", "{}", "nein", "non", "não", "いいえ", "✗"],
  ])("for nothing in a column of leaving is no leave: %j", async (word) => {
    const titles = ["unsubscribed_at", "opted out", "bounced", "complained", "deleted at", "suppressed"];
    const cells = titles.map(() => `"${word}"`);
    expect(await run(`email,${titles.join(",")}\na@a.example,${cells.join(",")}\n`)).toMatchObject({
      imported: 1,
      keptOut: 0,
    });
  });

  test.each([
    ...["1", "yes", "TRUE", "x", "✓", "ja", "oui", "sí", "sim", "2025-03-01", "2025-03-01T10:00:00+02:00"],
    ...[
      "1740819600",
      "1740819600000",
      "03/14/2025",
      "14.03.2025",
      "45730",
      "45730.5",
      "20250301T101010",
      "1.0",
    ],
    ...["March 14, 2025", "somebody's decision"],
  ])("for anything else in a column of leaving is a leave: %j", async (word) => {
    const list = `email,status,unsubscribed_at,opted out\na@a.example,active,"${word}",\nb@a.example,active,,"${word}"\n`;
    expect(await run(list)).toMatchObject({ imported: 0, keptOut: 2 });
  });

  test("keeps out by what weighs most of all columns of a line", async () => {
    await run(
      "email,status,bounced,complained\na@a.example,unsubscribed,1,2025-01-01\nb@a.example,unsubscribed,1,\nc@a.example,blocked,,\n",
    );
    expect(await reasons()).toEqual(["bounce", "complaint", "operator"]);
  });

  test("in two columns of one title counts in each", async () => {
    expect(
      await run("email,status,status\na@a.example,active,unsubscribed\nb@a.example,unsubscribed,active\n"),
    ).toMatchObject({ imported: 0, keptOut: 2 });
  });
});

describe("a list whose every line says no", () => {
  test("imports nobody and keeps out all", async () => {
    const lines = Array.from({ length: 1500 }, (_, index) => `r${index}@a.example,unsubscribed`);
    expect(await run(["email,status", ...lines].join("\r\n"))).toMatchObject({
      read: 1500,
      imported: 0,
      keptOut: 1500,
    });
  });
});

describe("the text of a list", () => {
  test.each([
    ["a header's CRLF before rows of LF", "email,name\r\na@a.example,A\nb@a.example,B\nc@a.example,C\n", 3],
    ["all ends at once", "email\r\na@a.example\nb@a.example\rc@a.example\r\r\nd@a.example", 4],
    ["a line of sep", "sep=;\r\nemail;hour\r\na@a.example;7\r\n", 1],
    ["a quoted line of sep", '"sep=|"\nemail|hour\na@a.example|7\n', 1],
    ["bars", "name|email\nA|a@a.example\n", 1],
    ["tabs and a mark", "\ufeffname\temail\nA\ta@a.example\n", 1],
    ["a title over the titles", "Members of the seminar\n\nName;E-Mail\nA;a@a.example\n", 1],
    ["spaces around quotes", '"email" , "hour"\n"a@a.example" , "8"\n', 1],
    ["quotes within quotes", 'email,name\na@a.example,"the "big" one"\nb@a.example,"x ""y"""\n', 2],
    [
      "dressed addresses",
      'email\n"John Smith" <a@a.example>\n"""Sample, Ann"" <b@a.example>"\n<c@a.example>\nmailto:d@a.example?subject=x\nJohn <e@a.example>\n',
      5,
    ],
    ["a dressed address beside others", 'email,name\n"Smith, John" <a@a.example>,"J, S"\n', 1],
    ["whole numbers with a point", "email,hour,max\na@a.example,7.0,10.0\n", 1],
  ])("may have %s", async (_, list, imported) => {
    expect(await run(list)).toMatchObject({ read: imported, imported, refusedCount: 0 });
  });

  test("may dress its addresses in whatever way", async () => {
    const dressed = [
      ...[
        "b1@a.example (Ann)",
        "SMTP:b2@a.example",
        "b3@a.example;",
        "[b4](mailto:b4@a.example)",
        "Ann [b5@a.example]",
      ],
      ...["b6@a.example.", "‹b7@a.example›", "＜b8@a.example＞", "b9＠a.example", "Ann &lt;c1@a.example&gt;"],
      ...["Ann <c2@a.example> (work)", "e-mail: c3@a.example", "“c4@a.example”", "c5@a.example\u200b"],
      '<a href="mailto:c6@a.example?subject=x">write</a>',
    ];
    const list = ["email", ...dressed.map((one) => `"${one.replaceAll('"', '""')}"`)].join("\n");
    expect(await run(list)).toMatchObject({ imported: dressed.length, refusedCount: 0 });
    const bare = await active();
    expect(bare).toEqual([...bare].sort());
    expect(bare.join(" ")).toBe("b1 b2 b3 b4 b5 b6 b7 b8 b9 c1 c2 c3 c4 c5 c6");
  });

  test("keeps several addresses in one cell out", async () => {
    const list =
      'email\n"a@a.example, b@a.example"\na@a.example b@a.example\n"A <a@a.example>, B <b@a.example>"\n';
    expect(await run(list)).toMatchObject({ imported: 0, refusedCount: 3 });
  });

  test("costs one line where a quote is opened and never closed", async () => {
    const list =
      'email,name\na@a.example,A\nb@a.example,"open\nc@a.example,"C, c"\nd@a.example,"two\nlines"\n"e@a.example,E\nf@a.example,F\n';
    const report = await run(list);
    expect(report).toMatchObject({ read: 6, imported: 4, refusedCount: 2 });
    expect(report.refused.map(({ line }) => line)).toEqual([3, 7]);
    expect(report.refused[0]?.reason).toContain("never closed");
    expect(await active()).toEqual(["a", "c", "d", "f"]);
  });

  test("refuses a line that has more values than there are titles", async () => {
    expect(await run("email,name,unsubscribed\na@a.example,Doe, Jane,0\nb@a.example,B,0,,\n")).toMatchObject({
      imported: 1,
      refusedCount: 1,
      keptOut: 0,
    });
  });

  const legacy = (text: string, bytes: Record<string, number>) =>
    Buffer.from([...text].map((letter) => bytes[letter] ?? letter.charCodeAt(0)));
  const words =
    "email;keywords;authors;Désabonné\r\na@a.example;réseaux;Jörg Müller;\r\nb@a.example;façade;Renée;oui\r\n";
  test.each([
    ["Windows-1252", Buffer.from(words, "latin1")],
    ["Mac Roman", legacy(words, { é: 0x8e, ö: 0x9a, ü: 0x9f, ç: 0x8d })],
    ["UTF-16", Buffer.from(words, "utf16le")],
    ["UTF-16, big endian", Buffer.from(`\ufeff${words}`, "utf16le").swap16()],
    ["UTF-8", Buffer.from(words)],
  ])("may be in %s", async (_, bytes) => {
    expect(await run(bytes)).toMatchObject({ imported: 1, keptOut: 1 });
    const { rows } = await ctx.db.execute(sql`select keywords, authors from subscribers`);
    expect(rows).toEqual([{ keywords: ["réseaux"], authors: ["Jörg Müller"] }]);
  });

  test("loses the lines that cannot be decoded, and never keeps U+FFFD", async () => {
    const list = Buffer.concat([
      Buffer.from("email,keywords\na@a.example,naïve\nb@a.example,x"),
      Buffer.from([0xff, 0x81]),
      Buffer.from("\nc@a.example,Привет\nd@a.example,lost \ufffd\ne\ufffd@a.example,\n{\n"),
    ]);
    const report = await run(list);
    expect(report).toMatchObject({ read: 6, imported: 2, refusedCount: 4 });
    expect(report.refused.map(({ line }) => line)).toEqual([3, 5, 6, 7]);
    const { rows } = await ctx.db.execute(
      sql`select 1 from subscribers where subscribers::text like ${"%\ufffd%"}`,
    );
    expect(rows).toEqual([]);
  });

  test.each([
    ["Japanese (Shift JIS)", [0x8e, 0x52, 0x93, 0x63]],
    ["the German of DOS", [0x4a, 0x94, 0x72, 0x67]],
    ["the French of DOS", [0x52, 0x65, 0x6e, 0x82]],
    ["Polish (Windows-1250)", [0xb3, 0xf3, 0x9c]],
    ["Russian (Windows-1251)", [0xc8, 0xe2, 0xe0, 0xed]],
  ])("refuses lines in an encoding that is not plain: %s", async (_, bytes) => {
    const list = Buffer.concat([
      Buffer.from("email,authors\na@a.example,"),
      Buffer.from(bytes),
      Buffer.from("\nb@a.example,B\n"),
    ]);
    expect(await run(list)).toMatchObject({ imported: 1, refusedCount: 1 });
  });

  test("hears both of two properties of one name in JSON", async () => {
    const list = [
      '{"email":"a@a.example","unsubscribed":true,"unsubscribed":false}',
      '{"email":"b@a.example","unsubscribed":false,"unsubscribed":true}',
      '{"email":"c@a.example","unsubscribed":false,"inner":{"unsubscribed":true,"unsubscribed":false}}',
      '{"email":"d@a.example","unsubscribed":false,"UNSUBSCRIBED":1}',
      '{"email":"e@a.example","unsubscribed":false,"name":"{\\"email\\":1,\\"email\\":2}"}',
    ].join("\n");
    expect(await run(list)).toMatchObject({ imported: 1, keptOut: 4 });
    expect(await active()).toEqual(["e"]);
  });

  test("keeps half a letter and a zero byte of JSON out", async () => {
    const list =
      '{"email":"a@a.example","keywords":["x\\ud800"]}\n{"email":"b@a.example","keywords":["y\\u0000z"]}\n';
    expect(await run(list)).toMatchObject({ imported: 1, refusedCount: 1 });
  });
});

test("counts every record once, whatever the bytes", async () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "a@a.example",
      "b@a.example",
      "c@a.example",
      "<d@a.example>",
      '"',
      '""',
      "unsubscribed",
      "active",
      "",
    ),
    fc.string({ unit: "grapheme", maxLength: 8 }),
  );
  const line = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(","));
  const end = fc.constantFrom("\n", "\r\n", "\r");
  const bytes = fc.uint8Array({ maxLength: 6 }).map((array) => Buffer.from(array).toString("latin1"));
  const body = fc.array(fc.tuple(fc.oneof({ weight: 5, arbitrary: line }, bytes), end), { maxLength: 12 });
  const head = fc.constantFrom("email,name,status,tags", "email", "Name;E-Mail", '{"email":"x@a.example"}');
  await fc.assert(
    fc.asyncProperty(head, body, fc.boolean(), async (first, lines, isLatin) => {
      const text = [first, "\n", ...lines.flat()].join("");
      const report = await run(Buffer.from(text, isLatin ? "latin1" : "utf8"), noAnswers, true).catch(
        (error: unknown) => {
          if (error instanceof OpenQuestionsError) return null;
          throw error;
        },
      );
      if (report) expect(sum(report)).toBe(report.read);
    }),
    { numRuns: runsOf(30) },
  );
}, 120_000);

test("the table of meanings gives every title and every word one meaning", () => {
  const titles = Object.entries(meanings).flatMap(([meaning, { titles }]) =>
    [...new Set(titles.map(plainForm))].map((title) => [title, meaning] as const),
  );
  const words = Object.entries(stateWords).flatMap(([says, list]) =>
    [...new Set(list.map(plainForm))].map((word) => [word, says] as const),
  );
  for (const pairs of [titles, words]) {
    const seen = new Map<string, string>();
    for (const [text, meaning] of pairs) {
      expect(text).not.toBe("");
      expect([text, seen.get(text) ?? meaning]).toEqual([text, meaning]);
      seen.set(text, meaning);
    }
  }
});
