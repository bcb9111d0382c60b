import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { InvalidConfigError, RefusedError } from "../../../src/errors.ts";
import { changeSettings } from "../../../src/settings/change-settings.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";

let ctx: TestContext;
let other: Context;

beforeAll(async () => {
  ctx = await createTestContext();
  other = await createContext(testConfig(ctx.databaseUrl, { BRAND_TAGLINE: "From the lab" }));
});
beforeEach(async () => {
  await emptyTables(ctx);
  await Promise.all([ctx.settings.refresh(), other.settings.refresh()]);
});
afterAll(async () => {
  await other.close();
  await ctx.close();
});

it("are known to the process that changes them at once, and to others at their next look", async () => {
  expect(ctx.settings.current().brand.name).toBe("Paperboy");
  expect(await changeSettings(ctx, { "brand.name": "Acme Digest", "brand.tagline": "Daily" })).toHaveLength(
    2,
  );
  expect(ctx.settings.current().brand).toMatchObject({ name: "Acme Digest", tagline: "Daily" });
  expect(other.settings.current().brand.name).toBe("Paperboy");
  await other.settings.refresh();
  expect(other.settings.current().brand).toMatchObject({ name: "Acme Digest", tagline: "From the lab" });

  await changeSettings(ctx, { "brand.name": null });
  await other.settings.refresh();
  expect(other.settings.current().brand.name).toBe("Paperboy");
});

it("change nothing, and leave no trace, when they are as they were", async () => {
  await changeSettings(ctx, { "brand.name": "Acme Digest" });
  expect(await changeSettings(ctx, { "brand.name": "Acme Digest", "brand.accent": null })).toEqual([]);
  const { rows } = await ctx.db.execute(sql`select verb, before, after from audit_entries order by id`);
  expect(rows).toEqual([
    { verb: "settings.change", before: { "brand.name": null }, after: { "brand.name": "Acme Digest" } },
  ]);
});

it("refuse what the environment fixes, and all that came with it", async () => {
  const change = changeSettings(other, { "brand.name": "Acme", "brand.tagline": "Mine" });
  await expect(change).rejects.toThrow(
    new RefusedError("Tagline is fixed by BRAND_TAGLINE in the environment: change it there."),
  );
  await other.settings.refresh();
  expect(other.settings.current().brand).toMatchObject({ name: "Paperboy", tagline: "From the lab" });
});

it("leave out what this release cannot read or does not know", async () => {
  await ctx.db.execute(sql`insert into settings (name, value, changed_at) values
    ('brand.accent', '"no colour"', now()), ('brand.song', '"la"', now()), ('brand.name', '"Acme"', now())`);
  await ctx.settings.refresh();
  expect(ctx.settings.current().brand).toMatchObject({ name: "Acme", accent: null });
});

it("keep of a wording what still fits the catalogue", async () => {
  await ctx.db.execute(sql`insert into settings (name, value, changed_at) values
    ('words', '{"en": {"confirm.preheader": "One click is left.", "confirm.subject": "{gone}"}}', now())`);
  await ctx.settings.refresh();
  const { say } = ctx.settings.current().wordsIn("en");
  expect(say("confirm.preheader")).toBe("One click is left.");
  expect(say("confirm.subject")).toBe("Confirm your subscription to Paperboy");
});

it("are read within the transaction that freezes them", async () => {
  await changeSettings(other, { "brand.name": "Acme" });
  expect(ctx.settings.current().brand.name).toBe("Paperboy");
  const read = await ctx.db.transaction((tx) => ctx.settings.read(tx));
  expect(read.brand.name).toBe("Acme");
});

it("stop the start with every variable that is wrong", async () => {
  const config = testConfig(ctx.databaseUrl, { BRAND_ACCENT: "red", BRAND_LOGO: "/no/such/logo.png" });
  await expect(createContext(config)).rejects.toThrow(
    new InvalidConfigError([
      "BRAND_ACCENT must be a colour such as #b5371b",
      "BRAND_LOGO must name a file that this user may read: /no/such/logo.png cannot be read",
    ]),
  );
});
