import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompiledDigest } from "../../../src/digest/compiled-digest.ts";
import { insertCompiledSet } from "../../../src/digest/store.ts";
import { draftChoice } from "../../../src/preview/draft-choice.ts";
import { type MailChoice, mailNames, usualChoice } from "../../../src/preview/mail-choice.ts";
import { previewBefore, previewMail } from "../../../src/preview/preview-mail.ts";
import { sendTest } from "../../../src/preview/send-test.ts";
import { templateProps } from "../../../src/preview/template-props.ts";
import { typicalNames } from "../../../src/preview/typical-readers.ts";
import { requireSubscriberByAddress } from "../../../src/publish/draft-mail.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext({
    env: { OPS_EMAIL: "ops@lab.example", MAIL_FROM: "Lab News <news@lab.example>" },
  });
  await plantSubscribers(ctx, 1, { language: "de", timezone: "Europe/Berlin", hour: 9 });
  await plantEdition(ctx, { period: "2026-06-15" });
  await plantEdition(ctx, { period: "2026-06-16", papers: 3 });
  await plantEdition(ctx, { period: "2026-06-17", papers: 8, isHeld: true });
  await plantEdition(ctx, { cadence: "weekly", period: "2026-W24" });
});
afterAll(() => ctx.close());

const choose = (given: Partial<MailChoice>): MailChoice => ({ ...usualChoice, date: "2026-06-17", ...given });

async function mailOf(given: Partial<MailChoice>) {
  const preview = await previewMail(ctx, choose(given));
  if (preview.kind === "none") throw new Error(preview.reason);
  return preview;
}

test.each(
  mailNames,
)("%s is shown with this installation's name, and nothing is wrong with it", async (mail) => {
  const { mail: shown, inspection } = await mailOf({
    mail,
    ...(mail === "quiet" ? { typical: "unmet" } : {}),
  });
  expect(shown.from).toBe("Lab News <news@lab.example>");
  expect(shown.html).toContain("Lab News");
  expect(shown.to).toMatch(mail.startsWith("alert") ? /^ops@lab\.example$/ : /@example\.com$/);
  expect(inspection.findings.filter(({ level }) => level === "fail")).toEqual([]);
});

test.each(
  typicalNames.filter((name) => name !== "unmet"),
)("a typical reader (%s) has a digest", async (typical) => {
  const { edition, timezone, mail } = await mailOf({
    typical,
    date: typical === "weekly" ? "2026-W24" : "2026-06-17",
  });
  expect(edition?.cadence).toBe(typical === "weekly" ? "weekly" : "daily");
  expect(timezone).toBe({ japan: "Asia/Tokyo", german: "Europe/Berlin" }[typical as string] ?? "UTC");
  expect(mail.html).toContain(`lang="${typical === "german" ? "de" : "en"}"`);
});

test("a digest tells when it is due, by its reader's hour", async () => {
  // Published at 04:00 UTC, which is 13:00 in Tokyo.
  expect((await mailOf({ typical: "japan" })).dueAt).toEqual(new Date("2026-06-18T23:00:00Z"));
});

test("who meets nothing is told why there is no mail, and who follows nothing has no quiet one", async () => {
  expect(await previewMail(ctx, choose({ typical: "unmet" }))).toMatchObject({
    kind: "none",
    reason: "no-match",
  });
  expect(await previewMail(ctx, choose({ mail: "quiet" }))).toMatchObject({
    kind: "none",
    reason: "follows-nothing",
  });
});

describe("a subscriber's mails", () => {
  test("are in their language, and their links lead nowhere", async () => {
    const { id } = await requireSubscriberByAddress(ctx, "reader0@example.com");
    for (const mail of ["digest", "welcome", "goodbye", "preferences-link"] as const) {
      const { mail: shown } = await mailOf({ mail, subscriberId: id });
      expect(shown.to).toBe("reader0@example.com");
      expect(shown.html).toContain('lang="de"');
      expect(JSON.stringify(shown)).not.toContain(id);
      const own = await draftChoice(ctx, choose({ mail, subscriberId: id }), {
        email: null,
        emailKey: "reader0@example.com",
      });
      expect(own.kind === "mail" && own.mail.html).not.toBe(shown.html);
    }
  });

  test("are sent as they were looked at, and nothing else in their place", async () => {
    const { id } = await requireSubscriberByAddress(ctx, "reader0@example.com");
    const choice = choose({ mail: "welcome", subscriberId: id });
    const { fingerprint, mail } = await mailOf(choice);
    ctx.clock.advance(3_600_000);
    const sent = await sendTest(ctx, { choice, to: "editor@example.com", seen: fingerprint });
    expect(sent).toMatchObject({ subject: `[Test] ${mail.subject}`, editionId: null });
    const { rows } = await ctx.db.execute<{ tags: object; text: string }>(
      sql`select tags, text from outbox_mails where recipient = 'editor@example.com'`,
    );
    const { rows: acts } = await ctx.db.execute(
      sql`select subject, after from audit_entries where verb = 'test.send'`,
    );
    expect(acts).toMatchObject([{ subject: "welcome", after: { mail: "welcome", mailOf: id } }]);
    expect(rows).toMatchObject([{ tags: { kind: "test", subscriber: id } }]);
    await ctx.db.execute(sql`update subscribers set hour = 11 where id = ${id}`);
    await expect(sendTest(ctx, { choice, to: "editor@example.com", seen: fingerprint })).rejects.toThrow(
      "The mail has changed since you looked at it",
    );
  });
});

test("the edition before stands beside it; the first of a cadence has none", async () => {
  const { edition } = await mailOf({});
  if (edition === null) throw new Error("no edition");
  const before = await previewBefore(ctx, choose({}), edition);
  expect(before?.draft.edition?.id).toBe("daily-2026-06-16");
  expect(await previewBefore(ctx, choose({}), { cadence: "daily", period: "2026-06-15" })).toBeNull();
});

test("templates of now take the place of those that are mailed only where that is asked for", async () => {
  await ctx.db.execute(sql`update edition_templates set compiled =
    replace(compiled::text, 'Lab News', 'Old News')::jsonb where edition_id = 'daily-2026-06-15'`);
  const frozen = await mailOf({ date: "2026-06-15" });
  expect(frozen.mail.html).toContain("Old News");
  const fresh = await mailOf({ date: "2026-06-15", isFresh: true });
  expect(fresh.mail.html).not.toContain("Old News");
});

test("an edition that was edited is shown by its newest revision, or by the one that is named", async () => {
  const { id } = await plantEdition(ctx, { period: "2026-06-14", isHeld: true });
  const { rows } = await ctx.db.execute<{ compiled: CompiledDigest }>(sql`select
    replace(compiled::text, 'Lab News', 'Second News')::jsonb as compiled from edition_templates where edition_id = ${id}`);
  await insertCompiledSet(
    ctx.db,
    id,
    rows.map(({ compiled }) => compiled),
  );
  const newest = await mailOf({ date: "2026-06-14" });
  expect(newest).toMatchObject({ revision: { shown: 2, newest: 2 } });
  expect(newest.mail.html).toContain("Second News");
  expect((await mailOf({ date: "2026-06-14", revision: 1 })).mail.html).not.toContain("Second News");
  await expect(mailOf({ date: "2026-06-14", revision: 3 })).rejects.toThrow(
    `There is no revision 3 of ${id}`,
  );
});

test("React Email's preview gets the props of the same digest", async () => {
  const { cadence, props } = await templateProps(ctx, choose({ typical: "topics" }));
  const { mail } = await mailOf({ typical: "topics", isFresh: true });
  expect(cadence).toBe("daily");
  expect(props).toMatchObject({ subject: mail.subject, brand: "Lab News" });
  expect(JSON.parse(JSON.stringify(props))).toEqual(props);
});
