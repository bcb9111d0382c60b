import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { reviseEdition } from "../../../src/delivery/steer/revise-edition.ts";
import {
  approveEdition,
  cancelEdition,
  pauseEdition,
  resumeEdition,
} from "../../../src/delivery/steer/steer-edition.ts";
import { uncancelEdition } from "../../../src/delivery/steer/uncancel-edition.ts";
import { noEdits } from "../../../src/editions/edits.ts";
import { listEditionsBefore } from "../../../src/editions/shown-before.ts";
import { paperListings } from "../../../src/papers/tables.ts";
import { listOwnDigests } from "../../../src/publish/list-own-digests.ts";
import { previewForSubscriber } from "../../../src/publish/preview-for-subscriber.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { requireSubscriber } from "../../../src/subscribers/store.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";
import { frozenPaper, writePapers } from "../../support/site-papers.ts";

const clock = createTestClock("2026-06-18T04:00:00Z");
const id = "daily-2026-06-17";
const day = "/editions/daily/2026-06-17";
let ctx: TestContext;
let app: ReturnType<typeof createApp>;
let reader: string;

beforeAll(async () => {
  ctx = await createTestContext({ clock });
  app = createApp(ctx);
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await emptyTables(ctx);
  clock.set("2026-06-18T04:00:00Z");
  [reader = ""] = await plantSubscribers(ctx, 1);
});

/** An edition of the 17th that an editor has dropped a paper from and written a note for, with its picture. */
async function publishEdited(isHeld: boolean): Promise<void> {
  const papers = [
    frozenPaper(1, { title: "An offensive paper" }),
    frozenPaper(2, { title: "A sound paper" }),
  ];
  await writePapers(ctx.db, papers);
  const listing = { day: "2026-06-17", source: "huggingface", firstSeenAt: new Date("2026-06-17T08:00:00Z") };
  await ctx.db.insert(paperListings).values(papers.map((paper) => ({ ...listing, paperId: paper.id })));
  await publishEdition(ctx, { cadence: "daily", period: "2026-06-17", isHeld, isNow: false });
  const dropped = [{ paperId: "2606.10001", reason: "offensive" }];
  await reviseEdition(ctx, id, { expectedRevision: 1, edits: { ...noEdits, dropped, note: "Our own word" } });
  await ctx.db.execute(
    sql`insert into edition_pictures (edition_id, png, tried_at) values (${id}, 'picture', ${clock.now()})`,
  );
}

async function get(path: string): Promise<{ status: number; text: string; lastModified: string | null }> {
  const answer = await app.request(path);
  return {
    status: answer.status,
    text: await answer.text(),
    lastModified: answer.headers.get("last-modified"),
  };
}

const linkOf = (page: "view" | "matches") =>
  `/${page}?token=${makeLinkToken(ctx.config, "view", { subscriberId: reader, subject: id, now: clock.now() })}`;

/** What a reader is shown of their digest beside their preferences. */
async function ownPreview(): Promise<string> {
  return (await previewForSubscriber(ctx, await requireSubscriber(ctx.db, reader))).html ?? "";
}

/** By each address at which readers and strangers may meet an edition, whether it tells of this one. */
async function whereShown(): Promise<Record<string, boolean>> {
  const told = async (path: string, mark: string) => (await get(path)).text.includes(mark);
  const there = async (path: string) => (await get(path)).status === 200;
  return {
    page: await told(day, "Our own word"),
    home: await told("/", "Our own word"),
    archive: await told("/archive", `href="${day}"`),
    sitemap: await told("/sitemaps/pages.xml", day),
    atom: await told("/feed.xml", "A sound paper"),
    json: await told("/feed.json", "A sound paper"),
    editions: await told("/feeds/editions.atom", "Our own word"),
    ofCadence: await told("/feeds/editions.json?cadence=daily", "Our own word"),
    paper: await told("/papers/2606.10002", day),
    citations: await there(`${day}.bib`),
    picture: await there("/pictures/edition/daily/2026-06-17.png"),
    view: await there(linkOf("view")),
    matches: await there(linkOf("matches")),
    ownFeed: (await listOwnDigests(ctx, await requireSubscriber(ctx.db, reader), 5)).length > 0,
    preview: (await ownPreview()).includes("Our own word"),
  };
}

const everywhere = (isShown: boolean) =>
  Object.fromEntries(
    [
      ...["page", "home", "archive", "sitemap", "atom", "json", "editions", "ofCadence"],
      ...["paper", "citations", "picture", "view", "matches", "ownFeed", "preview"],
    ].map((place) => [place, isShown]),
  );

it("is shown nowhere before it is let go, also cancelled or taken back, and everywhere from then on", async () => {
  await publishEdited(true);
  expect(await whereShown()).toEqual(everywhere(false));
  await cancelEdition(ctx, id);
  expect(await whereShown()).toEqual(everywhere(false));
  await uncancelEdition(ctx, id);
  await pauseEdition(ctx, id, null);
  expect(await whereShown()).toEqual(everywhere(false));
  const emptyFeed = await get("/feeds/editions.json");

  clock.set("2026-06-18T07:30:00Z");
  await resumeEdition(ctx, id, false);
  expect(await whereShown()).toEqual(everywhere(true));
  const feed = await get("/feeds/editions.json");
  expect(feed.text).not.toBe(emptyFeed.text);
  expect(feed.lastModified).toBe("Thu, 18 Jun 2026 07:30:00 GMT");
  expect(feed.text).toContain('"date_published":"2026-06-18T07:30:00.000Z"');

  await pauseEdition(ctx, id, null);
  expect(await whereShown()).toEqual(everywhere(true));
  await cancelEdition(ctx, id);
  expect(await whereShown()).toEqual(everywhere(true));
  await uncancelEdition(ctx, id);
  expect(await whereShown()).toEqual(everywhere(false));
  clock.set("2026-06-18T08:00:00Z");
  await approveEdition(ctx, id);
  expect(await whereShown()).toEqual(everywhere(true));
  const again = await get("/feeds/editions.json");
  expect(again.lastModified).toBe("Thu, 18 Jun 2026 08:00:00 GMT");
  expect(again.text).toContain('"date_published":"2026-06-18T08:00:00.000Z"');
});

it("is a day without an edition meanwhile, whose list lacks what its editor dropped", async () => {
  await publishEdited(true);
  const { status, text } = await get(day);
  expect(status).toBe(200);
  expect(text).toContain("No edition of this day has been emailed so far.");
  expect(text).toContain("A sound paper");
  expect(text).not.toContain("An offensive paper");
  expect(text).not.toContain("No. 1");
  expect((await app.request("/editions/daily")).headers.get("location")).toBe(day);
  for (const page of ["view", "matches"] as const)
    expect((await get(linkOf(page))).text).toContain("This edition is not out yet.");
  expect(await ownPreview()).toContain("A sound paper");
  expect(await ownPreview()).not.toContain("An offensive paper");
});

it("is no edition in a reader's preview either, which counts the papers that it shows", async () => {
  const papers = [frozenPaper(1, { title: "An offensive paper" }), frozenPaper(2), frozenPaper(3)];
  await writePapers(ctx.db, papers);
  const listing = { day: "2026-06-10", source: "huggingface", firstSeenAt: new Date("2026-06-10T08:00:00Z") };
  await ctx.db.insert(paperListings).values(papers.map((paper) => ({ ...listing, paperId: paper.id })));
  await publishEdition(ctx, { cadence: "weekly", period: "2026-W24", isHeld: true, isNow: false });
  const dropped = [{ paperId: "2606.10001", reason: "offensive" }];
  const edits = { ...noEdits, dropped, note: "Our own word" };
  await reviseEdition(ctx, "weekly-2026-W24", { expectedRevision: 1, edits });
  await ctx.db.execute(sql`update subscribers set cadence = 'weekly' where id = ${reader}`);
  const shown = await ownPreview();
  expect(shown).not.toContain("Our own word");
  expect(shown).not.toContain("An offensive paper");
  expect(shown).toContain("2 papers");
  expect(shown).not.toContain("3 papers");
});

it("is public at once where it is not held, or where a worker of the release before lets it go", async () => {
  await publishEdited(false);
  expect(await whereShown()).toEqual(everywhere(true));
  await emptyTables(ctx);
  [reader = ""] = await plantSubscribers(ctx, 1);
  await publishEdited(true);
  await ctx.db.execute(sql`update editions set state = 'sending' where id = ${id}`);
  expect(await whereShown()).toEqual(everywhere(true));
  await ctx.db.execute(sql`update editions set state = 'cancelled' where id = ${id}`);
  await ctx.db.execute(sql`update editions set state = 'held' where id = ${id}`);
  expect(await whereShown()).toEqual(everywhere(false));
});

it("counts as shown for the late risers of later editions, unless it was cancelled before anybody saw it", async () => {
  await publishEdited(true);
  const before = () => listEditionsBefore(ctx.db, "daily", "2026-06-18");
  expect(await before()).toMatchObject([{ period: "2026-06-17", first: ["2606.10002"] }]);
  await cancelEdition(ctx, id);
  expect(await before()).toEqual([]);
});
