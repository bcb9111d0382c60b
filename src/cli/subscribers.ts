import { closeSync, createReadStream, openSync, type ReadStream, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Command, Option } from "commander";
import { stringify } from "csv-stringify/sync";
import { languages } from "../../words/words.ts";
import { parseAddress } from "../addresses/address.ts";
import { collectGarbageEarly } from "../collect-garbage-early.ts";
import type { Context } from "../context.ts";
import { subscriberCadences } from "../editions/edition.ts";
import { InvalidInputError, NotFoundError, RefusedError } from "../errors.ts";
import { eraseEverywhere } from "../privacy/erase-everywhere.ts";
import { addSubscriber } from "../subscribers/add-subscriber.ts";
import { changeAddressByHand } from "../subscribers/change-address-by-hand.ts";
import { listSubscribers } from "../subscribers/list-subscribers.ts";
import type { ColumnUse, ListAnswers } from "../subscribers/lists/decide-columns.ts";
import { exportSubscribers } from "../subscribers/lists/export-subscribers.ts";
import { formulaSafe } from "../subscribers/lists/formula-safe.ts";
import {
  type ImportReport,
  importSubscribers,
  type RefusedLine,
} from "../subscribers/lists/import-subscribers.ts";
import { pieceBytes } from "../subscribers/lists/list-bytes.ts";
import { meanings } from "../subscribers/lists/meanings.ts";
import { parseColumnAnswer, parseValueAnswer } from "../subscribers/lists/parse-answers.ts";
import type { SubscriberFilter } from "../subscribers/pages-store.ts";
import { fillUps, type PreferencesInput } from "../subscribers/preferences.ts";
import { findSubscriberByKey, standingOf, standings } from "../subscribers/store.ts";
import { unsubscribe } from "../subscribers/unsubscribe.ts";
import { assertReadable } from "./assert-readable.ts";
import { writeOut } from "./output-fault.ts";
import { type CommandRun, command, withContext } from "./program.ts";
import { progressBar } from "./progress-bar.ts";

export const subscribersCommand = () =>
  new Command("subscribers")
    .description("readers: add, import, export, change address, unsubscribe, erase, list")
    .addHelpText("after", "\nExample:\n  $ paperboy subscribers list --json")
    .addCommand(add())
    .addCommand(importFile())
    .addCommand(exportFile())
    .addCommand(changeAddress())
    .addCommand(leave())
    .addCommand(erase())
    .addCommand(list());

type AddOptions = {
  consent: string;
  timezone?: string;
  hour?: string;
  atOnce?: boolean;
  cadence?: string;
  topics?: string;
  keywords?: string;
  authors?: string;
  organizations?: string;
  fillUp?: string;
  language?: string;
  max?: string;
  detail?: string;
  json?: boolean;
};

const add = () =>
  command(
    "add",
    "add one active subscriber, on your word",
    "subscribers add reader@example.com --timezone Europe/Berlin --hour 7",
  )
    .argument("<address>")
    .option("--consent <text>", "what they agreed to", "added by the operator")
    .option("--timezone <zone>", "IANA zone, such as Europe/Berlin (default: UTC)")
    .option(
      "--hour <hour>",
      "local hour of delivery, 0 to 23 (default: the first fresh one of their morning)",
    )
    .option("--at-once", "mail each edition as soon as it is out")
    .option("--cadence <cadence>", subscriberCadences.join(", "))
    .option("--topics <list>", "arXiv categories with commas between, such as cs.CL,cs.CV")
    .option("--keywords <list>", "words or phrases with commas, semicolons or bars between")
    .option("--authors <list>", "names with semicolons or bars between")
    .option("--organizations <list>", "names with semicolons or bars between")
    .option("--fill-up <how>", `with the day's top papers: ${fillUps.join(", ")} (default: few)`)
    .option("--language <code>", `${languages.join(", ")} (default: that of the installation)`)
    .option("--max <count>", "papers at the most (default: 10)")
    .option("--detail <level>", "title, summary or abstract")
    .action((address: string, options: AddOptions) =>
      withContext(options, async ({ ctx, out }) => {
        const result = await addSubscriber(ctx, {
          email: address,
          source: "cli",
          consent: { wording: options.consent },
          preferences: preferencesFrom(options),
        });
        if (result.kind === "refused") throw new RefusedError(result.reason);
        const { id, email, state } = result.subscriber;
        out.json({ kind: result.kind, id, email, state });
        out.line(`${email} is ${result.kind === "added" ? "added" : `known already and ${state}`}.`);
      }),
    );

function preferencesFrom(options: AddOptions): PreferencesInput {
  const { timezone, hour, cadence, topics, keywords, authors, organizations, max, detail } = options;
  const given = {
    timezone,
    hour,
    cadence,
    topics: topics?.split(","),
    keywords: keywords === undefined ? undefined : [keywords],
    authors: authors === undefined ? undefined : [authors],
    organizations: organizations === undefined ? undefined : [organizations],
    maxPapers: max,
    detail,
    fillUp: options.fillUp,
    language: options.language,
    wantsAtOnce: options.atOnce,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const keptCells = 1000;

/** More of them are in the file. */
const printedRefusals = 20;

type ImportOptions = {
  consent: string;
  dryRun?: boolean;
  refused?: string;
  column: string[];
  ignoreColumn: string[];
  value: string[];
  json?: boolean;
};

const collected = (value: string, before: string[]) => [...before, value];

const importFile = () =>
  command(
    "import",
    "import active subscribers from a list: CSV or JSON, as other newsletters export it, or ours",
    'subscribers import readers.csv --consent "signed up at the fair"',
  )
    .argument(
      "<file>",
      "columns: email and, when present, timezone, hour, cadence, topics, keywords, max, detail; those of other newsletters that say who left are heard",
    )
    .requiredOption("--consent <text>", "what they agreed to and where; kept with each")
    .option("--dry-run", "count and report, also which column is taken for what; change nothing")
    .option(
      "--column <title=meaning>",
      "what an unknown column means, such as opted-out or name; repeatable",
      collected,
      [],
    )
    .option("--ignore-column <title>", "an unknown column that is not read; repeatable", collected, [])
    .option(
      "--value <column:word=yes>",
      "what an unknown word in a column of state or consent means: yes, left or no; repeatable",
      collected,
      [],
    )
    .option("--refused <file>", "where refused lines go, when there are any (default: FILE.refused.csv here)")
    .action((file: string, options: ImportOptions) =>
      withContext(options, async (run) => {
        const answers = answersFrom(options);
        await assertReadable(file);
        const report = await importWithRefusals(run, file, options, answers);
        run.out.json(report);
        printReport(run, report, options);
      }),
    );

function answersFrom({ column, ignoreColumn, value }: ImportOptions): ListAnswers {
  return {
    columns: [
      ...column.map(parseColumnAnswer),
      ...ignoreColumn.map((title) => ({ title, meaning: "other" as const })),
    ],
    values: value.map(parseValueAnswer),
  };
}

type WrittenReport = ImportReport & { refusedFile: string | null };

function printReport({ out }: CommandRun, report: WrittenReport, { dryRun }: ImportOptions): void {
  const { read, imported, known, keptOut, newlySuppressed, refusedCount, refused, reasons } = report;
  const keptOutNow = keptOut === 0 ? "" : ` (${newlySuppressed} suppressed from now on)`;
  out.line(
    `${dryRun ? "Dry run: " : ""}${read} read, ${imported} imported, ${known} known, ${keptOut} kept out${keptOutNow}, ${refusedCount} refused.`,
  );
  for (const isKeptOut of [true, false]) {
    const told = reasons.filter((one) => one.isKeptOut === isKeptOut);
    if (told.length > 0)
      out.line(isKeptOut ? "Kept out, since the file says no of them:" : "Refused, and not kept out:");
    out.table(
      told.map(({ count, reason, firstLine }) => ["", count, `${reason} (first in line ${firstLine})`]),
    );
  }
  for (const { line, reason } of refused.slice(0, printedRefusals)) out.line(`  line ${line}: ${reason}`);
  if (report.refusedFile !== null)
    out.line(`The lines are in ${report.refusedFile}, each after its number and reason.`);
}

function printColumns({ out }: CommandRun, columns: ColumnUse[]): void {
  const read = columns.filter(({ meaning }) => meaning !== "other");
  const notRead = columns.filter(({ meaning }) => meaning === "other").map(({ title }) => title);
  out.line("Columns:");
  out.table(read.map(({ title, meaning }) => ["", title, meanings[meaning].shows]));
  if (notRead.length > 0) out.line(`  not read: ${notRead.slice(0, 100).join(", ")}`);
}

async function importWithRefusals(
  run: CommandRun,
  file: string,
  options: ImportOptions,
  answers: ListAnswers,
): Promise<WrittenReport> {
  const { ctx, out } = run;
  collectGarbageEarly();
  const refusals = refusalFile(options.refused ?? `${path.basename(file)}.refused.csv`);
  const bar = out.isJson ? null : progressBar("importing (kB)");
  const list = await openFile(file);
  const report = await importSubscribers(ctx, {
    lines: list.lines,
    consent: options.consent,
    isDryRun: options.dryRun ?? false,
    answers,
    onColumns: (columns) => printColumns(run, columns),
    onProgress: () => bar?.update(list.readKilobytes(), list.kilobytes),
    onRefused: refusals.write,
  });
  bar?.stop();
  return { ...report, refusedFile: refusals.close() };
}

/** A file can be read several times; a pipe is kept while it is read. */
async function openFile(file: string) {
  const found = await stat(file);
  let stream: ReadStream | null = null;
  const open = () => {
    stream = createReadStream(file, { highWaterMark: pieceBytes });
    return stream;
  };
  return {
    lines: found.isFile() ? { open, close: async () => {} } : open(),
    kilobytes: Math.ceil(found.size / 1024),
    readKilobytes: () => Math.ceil((stream?.bytesRead ?? 0) / 1024),
  };
}

/**
 * Keeps refused lines, each after its number and reason; the file is made at the first of them. A line is written before
 * the next one is read, so that memory does not grow with them.
 */
function refusalFile(name: string) {
  let file: number | null = null;
  return {
    write: ({ line, reason }: RefusedLine, cells: string[]) => {
      file ??= openForWriting(name);
      const kept = cells.slice(0, keptCells).map(formulaSafe);
      writeFileSync(file, stringify([[String(line), reason, ...kept]]));
    },
    close: () => {
      if (file === null) return null;
      closeSync(file);
      return name;
    },
  };
}

function openForWriting(name: string): number {
  try {
    return openSync(name, "w");
  } catch (cause) {
    throw new InvalidInputError(`The file ${name} cannot be written: name another with --refused.`, {
      cause,
    });
  }
}

const exportFile = () =>
  withFilters(
    command("export", "write subscribers to stdout", "subscribers export --format csv > readers.csv"),
  )
    .addOption(new Option("--format <format>", "how").choices(["csv", "jsonl"]).default("csv"))
    .action((options: FilterOptions & { format: "csv" | "jsonl" }) =>
      withContext(options, async ({ ctx }) => {
        for await (const piece of exportSubscribers(ctx, {
          ...filterFrom(options),
          format: options.format,
        })) {
          if (!(await writeOut(piece))) return;
        }
      }),
    );

const leave = () =>
  command(
    "unsubscribe",
    "end a subscription at once, as a reader asked for by mail or phone; no mail is sent to them about it",
    "subscribers unsubscribe reader@example.com",
  )
    .argument("<address>")
    .action((address: string, options: { json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const subscriberId = await idOf(ctx, address);
        const { kind } = await unsubscribe(ctx, { subscriberId, source: "operator" });
        out.json({ kind, id: subscriberId });
        out.line(
          kind === "already" ? "This reader had unsubscribed already." : "This reader is unsubscribed.",
        );
      }),
    );

const changeAddress = () =>
  command(
    "change-address",
    "change a reader's address at once, as for who cannot read mail at the former one; nobody is mailed about it",
    "subscribers change-address old@example.com new@example.com --consent 'asked by phone on 3 June'",
  )
    .argument("<address>")
    .argument("<new-address>")
    .requiredOption("--consent <text>", "what the reader told you, kept with their consents")
    .action((address: string, to: string, options: { consent: string; json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const subscriberId = await idOf(ctx, address);
        const parsed = parseAddress(to);
        if (parsed.kind === "refused") {
          throw new InvalidInputError(`The new address is not usable: ${parsed.reason}.`);
        }
        const change = { subscriberId, address: parsed.address, wording: options.consent };
        const { kind } = await changeAddressByHand(ctx, change);
        if (kind !== "moved" && kind !== "same") throw new RefusedError(notMoved[kind]);
        out.json({ kind, id: subscriberId });
        out.line(
          kind === "same"
            ? "This is the reader's address already."
            : "The address is changed. What was sealed before still goes to the former one.",
        );
      }),
    );

const notMoved = {
  "not-reading": "Only a confirmed reader who has not left can move to another address.",
  taken: "The new address has a subscription of its own: erase that first, or leave both as they are.",
  suppressed: "The new address is suppressed: lift that first.",
};

const erase = () =>
  command(
    "erase",
    "remove everything kept about a reader, but the hash that keeps them from being mailed",
    "subscribers erase reader@example.com",
  )
    .argument("<address>")
    .action((address: string, options: { json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const result = await eraseEverywhere(ctx, { subscriberId: await idOf(ctx, address) });
        out.json(result);
        out.line("Everything about this reader is erased.");
      }),
    );

async function idOf(ctx: Context, address: string): Promise<string> {
  const parsed = parseAddress(address);
  if (parsed.kind === "refused") throw new InvalidInputError(`The address is not usable: ${parsed.reason}.`);
  const subscriber = await findSubscriberByKey(ctx.db, parsed.address.emailKey);
  if (!subscriber) throw new NotFoundError("There is no subscriber with this address.");
  return subscriber.id;
}

type FilterOptions = {
  state?: SubscriberFilter["state"];
  cadence?: SubscriberFilter["cadence"];
  search?: string;
  json?: boolean;
};

const list = () =>
  withFilters(command("list", "list subscribers", "subscribers list --state active --limit 20"))
    .option("--limit <count>", "how many at the most, up to 1000", "50")
    .option("--after <cursor>", "go on after the `next` of the page before")
    .action((options: FilterOptions & { limit: string; after?: string }) =>
      withContext(options, async ({ ctx, out }) => {
        const limit = Number(options.limit);
        if (!Number.isInteger(limit) || limit < 1)
          throw new InvalidInputError("--limit must be a whole number from 1.");
        const page = await listSubscribers(ctx, {
          ...filterFrom(options),
          limit,
          after: options.after ?? null,
        });
        out.json(page);
        out.table(
          page.subscribers.map((one) => [
            one.email,
            standingOf(one),
            one.cadence,
            `${one.wantsAtOnce ? "at once" : `${String(one.hour).padStart(2, "0")}:00`} ${one.timezone}`,
            one.detail,
            one.topics.join(" "),
          ]),
        );
        out.line(`${page.subscribers.length} of ${page.total}`);
      }),
    );

function withFilters(made: Command): Command {
  return made
    .addOption(new Option("--state <state>", "only these").choices(standings))
    .addOption(new Option("--cadence <cadence>", "only these").choices(subscriberCadences))
    .option("--search <text>", "only addresses that hold this text");
}

function filterFrom({ state, cadence, search }: FilterOptions): SubscriberFilter {
  return { state, cadence, search };
}
