import { sql } from "drizzle-orm";
import { seedSample } from "../../seeds/seed.ts";
import { readConfig } from "../../src/config/env.ts";
import { type Context, createContext } from "../../src/context.ts";
import type { Database } from "../../src/db/client.ts";
import type { EmbeddedDatabase } from "../../src/db/embedded.ts";
import { type BuiltForm, buildForm } from "../../test/support/built-form.ts";
import { openTemporaryDatabase } from "../../test/support/temporary-database.ts";

export type Stage = {
  ctx: Context;
  /** The variables that its configuration was read from, for processes beside this one. */
  env: Record<string, string>;
  /** The sample day, whose papers are loaded. */
  day: string;
  /** The address of its database. */
  url: string;
  /** The database server's first process. */
  serverPid: number;
  close(): Promise<void>;
};

/**
 * A context on a throwaway PostgreSQL with the papers of the sample day and no subscribers.
 *
 * @param settings lines for the server's configuration.
 */
export async function openStage(given: Record<string, string> = {}, settings: string[] = []): Promise<Stage> {
  const server = await openTemporaryDatabase(settings);
  try {
    return await setStage(server, given);
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function setStage(server: EmbeddedDatabase, given: Record<string, string>): Promise<Stage> {
  const env = {
    DATABASE_URL: server.url,
    LOG_LEVEL: "error",
    TOKEN_SECRET: "a-secret-for-the-bench-of-32-bytes-or-more",
    PUBLIC_URL: "https://paperboy.example",
    MAIL_FROM: "Paperboy <digest@paperboy.example>",
    MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
    ...given,
  };
  const ctx = await createContext(readConfig(env), { isMigrating: true });
  const close = async () => {
    await ctx.close();
    await server.close();
  };
  try {
    await ctx.migrate();
    const { day } = await seedSample(ctx);
    await ctx.db.execute(sql`truncate subscribers cascade`);
    return { ctx, env, day, url: server.url, serverPid: server.pid, close };
  } catch (error) {
    await ctx.close();
    throw error;
  }
}

/** Gives some work the built form of the program, and removes it afterwards, whatever happens. */
export async function withForm(work: (form: BuiltForm) => Promise<void>): Promise<void> {
  const form = await buildForm();
  try {
    await work(form);
  } finally {
    await form.close();
  }
}

/** Writes so many active readers straight into the table: of all hours and eight zones, at the usual detail. */
export async function seatReaders(db: Database, count: number): Promise<void> {
  await db.execute(sql`
    insert into subscribers (email, email_key, address_hash, state, source, timezone, hour, created_at, updated_at)
    select e, e, encode(sha256(e::bytea), 'hex'), 'active', 'bench',
      (array['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Asia/Tokyo',
             'Australia/Sydney', 'Africa/Nairobi'])[1 + n % 8], (n / 8) % 24, now(), now()
    from (select n, 'reader' || n || '@example.com' as e from generate_series(1, ${count}::int) n) s`);
  await db.execute(sql`analyze subscribers`);
}

export function print(name: string, figure: string): void {
  process.stdout.write(`${name.padEnd(46)} ${figure}\n`);
}

export const perSecond = (count: number, ms: number) => Math.round((count / ms) * 1000).toLocaleString("en");
