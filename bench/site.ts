import { Agent, get, type IncomingHttpHeaders } from "node:http";
import { sql } from "drizzle-orm";
import { readConfig } from "../src/config/env.ts";
import { type Context, createContext } from "../src/context.ts";
import { openDatabase } from "../src/db/client.ts";
import { migrateDatabase } from "../src/db/migrate.ts";
import { startWebServer } from "../src/web/server.ts";
import { seededRandom } from "../test/fakes/seeded-random.ts";
import { openTemporaryDatabase } from "../test/support/temporary-database.ts";
import { readSizes, WrongArgumentError } from "./support/sizes.ts";

type Sizes = {
  papers: number;
  editions: number;
  /** Requests of each kind. */
  requests: number;
  /** How many are under way at once. */
  concurrency: number;
};

const papersOfEdition = 40;
const dayMs = 24 * 60 * 60_000;
const lastDay = Date.UTC(2026, 5, 18);

/**
 * Times the readers' pages over HTTP against a trivial handler of the same server in the same run, on made-up
 * papers whose words are as unevenly frequent as those of a language. Prints p50 and p99 in milliseconds, and
 * p50 as a ratio to the trivial handler's.
 *
 *     npm run bench -- site [--papers 100000] [--editions 500] [--requests 400]
 */
export async function benchSite(args: string[]): Promise<void> {
  const sizes = {
    ...readSizes(args, {
      papers: { usual: 100_000, small: 2_000, least: papersOfEdition },
      editions: { usual: 500, small: 5 },
      requests: { usual: 400, small: 4 },
    }),
    concurrency: 2,
  };
  if (sizes.papers < sizes.editions * papersOfEdition)
    throw new WrongArgumentError(
      `${sizes.editions} editions want ${sizes.editions * papersOfEdition} papers.`,
    );
  const server = await openTemporaryDatabase();
  try {
    const { pool } = openDatabase(server.url, 2, () => {});
    await migrateDatabase(pool);
    await pool.end();
    const ctx = await createContext(benchConfig(server.url));
    try {
      await fill(ctx, sizes);
      print(
        `${sizes.papers.toLocaleString("en")} papers, ${sizes.editions} editions, ${sizes.concurrency} requests at once`,
      );
      await measureAll(ctx, sizes);
    } finally {
      await ctx.close();
    }
  } finally {
    await server.close();
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function benchConfig(url: string) {
  return readConfig({
    DATABASE_URL: url,
    LOG_LEVEL: "silent",
    TOKEN_SECRET: "a-secret-for-measurements-of-32-bytes",
    MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
  });
}

// --- what is measured -------------------------------------------------------

async function measureAll(ctx: Context, options: Sizes) {
  const web = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  const agent = new Agent({ keepAlive: true, maxSockets: options.concurrency });
  try {
    const days = Array.from({ length: options.editions }, (_, n) => dayOf(n));
    const paths: Record<string, string[]> = {
      "trivial handler": ["/healthz"],
      "edition, each for the first time": days.map((day) => `/editions/daily/${day}`),
      "edition, seen before": days.slice(0, 50).map((day) => `/editions/daily/${day}`),
      "first page": ["/"],
      paper: days.map((_, n) => `/papers/${idOf(n * 7)}`),
      feed: ["/feed.xml", "/feed.json"],
      "search: a rare word": words.slice(2000).map((word) => `/search?q=${word}`),
      "search: a frequent word": words.slice(0, 40).map((word) => `/search?q=${word}`),
      "search: two words": words.slice(0, 300).map((word, n) => `/search?q=${word}+${words[(n * 7) % 500]}`),
      "search: a phrase": words.slice(0, 300).map((word, n) => `/search?q=%22${word}+${words[n % 30]}%22`),
      "search: an author": names.map((name) => `/search?q=%22${name.replace(" ", "+")}%22`),
      "search: with filters": words.slice(0, 300).map((word) => `/search?q=${word}&category=cs.CL&time=year`),
      "search: a slip": words.slice(300, 700).map((word) => `/search?q=${swapped(word)}`),
    };
    print(`${"".padEnd(36)}${["p50 ms", "p99 ms", "ratio"].map((name) => name.padStart(9)).join("")}`);
    const ask = (path: string, headers: Record<string, string> = {}) =>
      request(agent, web.url + path, headers);
    for (let n = 0; n < 50; n += 1) await ask("/healthz");
    let trivial = 0;
    for (const [name, list] of Object.entries(paths)) {
      const times = await measure(options, (n) => ask(list[n % list.length] ?? "/"));
      trivial ||= times.p50;
      print(line(name, times, trivial));
    }
    const etag = (await ask(paths["edition, seen before"]?.[0] ?? "/")).headers.etag ?? "";
    const known = await measure(
      options,
      () => ask(`/editions/daily/${days[0]}`, { "if-none-match": etag }),
      304,
    );
    print(line("edition, with its ETag", known, trivial));
  } finally {
    agent.destroy();
    await web.close();
  }
}

type Answer = { status: number; headers: IncomingHttpHeaders };

function request(agent: Agent, url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { "accept-encoding": "gzip", ...headers } }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    }).on("error", reject);
  });
}

type Times = { p50: number; p99: number };

async function measure(
  { requests, concurrency }: Sizes,
  ask: (n: number) => Promise<Answer>,
  expected = 200,
): Promise<Times> {
  const times: number[] = [];
  let next = 0;
  const run = async () => {
    for (let n = next++; n < requests; n = next++) {
      const start = performance.now();
      const { status } = await ask(n);
      times.push(performance.now() - start);
      if (status !== expected) throw new Error(`the site answered ${status} instead of ${expected}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

function line(name: string, { p50, p99 }: Times, trivial: number): string {
  const figures = [p50.toFixed(1), p99.toFixed(1), `${(p50 / trivial).toFixed(1)}x`];
  return `${name.padEnd(36)}${figures.map((figure) => figure.padStart(9)).join("")}`;
}

// --- what is there to be measured -------------------------------------------

const random = seededRandom(20_260_618);
const syllables = "ba ce di fo gu la me ni po ru sa te vi xo zu ran tel min dor kul".split(" ");
/** The most frequent first. */
const words = [...new Set(Array.from({ length: 8000 }, () => wordOf(2 + Math.floor(random() * 3))))].slice(
  0,
  5000,
);
const names = Array.from({ length: 400 }, () => `${capital(wordOf(2))} ${capital(wordOf(3))}`);
const categories = ["cs.CL", "cs.CV", "cs.LG", "cs.AI", "cs.RO", "stat.ML", "cs.IR", "cs.SE"];

function wordOf(length: number): string {
  return Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join("");
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Zipf's law: the n-th word comes about 1/n as often as the first. */
function textOf(length: number): string {
  const text = Array.from({ length }, () => words[Math.floor(words.length ** random()) - 1] ?? words[0]);
  return capital(`${text.join(" ")}.`);
}

function swapped(word: string): string {
  return word.slice(0, 2) + word.charAt(3) + word.charAt(2) + word.slice(4);
}

function idOf(n: number): string {
  return `${2000 + Math.floor(n / 90_000)}.${String(10_000 + (n % 90_000))}`;
}

/** The n-th day counted back. */
function dayOf(n: number): string {
  return new Date(lastDay - n * dayMs).toISOString().slice(0, 10);
}

const made = 2000;

async function fill(ctx: Context, { papers, editions }: Sizes): Promise<void> {
  for (let from = 0; from < papers; from += made) {
    const rows = Array.from({ length: Math.min(made, papers - from) }, (_, n) => paperRow(from + n, papers));
    await ctx.db.execute(sql`
      insert into papers (id, title, abstract, authors, organization, primary_category, categories, published_at,
        first_seen_at, updated_at, code_url)
      select id, title, abstract, authors, 'Example Lab', categories[1], categories, published_at, published_at,
        published_at, 'https://github.com/example/' || id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(id text, title text, abstract text,
        authors text[], categories text[], published_at timestamptz)`);
  }
  await ctx.db.execute(sql`
    insert into paper_signals (paper_id, observed_at, upvotes, comments)
    select id, published_at + n * interval '6 hours', n * 20, n from papers, generate_series(0, 3) n`);
  for (let n = 0; n < editions; n += 1) await fillEdition(ctx, n, editions);
  await ctx.db.execute(sql`vacuum analyze`);
}

function paperRow(n: number, papers: number) {
  return {
    id: idOf(n),
    title: textOf(9),
    abstract: `${textOf(60)} ${textOf(60)}`,
    authors: Array.from(
      { length: 1 + Math.floor(random() * 8) },
      () => names[Math.floor(random() * names.length)],
    ),
    categories: [0, 1].map(() => categories[Math.floor(random() * categories.length)]),
    published_at: new Date(lastDay - Math.floor(((papers - n) / papers) * 1500) * dayMs).toISOString(),
  };
}

async function fillEdition(ctx: Context, n: number, editions: number): Promise<void> {
  const day = dayOf(n);
  await ctx.db.execute(sql`
    insert into editions (id, cadence, period, number, state, published_at, finished_at)
    values (${`daily-${day}`}, 'daily', ${day}, ${editions - n}, 'sent', ${`${day}T04:00:00Z`}, ${`${day}T05:00:00Z`})`);
  await ctx.db.execute(sql`
    insert into edition_papers (edition_id, paper_id, section, rank, score, parts, frozen)
    select ${`daily-${day}`}, id, 'top', rank, 10 - rank / 10.0, '{"upvotes":1,"growth":0,"prior":0}',
      jsonb_build_object('id', id, 'section', 'top', 'rank', rank, 'title', title, 'abstract', abstract,
        'summary', null, 'authors', authors, 'organization', organization, 'primaryCategory', primary_category,
        'categories', categories, 'keywords', '[]'::jsonb, 'publishedOn', ${day}::text, 'upvotes', 100 - rank,
        'comments', 3, 'stars', 20, 'rise', 4, 'score', 1, 'parts', '{}'::jsonb, 'reason', '20 upvotes',
        'thumbnailUrl', null, 'links', jsonb_build_object('arxiv', 'https://arxiv.org/abs/' || id, 'pdf',
          'https://arxiv.org/pdf/' || id, 'discussion', null, 'code', code_url, 'project', null))
    from (select *, row_number() over (order by id)::int as rank from papers
      where id = any(${sql.param(Array.from({ length: papersOfEdition }, (_, k) => idOf(n * papersOfEdition + k)))}::text[])) p`);
}
