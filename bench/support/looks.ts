import { sql } from "drizzle-orm";
import { sendingSignature } from "../../src/console/overview.ts";
import type { Context } from "../../src/context.ts";
import { tripBreakers } from "../../src/delivery/breaker/breaker.ts";
import { dispatchDue } from "../../src/delivery/send/dispatch-due.ts";
import { gatherAlertFacts } from "../../src/watch/alert-facts.ts";
import { collectLedgerMetrics } from "../../src/watch/ledger-metrics.ts";
import { startWebServer } from "../../src/web/server.ts";
import { createOpsClient, type OpsClient } from "../../test/support/ops-client.ts";
import { runCliHere } from "../../test/support/run-cli-here.ts";
import { usedByProcess } from "./used-by-process.ts";

/** A look that somebody or something takes at the ledger, again and again. */
type Look = { name: string; take: () => Promise<unknown> };

/** How long a look took, in milliseconds: the first time, when nothing is loaded or kept yet, and the median of some more. */
type LookTime = { first: number; usual: number };

/** By the name of the look, in the order in which they are told. */
export type LookTimes = Map<string, LookTime>;

/** The program as it is called: its compiled entry, and the variables that it gets. */
export type Program = { entry: string; env: Record<string, string> };

/** The pages of the operators' site, what other machines ask for and what the program asks itself, each some times. */
export async function timeLooks(
  ctx: Context,
  { program, password, times }: { program: Program; password: string; times: number },
): Promise<LookTimes> {
  const server = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  try {
    const client = createOpsClient(server.url);
    await client.logIn(password);
    const looks = [...(await pagesOf(ctx, client)), ...othersOf(ctx, program)];
    const taken: LookTimes = new Map();
    for (const { name, take } of looks) taken.set(name, await timed(times, take));
    return taken;
  } finally {
    await server.close();
  }
}

async function timed(times: number, take: () => Promise<unknown>): Promise<LookTime> {
  const took: number[] = [];
  for (let n = 0; n <= times; n += 1) {
    const beganAt = performance.now();
    await take();
    took.push(performance.now() - beganAt);
  }
  const [first = Number.NaN, ...more] = took;
  return { first, usual: more.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? first };
}

type Places = { newest: string; held: string | null; batch: string; reader: string };

async function placesOf(ctx: Context): Promise<Places> {
  const { rows } = await ctx.db.execute<Places>(sql`
    select e.id as newest, (select id from editions where state = 'held' limit 1) as held,
      (select id from batches b where b.edition_id = e.id limit 1) as batch,
      (select id from subscribers limit 1) as reader
    from editions e where e.state = 'sent' order by e.published_at desc limit 1`);
  const [places] = rows;
  if (!places) throw new Error("there is no edition");
  return places;
}

async function pagesOf(ctx: Context, client: OpsClient): Promise<Look[]> {
  const { newest, held, batch, reader } = await placesOf(ctx);
  const search = await client.submit("/ops/subscribers", { search: "reader19", state: "", cadence: "" });
  const paths = [
    "/ops",
    `/ops/editions/${newest}`,
    `/ops/editions/${newest}/batches`,
    `/ops/editions/${newest}/batches?state=settled&page=3`,
    ...[
      "",
      "?state=submitted",
      "?state=failed",
      "?state=excluded",
      "?outcome=bounced",
      "?reason=no-match",
    ].map((query) => `/ops/editions/${newest}/deliveries${query}`),
    `/ops/batches/${batch}`,
    `/ops/editions/${newest}/readings`,
    ...(held === null
      ? []
      : ["", "/approve", "/edit", "/forecast"].map((page) => `/ops/editions/${held}${page}`)),
    "/ops/subscribers",
    "/ops/subscribers?state=active",
    search.headers.get("location") ?? "/ops/subscribers?search",
    "/ops/readers",
    `/ops/readers/${reader}`,
    "/ops/suppressions",
    "/ops/suppressions/drift",
    "/ops/audit",
    "/ops/sources",
    "/ops/ranking",
    "/ops/queues",
    "/ops/publish",
    "/ops/ingest",
    "/ops/preview",
    "/ops/settings",
    "/ops/sessions",
  ];
  return paths.map((path) => ({
    name: path
      .replace(newest, "NEWEST")
      .replace(held ?? "-", "HELD")
      .replace(batch, "ID")
      .replace(reader, "ID")
      .replace(/find=.*/, "find=reader19"),
    take: async () => {
      const answer = await client.get(path);
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
      await answer.text();
    },
  }));
}

function othersOf(ctx: Context, { entry, env }: Program): Look[] {
  return [
    { name: "scrape", take: () => collectLedgerMetrics(ctx) },
    { name: "alerts", take: () => gatherAlertFacts(ctx, ctx.clock.now()) },
    { name: "live pages, each second", take: () => sendingSignature(ctx) },
    { name: "breaker", take: () => tripBreakers(ctx, ctx.clock.now()) },
    { name: "dispatch", take: () => dispatchDue(ctx) },
    {
      name: "paperboy status, within a process",
      take: async () => {
        const { code, stderr } = await runCliHere(["status"], env);
        if (code !== 0) throw new Error(stderr);
      },
    },
    { name: "paperboy status, its start too", take: async () => usedByProcess([entry, "status"], env) },
  ];
}
