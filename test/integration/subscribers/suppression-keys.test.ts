import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashAddress } from "../../../src/addresses/address.ts";
import { createContext } from "../../../src/context.ts";
import { RefusedError } from "../../../src/errors.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { importSubscribers } from "../../../src/subscribers/lists/import-subscribers.ts";
import { deriveAddressKeys, suppressionNames } from "../../../src/subscribers/suppressions/address-keys.ts";
import { keySuppressions } from "../../../src/subscribers/suppressions/keyed-suppressions.ts";
import { liftSuppression } from "../../../src/subscribers/suppressions/lift-suppression.ts";
import { findSuppression } from "../../../src/subscribers/suppressions/store.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { suppressions } from "../../../src/subscribers/tables.ts";
import { runDoctor } from "../../../src/upkeep/doctor.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { deliverDue, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

const older = "an-older-secret-of-at-least-32-bytes!";
const newer = "a-newer-secret-of-at-least-32-bytes!";
const email = "reader0@example.com";
const addressHash = hashAddress(email);

let ctx: TestContext;
beforeEach(async () => {
  ctx = await createTestContext({ env: { SUPPRESSION_SECRET: older } });
});
afterEach(() => ctx.close());

/** The same installation with other secrets. */
const withSecrets = (...secrets: string[]): TestContext => ({
  ...ctx,
  addressKeys: deriveAddressKeys(secrets),
});
const rows = () => ctx.db.select().from(suppressions).orderBy(suppressions.createdAt);

/** A row as a release keeps it that has dropped the hash of before. */
const dropOldHash = () => ctx.db.execute(sql`update suppressions set address_hash = 'none ' || keyed_hash`);

describe("a suppression", () => {
  it("is kept under the first secret, which it names and does not tell", async () => {
    await suppressAddress(ctx, { email, reason: "operator", explanation: null });
    const names = suppressionNames(deriveAddressKeys([older]), addressHash);
    expect(await rows()).toMatchObject([{ addressHash, keyId: names.keyId, keyedHash: names.keyedHash }]);
    expect(JSON.stringify(await rows())).not.toContain(older);
  });

  it("of a worker of the release before is heard at once, and kept under the key by the next migration, once", async () => {
    await ctx.db.execute(sql`
      insert into suppressions (address_hash, email, reason, created_at)
      select encode(sha256(convert_to('reader' || n || '@example.com', 'UTF8')), 'hex'), null, 'operator', now()
      from generate_series(0, 12000) n`);
    expect(await findSuppression(ctx.db, ctx.addressKeys, addressHash)).toMatchObject({ reason: "operator" });
    await ctx.migrate();
    await dropOldHash();
    expect(await findSuppression(ctx.db, ctx.addressKeys, addressHash)).toMatchObject({ reason: "operator" });
    expect(await ctx.db.$count(suppressions, sql`key_id is null`)).toBe(0);
    expect(await keySuppressions(ctx.db, ctx.addressKeys)).toBe(0);
  });

  it("is found after its secret was rotated, also where only the keyed hash is left", async () => {
    await plantSubscribers(ctx, 2);
    await suppressAddress(ctx, { email, reason: "complaint", explanation: null });
    await dropOldHash();
    const rotated = withSecrets(newer, older);
    const { id } = await plantEdition(rotated);
    await deliverDue(rotated);
    expect(await statusOf(rotated, id)).toMatchObject({ submitted: 1, excluded: 1 });
    const given = { source: "test", consent: { wording: "yes" } };
    expect(await addSubscriber(rotated, { email, ...given })).toMatchObject({ kind: "refused" });
    const lines = (async function* () {
      yield `email\n${email}\n`;
    })();
    expect(await importSubscribers(rotated, { lines, consent: "yes", isDryRun: false })).toMatchObject({
      suppressed: 1,
    });
  });

  it("under several keys is one: the weightiest reason counts, and a lift takes all", async () => {
    await suppressAddress(ctx, { email, reason: "complaint", explanation: null });
    await dropOldHash();
    const rotated = withSecrets(newer, older);
    await ctx.db.execute(sql`
      insert into suppressions (address_hash, key_id, keyed_hash, reason, created_at) values
      (${addressHash}, ${rotated.addressKeys.current.id}, ${suppressionNames(rotated.addressKeys, addressHash).keyedHash}, 'left', now())`);
    expect(await findSuppression(ctx.db, rotated.addressKeys, addressHash)).toMatchObject({
      reason: "complaint",
    });
    expect(await liftSuppression(rotated, { email })).toEqual({ kind: "lifted" });
    expect(await rows()).toEqual([]);
    expect(await liftSuppression(rotated, { email })).toEqual({ kind: "unknown" });
  });
  it("that is weightier than the word of a list is counted as known by a dry run and by the import alike", async () => {
    await suppressAddress(ctx, { email, reason: "complaint", explanation: null });
    await dropOldHash();
    for (const isDryRun of [true, false]) {
      const lines = Readable.from([
        `id,email,first_name,last_name,created_at,unsubscribed\n1,${email},A,B,2025,true\n`,
      ]);
      expect(await importSubscribers(ctx, { lines, consent: "yes", isDryRun })).toMatchObject({
        keptOut: 1,
        newlySuppressed: 0,
      });
    }
    expect(await rows()).toMatchObject([{ reason: "complaint" }]);
  });
});

describe("production without the secret that suppressions name", () => {
  const production = {
    NODE_ENV: "production",
    MAIL_TRANSPORT: "outbox",
    TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
    PUBLIC_URL: "https://paperboy.example",
  };
  beforeEach(() => suppressAddress(ctx, { email, reason: "operator", explanation: null }));

  it("refuses to start with one sentence, and starts once it is there again", async () => {
    const keyId = ctx.addressKeys.current.id;
    const open = (env: Record<string, string>) =>
      createContext(testConfig(ctx.databaseUrl, { ...production, ...env }));
    await expect(open({ SUPPRESSION_SECRET: newer })).rejects.toThrow(RefusedError);
    await expect(open({})).rejects.toThrow(`(key ${keyId})`);
    await (await open({ SUPPRESSION_SECRET: `${newer},${older}` })).close();
    await (await open({ TOKEN_SECRET: `${newer},${older}` })).close();
  });

  it("is told by the doctor, who else counts the rows of each key", async () => {
    const lineOf = async (env: Record<string, string>) => {
      const lines = await runDoctor(testConfig(ctx.databaseUrl, env), { readTxt: async () => [] });
      return lines.find(({ check }) => check === "suppressions");
    };
    expect(await lineOf({})).toMatchObject({ level: "fail" });
    expect(await lineOf({ SUPPRESSION_SECRET: older })).toMatchObject({
      level: "ok",
      message: expect.stringContaining(`1 under key ${ctx.addressKeys.current.id}`),
    });
  });
});
