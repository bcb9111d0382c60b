import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { outboxMails } from "../../../src/delivery/tables.ts";
import { findMailedDigest } from "../../../src/publish/mailed-digest.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { requestPreferencesLink } from "../../../src/subscribers/request-preferences-link.ts";
import { findSubscriberByKey, type Subscriber } from "../../../src/subscribers/store.ts";
import { parseToken, type TokenPurpose } from "../../../src/subscribers/tokens.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { deliverDue } from "../../support/delivering.ts";
import { plantEdition } from "../../support/planted-edition.ts";

const dayMs = 24 * 3_600_000;

let ctx: TestContext;
let app: ReturnType<typeof createApp>;
let reader: Subscriber;
let editionId: string;

beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
  const added = await addSubscriber(ctx, { email: "ada@e.org", source: "test", consent: { wording: "x" } });
  if (added.kind === "refused") throw new Error(added.reason);
  reader = added.subscriber;
  editionId = (await plantEdition(ctx)).id;
  await deliverDue(ctx);
  await requestPreferencesLink(ctx, { email: reader.email });
  await deliverNotices(ctx);
});
afterAll(() => ctx.close());

const token = (purpose: TokenPurpose, subject = "", subscriberId = reader.id) =>
  makeLinkToken(ctx.config, purpose, { subscriberId, subject, now: ctx.clock.now() });

async function post(path: string, fields: Record<string, string>): Promise<string> {
  const answer = await app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
  return answer.text();
}

const mailOf = async (isMeant: (subject: string) => boolean) =>
  (await ctx.db.select().from(outboxMails)).find(({ subject }) => isMeant(subject))?.text ?? "";
const isLinkMail = (subject: string) => subject.startsWith("Your preferences link");

/** Each way in which a reader comes by the link to their preferences, in this order. */
const ways: [string, () => Promise<string>][] = [
  ["a digest", () => mailOf((subject) => !isLinkMail(subject))],
  ["a mail with a fresh link", () => mailOf(isLinkMail)],
  [
    "a digest read on the site",
    async () => await (await app.request(`/view?token=${token("view", editionId)}`)).text(),
  ],
  ["a digest shown again", async () => (await findMailedDigest(ctx, editionId, reader))?.html ?? ""],
  ["the page after less", () => post("/unsubscribe", { token: token("unsubscribe"), instead: "weekly" })],
  [
    "the page after confirming",
    async () => {
      await post("/subscribe", { email: "bob@e.org" });
      const asked = await findSubscriberByKey(ctx.db, "bob@e.org");
      return post("/confirm", { token: token("confirm", "", asked?.id) });
    },
  ],
  [
    "the page after an undo",
    async () => {
      await post("/unsubscribe", { token: token("unsubscribe") });
      return post("/undo", { token: token("undo") });
    },
  ],
];

test.each(ways)("%s leads to the preferences for 400 days", async (_, way) => {
  const link = /\/preferences\?token=([\w-]+)/.exec(await way())?.[1] ?? "";
  const { expiresAt } = parseToken(ctx.config.tokens.secrets, "preferences", link, ctx.clock.now());
  expect(expiresAt).toEqual(new Date(ctx.clock.now().getTime() + 400 * dayMs));
});

test("no other file makes a token, so that no link has a life of its own", async () => {
  const root = new URL("../../../src/", import.meta.url);
  const files = (await readdir(root, { recursive: true })).filter((name) => /\.tsx?$/.test(name));
  const makers: string[] = [];
  for (const name of files) {
    const text = await readFile(new URL(name, root), "utf8");
    if (/\bmakeToken\(/.test(text)) makers.push(name);
  }
  expect(makers.map((name) => name.replace(/^.*\//, "")).sort()).toEqual(["links.ts", "tokens.ts"]);
});
