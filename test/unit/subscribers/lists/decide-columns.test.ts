import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../../../src/errors.ts";
import {
  noAnswers,
  OpenQuestionsError,
  wordHolding,
} from "../../../../src/subscribers/lists/decide-columns.ts";
import { exportsOfPrograms } from "../../../fixtures/lists/exports-of-programs.ts";
import { columnsOf, listAnswers, readList } from "../../../support/read-list.ts";

async function openQuestions(content: string, answers = noAnswers): Promise<OpenQuestionsError> {
  const error = await columnsOf(content, answers).catch((thrown: unknown) => thrown);
  if (error instanceof OpenQuestionsError) return error;
  throw new Error("the list left nothing open", { cause: error });
}

const asked = async (content: string, answers = noAnswers) =>
  (await openQuestions(content, answers)).questions.map(({ title, why }) => `${title}: ${why}`);

/** Title, meaning and how it was found, of each column that is told of. */
const uses = async (content: string, answers = noAnswers) =>
  (await columnsOf(content, answers)).map(({ title, meaning, by }) => [title, meaning, by]);

const many = (value: (index: number) => string, count = 40) =>
  Array.from({ length: count }, (_, index) => `r${index}@a.example,"${value(index)}"`).join("\n");

describe("another program's export", () => {
  it.each(
    exportsOfPrograms,
  )("of %s lets in only who said yes, and keeps out who left", async (_, list, left) => {
    const wanted = [...list.matchAll(/\b(ok\d*)@a\.example/g)].map(([, name]) => name ?? "");
    const read = await readList(list);
    expect(read.yes.sort()).toEqual(wanted.sort());
    expect(Object.keys(read.left)).toHaveLength(left);
  });
});

describe("a column whose title nobody knows", () => {
  it.each([
    ["speaks of leaving", "Reader unsubscribed via", many((index) => `way ${index}`), "title"],
    ["speaks of consent in Korean", "이메일 수신 여부", many((index) => `v${index}`), "title"],
    ["holds a leave", "Remark", many((index) => (index === 30 ? "unsubscribed" : `word ${index}`)), "values"],
    [
      "holds a leave in a text",
      "Remark",
      many((i) => (i === 9 ? "Er hat sich heute abgemeldet" : `w ${i}`)),
      "values",
    ],
    [
      "holds a word of state",
      "Remark",
      many((index) => (index === 9 ? "pending" : `word ${index}`)),
      "values",
    ],
    ["holds flags", "Zzyzx", many((index) => (index % 2 ? "Y" : "N")), "few-values"],
    [
      "holds dates on some lines",
      "Zzyzx",
      many((i) => (i % 3 ? "" : `2025-01-${10 + (i % 18)}`)),
      "few-values",
    ],
    ["holds dates and zeros", "Zzyzx", many((i) => (i % 3 ? "0" : `2025-01-${10 + (i % 18)}`)), "few-values"],
    [
      "holds five words",
      "Zzyzx",
      many((index) => ["ab", "be", "ga", "de", "et"][index % 5] ?? ""),
      "few-values",
    ],
    [
      "holds words and no answers",
      "Zzyzx",
      many((index) => ["NULL", "ab", "be"][index % 3] ?? ""),
      "few-values",
    ],
    [
      "counts, with words among the numbers",
      "Zzyzx points",
      many((i) => ["3", "few"][i % 2] ?? ""),
      "few-values",
    ],
    ["holds nothing but zeros", "Zzyzx", many(() => "0"), "few-values"],
    ["has no title", "", many((index) => (index % 2 ? "1" : "")), "few-values"],
    ["counts by flags", "Zzyzx total", many((index) => (index % 2 ? "1" : "0")), "few-values"],
    ["counts in words", "Zzyzx points", many((index) => ["few", "many"][index % 2] ?? ""), "few-values"],
    ["is called an id, and is none", "Zzyzx id", many((index) => String(index % 4)), "few-values"],
    ["is called an id of words", "Zzyzx id", many((index) => `k${index}`, 4), "few-values"],
    ["is called an id of numbers and letters", "Zzyzx id", many((index) => `${index}k`, 4), "few-values"],
    ["is called an id, with one number twice", "Zzyzx id", many((i) => String(i % 3), 4), "few-values"],
    [
      "counts, with a word before a number",
      "Zzyzx points",
      many((i) => ["3", "about 4"][i % 2] ?? ""),
      "few-values",
    ],
    [
      "counts, with a word behind a number",
      "Zzyzx points",
      many((i) => ["3", "4 of us"][i % 2] ?? ""),
      "few-values",
    ],
    [
      "counts, with a letter at a number",
      "Zzyzx points",
      many((i) => ["3", "4x"][i % 2] ?? ""),
      "few-values",
    ],
    [
      "holds five words and a word for none",
      "Zzyzx",
      many((index) => ["ab", "be", "ga", "de", "et", "NULL"][index % 6] ?? ""),
      "few-values",
    ],
    [
      "holds flags of many languages",
      "Zzyzx",
      many((index) => ["yes", "ja", "oui", "si", "true", "1", "no"][index % 7] ?? ""),
      "few-values",
    ],
  ])("is asked about when it %s", async (_, title, lines, why) => {
    expect(await asked(`email,"${title}"\n${lines}\n`)).toEqual([`${title}: ${why}`]);
  });

  it.each([
    ["holds six words", "Zzyzx", many((index) => ["ab", "be", "ga", "de", "et", "th"][index % 6] ?? "")],
    [
      "holds six words, one of them a flag",
      "Zzyzx",
      many((index) => ["ab", "be", "ga", "de", "et", "yes"][index % 6] ?? ""),
    ],
    [
      "holds dates among many words",
      "Zzyzx",
      many((i) => (i % 2 ? `Town ${i}` : `2025-01-${10 + (i % 18)}`)),
    ],
    ["counts by few numbers of two figures", "Zzyzx points", many((index) => `1${index % 2}`)],
    ["counts money, with its sign behind", "Zzyzx revenue", many((index) => `${index % 4} €`)],
    ["is an id at the end of many words", "Zzyzx yxxyz id", many((index) => String(index), 4)],
    ["is an id of two figures", "Zzyzx id", many((index) => String(10 + index), 4)],
    ["holds towns", "Heimatort", many((index) => `Town ${index}`)],
    ["holds a date on each line", "Angelegt", many((index) => `2025-01-02 10:${index + 10}`)],
    ["holds links", "Seite", many((index) => `https://x.example/${index % 2}`)],
    ["holds keys", "Zzyzx", many((index) => `0b9d3c4e-7a51-4c0e-9f6d-2f1f8e8f0a1${index % 2}`)],
    ["holds few keys on some lines", "Zzyzx", many((index) => (index % 2 ? "" : `cus_100000${index % 4}`))],
    ["holds few addresses on some lines", "Zzyzx", many((i) => (i % 2 ? "" : `other${i % 4}@b.example`))],
    [
      "counts by numbers of several figures",
      "Zzyzx points",
      many((index) => `1${index % 4},${index % 3}00.5`),
    ],
    ["holds addresses", "Zzyzx", many((index) => `other${index}@b.example`)],
    ["was filled in by nobody", "Zzyzx", many((index) => ["", "NULL", "-", "[]"][index % 4] ?? "")],
    ["counts", "Zzyzx points", many((index) => String(index % 4))],
    ["counts in per cent", "Conversion rate", many((index) => `${index % 4}.5 %`)],
    ["counts money", "Zzyzx revenue", many((index) => `€ -${index % 4},50`)],
    [
      "counts, where it was counted",
      "Zzyzx points",
      many((index) => (index % 2 ? "NULL" : String(index % 4))),
    ],
    ["is an id at the end", "Zzyzx id", many((index) => String(index), 4)],
    ["is an id at the beginning", "Id zzyzx", many((index) => String(index), 4)],
    [
      "speaks of leaving, over keys on every line",
      "Unsubscribe zzyzx",
      many((i) => `cus_${1_000_000 + i}`, 4),
    ],
  ])("is not asked about when it %s", async (_, title, lines) => {
    expect(await uses(`email,"${title}"\n${lines}\n`)).toEqual([
      ["email", "address", "title"],
      [title, "other", "values"],
    ]);
  });

  it("is asked about when it speaks of leaving, over few keys on some lines", async () => {
    const lines = many((index) => (index % 2 ? "" : `cus_100000${index}`), 4);
    expect(await asked(`email,Unsubscribe zzyzx\n${lines}\n`)).toEqual(["Unsubscribe zzyzx: title"]);
  });

  it("is told of with what it holds, the most frequent first, and never an address", async () => {
    const list = `email,Zzyzx\n${many((index) => ["alfa", "", "alfa", "beta", "x@b.example"][index % 5] ?? "", 10)}\n`;
    const { questions } = await openQuestions(list);
    expect(questions).toEqual([
      {
        title: "Zzyzx",
        why: "few-values",
        values: [
          { text: "alfa", count: 4 },
          { text: "beta", count: 2 },
          { text: "an address", count: 2 },
        ],
        hasMoreValues: false,
        empty: 2,
      },
    ]);
  });

  it("is told of with the leave that was heard in it first, and six values at most", async () => {
    const list = `email,Remark\n${many((index) => (index === 7 ? "unsubscribed" : `word ${index % 7}`))}\n`;
    const [question] = (await openQuestions(list)).questions;
    expect(question?.values.map(({ text }) => text)).toEqual([
      "unsubscribed",
      "word 1",
      "word 2",
      "word 3",
      "word 4",
      "word 0",
    ]);
    expect(question?.hasMoreValues).toBe(true);
    const six = `email,Remark\n${many((index) => (index === 3 ? "unsubscribed" : `word ${index % 5}`))}\n`;
    expect((await openQuestions(six)).questions[0]?.hasMoreValues).toBe(false);
  });

  it("is told of with more values than are kept", async () => {
    const list = `email,Remark\n${many((index) => (index === 7 ? "unsubscribed" : `word ${index}`), 90)}\n`;
    expect((await openQuestions(list)).questions[0]?.hasMoreValues).toBe(true);
  });

  it("stops a list together with all others, in one sentence each", async () => {
    const list = "email,Robinson,Zzyzx,Yxxyz\na@a.example,1,x,\nb@a.example,0,y,q\n";
    const error = await openQuestions(list);
    expect(error).toMatchObject({ code: "open_questions", httpStatus: 422 });
    expect(error.message).toBe(
      [
        "3 columns may say who wants no mail, and it is not known what they mean; nothing was imported.",
        '  "Robinson" holds 1 (1), 0 (1)',
        '  "Zzyzx" holds x (1), y (1)',
        '  "Yxxyz" holds q (1), empty (1)',
        'Answer each with --column "TITLE=MEANING" or --ignore-column "TITLE"; MEANING is one of opted-out, left-at, state, consent, wanted, suppressed, bounced, bounces, complained, deleted-at, pending, address, name, tags.',
      ].join("\n"),
    );
    expect(error.columns.map(({ title }) => title)).toEqual(["email"]);
    const one = await openQuestions("email,Robinson\na@a.example,1\n");
    expect(one.message.split("\n")[0]).toBe(
      "One column may say who wants no mail, and it is not known what it means; nothing was imported.",
    );
  });

  it("is worded with what else it holds", () => {
    const held = { title: "Zzyzx", why: "values" as const, values: [{ text: "x", count: 2 }] };
    expect(wordHolding({ ...held, hasMoreValues: true, empty: 3 })).toBe("x (2), others, empty (3)");
    expect(wordHolding({ ...held, hasMoreValues: false, empty: 0 })).toBe("x (2)");
  });
});

describe("a column whose title is known", () => {
  it("means what its title says, and is told of", async () => {
    expect(await uses("email,status,unsubscribed,Company\na@a.example,active,0,X\n")).toEqual([
      ["email", "address", "title"],
      ["status", "state", "title"],
      ["unsubscribed", "opted-out", "title"],
      ["Company", "other", "title"],
    ]);
  });

  it("of states means nothing where nobody filled it in", async () => {
    expect(await uses("email,status\na@a.example,\nb@a.example,\n")).toContainEqual([
      "status",
      "other",
      "values",
    ]);
    expect(await uses("email,status\na@a.example,active\nb@a.example,\n")).toContainEqual([
      "status",
      "state",
      "title",
    ]);
    expect(await uses("email,consent\na@a.example,\n")).toContainEqual(["consent", "consent", "title"]);
  });

  it("of tags is asked about when they hold a leave, or flags", async () => {
    expect(await asked("email,tags\na@a.example,vip\nb@a.example,unsubscribed\n")).toEqual(["tags: values"]);
    expect(await asked("email,tags\na@a.example,yes\nb@a.example,no\n")).toEqual(["tags: few-values"]);
    expect(await asked("email,tags\na@a.example,yes\nb@a.example,n\n")).toEqual(["tags: few-values"]);
    expect(await uses("email,tags\na@a.example,vip\nb@a.example,yes\n")).toContainEqual([
      "tags",
      "tags",
      "title",
    ]);
    expect(await uses("email,tags\na@a.example,y\nb@a.example,n\n")).toContainEqual([
      "tags",
      "tags",
      "title",
    ]);
    expect(await uses("email,tags\na@a.example,\nb@a.example,NULL\n")).toContainEqual([
      "tags",
      "tags",
      "title",
    ]);
  });

  it("of places is a state only when states stand in it", async () => {
    expect(await uses("email,State\na@a.example,CA\nb@a.example,NY\n")).toContainEqual([
      "State",
      "other",
      "values",
    ]);
    expect(await uses("email,State\na@a.example,active\nb@a.example,NY\n")).toContainEqual([
      "State",
      "state",
      "values",
    ]);
    expect(await uses("email,State,status\na@a.example,Bavaria,active\n")).toContainEqual([
      "State",
      "other",
      "values",
    ]);
    expect(await asked("email,State\na@a.example,Bavaria\nb@a.example,NY\n")).toEqual(["State: title"]);
    expect(await asked("email,State,status\na@a.example,Bavaria,\n")).toEqual(["State: title"]);
    for (const place of ["Upper NY", "NY city"])
      expect(await asked(`email,State\na@a.example,${place}\n`), place).toEqual(["State: title"]);
  });

  it("of places is none beside a column of states or of kinds, and of no other", async () => {
    const place = ["State", "other", "values"];
    expect(await uses("email,subscriber type,State\na@a.example,premium,Bavaria\n")).toContainEqual(place);
    expect(await asked("email,consent,State\na@a.example,yes,Bavaria\n")).toEqual(["State: title"]);
    const addresses = listAnswers(["status=email"]);
    expect(await asked("status,State\na@a.example,Bavaria\n", addresses)).toEqual(["State: title"]);
  });

  it("that says nothing of mail by its title alone is asked about when its values are a switch", async () => {
    expect(await asked("email,Registered at fair\na@a.example,yes\nb@a.example,no\n")).toEqual([
      "Registered at fair: few-values",
    ]);
    expect(
      await uses("email,Created on (UTC)\na@a.example,2025-01-01\nb@a.example,2025-01-02\n"),
    ).toContainEqual(["Created on (UTC)", "other", "values"]);
    expect(await uses("email,Created on (UTC)\na@a.example,2025-01-01\nb@a.example,NULL\n")).toContainEqual([
      "Created on (UTC)",
      "other",
      "values",
    ]);
    expect(await asked("email,Created on (UTC)\na@a.example,2025-01-01\nb@a.example,unsubscribed\n")).toEqual(
      ["Created on (UTC): values"],
    );
    const said = "email,Created on (UTC)\na@a.example,2025-01-01\nb@a.example,Er hat sich heute abgemeldet\n";
    expect(await asked(said)).toEqual(["Created on (UTC): values"]);
    expect(await asked("email,Created on (UTC)\na@a.example,2025-01-01\nb@a.example,active\n")).toHaveLength(
      1,
    );
  });

  it("of JSON means nothing where its properties have columns of their own", async () => {
    const list = '{"email":"a@a.example","consent":null}\n{"email":"b@a.example","consent":{"given":true}}\n';
    const nested = await columnsOf(list).catch((error: unknown) => error);
    const columns = nested instanceof OpenQuestionsError ? nested.columns : nested;
    expect(columns).toContainEqual(
      expect.objectContaining({ title: "consent", meaning: "other", by: "values" }),
    );
    const both = await columnsOf(list.replace("null", '"no"')).catch((error: unknown) => error);
    expect(both instanceof OpenQuestionsError ? both.columns : both).toContainEqual(
      expect.objectContaining({ title: "consent", meaning: "consent", by: "title" }),
    );
  });

  it("of a million titles is read, and a thousand of those that say nothing are told of", async () => {
    const titles = Array.from({ length: 1_200 }, () => "Company");
    const columns = await columnsOf(
      `${[...titles, "email", "status"].join(",")}\n${",".repeat(1_200)}a@a.example,active\n`,
    );
    expect(columns.filter(({ meaning }) => meaning === "other")).toHaveLength(1_000);
    expect(columns.map(({ meaning, place }) => [meaning, place])).toContainEqual(["state", 1_201]);
  });
});

describe("the addresses", () => {
  const addressOf = async (content: string, answers = noAnswers) =>
    (await columnsOf(content, answers))
      .filter(({ meaning }) => meaning === "address")
      .map(({ title, by }) => `${title} by ${by}`);

  it.each([
    ["by its title", "Name,Email\nA,a@a.example\n", "Email by title"],
    ["of two titles where more addresses are", "Email,Subscriber\n,a@a.example\n", "Subscriber by title"],
    ["of two titles the plainer one", "Subscriber,Email\na@a.example,b@a.example\n", "Email by title"],
    [
      "by what stands in it",
      "Nom,Contact électronique\nA,a@a.example\nB,b@a.example\n",
      "Contact électronique by values",
    ],
    ["by what stands in half of it", "Nom,Contact\nA,a@a.example\nB,none yet\n", "Contact by values"],
    ["where most addresses are", "Nom,Un,Deux\nA,a@a.example,x@a.example\nB,b@a.example,\n", "Un by values"],
    [
      "where most are, though last",
      "Nom,Un,Deux\nA,,x@a.example\nB,b@a.example,y@a.example\n",
      "Deux by values",
    ],
  ])("are found %s", async (_, list, found) => {
    const columns = await columnsOf(list).catch((error: unknown) => error);
    const told = columns instanceof OpenQuestionsError ? columns.columns : columns;
    expect(told).toContainEqual(
      expect.objectContaining({ meaning: "address", title: found.split(" by ")[0] }),
    );
    if (!(columns instanceof OpenQuestionsError)) expect(await addressOf(list)).toEqual([found]);
  });

  it.each([
    ["nowhere", "Name,Town\nA,X\n"],
    ["nowhere, beside a column that nobody filled in", "Name,Town,Zzyzx\nA,X,\n"],
    ["in two columns alike", "Nom,Un,Deux\nA,a@a.example,x@a.example\n"],
    ["in less than half of a column", "Nom,Un\nA,a@a.example\nB,x\nC,y\n"],
  ])("are asked for when they stand %s", async (_, list) => {
    await expect(columnsOf(list)).rejects.toThrow(
      'The file has no column named email: say which it is with --column "TITLE=email".',
    );
    await expect(columnsOf(list)).rejects.toBeInstanceOf(InvalidInputError);
  });

  it("are where an operator says, whatever else has their title", async () => {
    const list = "Email,Second\na@a.example,b@b.example\n";
    expect(await addressOf(list, listAnswers(["second=email"]))).toEqual(["Second by answer"]);
    expect(await uses(list, listAnswers(["second=email"]))).toContainEqual(["Email", "other", "title"]);
    const name = listAnswers(["Email=name"]);
    expect(await addressOf("Email,Second\n,b@b.example\n", name)).toEqual(["Second by values"]);
  });

  it("are in the first of two columns that an operator names for them", async () => {
    expect(await uses("Un,Deux\na@a.example,b@a.example\n", listAnswers(["Un=email", "Deux=email"]))).toEqual(
      [
        ["Un", "address", "answer"],
        ["Deux", "other", "answer"],
      ],
    );
  });

  it("are in one column: a second of their title is not read", async () => {
    expect(await uses("Email,Email\na@a.example,b@a.example\n")).toEqual([
      ["Email", "address", "title"],
      ["Email", "other", "title"],
    ]);
  });
});

describe("an answer", () => {
  const list = "email,Zzyzx\nyes@a.example,Y\nno@a.example,N\n";

  it("settles what a column means, by any spelling of its title", async () => {
    for (const title of ["Zzyzx", " zzyzx ", "ZZYZX"])
      expect(await uses(list, listAnswers([`${title}=opted-out`]))).toContainEqual([
        "Zzyzx",
        "opted-out",
        "answer",
      ]);
    expect(await readList(list, listAnswers(["Zzyzx=opted-out"]))).toEqual({
      yes: ["no"],
      left: { yes: "left" },
      refused: [],
    });
    expect((await readList(list, listAnswers(["Zzyzx=ignore"]))).yes).toEqual(["yes", "no"]);
  });

  it("settles what a word means, in its column alone", async () => {
    const two =
      "email,status,state of reader\nok@a.example,active,active\nvip@a.example,VIP,active\nboth@a.example,VIP,VIP\n";
    const columns = ["state of reader=state"];
    expect((await readList(two, listAnswers(columns))).yes).toEqual(["ok"]);
    expect((await readList(two, listAnswers(columns, ["status:vip=yes"]))).yes).toEqual(["ok", "vip"]);
    expect(await readList(two, listAnswers(columns, ["status:VIP=left"]))).toMatchObject({
      yes: ["ok"],
      left: { vip: "left", both: "left" },
    });
    const said = await readList(two, listAnswers(columns, ["status:VIP=no"]));
    expect(said.refused).toHaveLength(2);
    expect(said.left).toEqual({});
  });

  it("names the column before the colon, though a title holds colons itself", async () => {
    const colons = 'email,"state: of: reader"\na@a.example,VIP\n';
    const answers = listAnswers(["state: of: reader=state"], ["state: of: reader:VIP=yes"]);
    expect((await readList(colons, answers)).yes).toEqual(["a"]);
  });

  it("for an empty cell has no word", async () => {
    const empty = "email,status\na@a.example,\nb@a.example,active\n";
    expect((await readList(empty)).yes).toEqual(["b"]);
    expect((await readList(empty, listAnswers([], ["status:=yes"]))).yes).toEqual(["a", "b"]);
  });

  it("finds a column that has no letters in its title only by the same signs", async () => {
    const signs = "email,***,---\na@a.example,1,\nb@a.example,,1\n";
    expect(await readList(signs, listAnswers(["***=opted-out", "---=ignore"]))).toMatchObject({
      yes: ["b"],
      left: { a: "left" },
    });
    for (const stars of [" ***", "*** "])
      expect((await readList(signs, listAnswers([`${stars}=opted-out`, "---=ignore"]))).yes).toEqual(["b"]);
  });

  it("names a column without a title by nothing", async () => {
    const untitled = 'email,""\na@a.example,VIP\nb@a.example,active\n';
    expect((await readList(untitled, listAnswers([" =state"], [":VIP=yes"]))).yes).toEqual(["a", "b"]);
    await expect(columnsOf(untitled, listAnswers([" =state"], ["Nowhere:VIP=yes"]))).rejects.toThrow(
      'The file has no column for the value "Nowhere:VIP"',
    );
  });

  it("that fits no column is refused, in one sentence", async () => {
    await expect(columnsOf(list, listAnswers(["Nowhere=name"]))).rejects.toThrow(
      'The file has no column "Nowhere": look at its first line.',
    );
    await expect(columnsOf(list, listAnswers(["Zzyzx=state"], ["Nowhere:VIP=yes"]))).rejects.toThrow(
      'The file has no column for the value "Nowhere:VIP": write it as "COLUMN:WORD=yes".',
    );
  });

  it("silences no column in which somebody says no", async () => {
    const said = "email,unsubscribed,status\na@a.example,1,unsubscribed\nb@a.example,0,active\n";
    for (const silenced of ["unsubscribed=ignore", "unsubscribed=name", "status=other", "unsubscribed=state"])
      await expect(columnsOf(said, listAnswers([silenced])), silenced).rejects.toThrow(
        `The column "${silenced.split("=")[0]}" says who left, and nothing overrides that: take the column out of the file if it is about something else.`,
      );
    expect(await uses(said, listAnswers(["unsubscribed=left-at"]))).toContainEqual([
      "unsubscribed",
      "left-at",
      "answer",
    ]);
    const unsaid = "email,unsubscribed\na@a.example,0\n";
    expect(await uses(unsaid, listAnswers(["unsubscribed=ignore"]))).toContainEqual([
      "unsubscribed",
      "other",
      "answer",
    ]);
  });

  it("may settle tags and doubtful titles that hold a leave", async () => {
    const tags = "email,tags\na@a.example,unsubscribed\n";
    expect(await uses(tags, listAnswers(["tags=name"]))).toContainEqual(["tags", "name", "answer"]);
    const state = "email,State\na@a.example,unsubscribed\n";
    expect(await uses(state, listAnswers(["State=ignore"]))).toContainEqual(["State", "other", "answer"]);
  });
});
