import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freezePaper } from "../../../src/editions/freeze-edition.ts";
import { linkLifeMs, makeLinkToken } from "../../../src/subscribers/links.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { rankedPapers } from "../../support/ranked-papers.ts";
import { writePapers } from "../../support/site-papers.ts";

let ctx: TestContext;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
});
afterAll(() => ctx.close());
beforeEach(() => emptyTables(ctx));

const sections = ["top", "top", "late", "further"] as const;

/** Four papers, of which the last two stand where mails hardly look, and a reader. */
async function plant(preferences: Parameters<typeof plantSubscribers>[2]) {
  const [reader = ""] = await plantSubscribers(ctx, 1, preferences);
  const ranked = rankedPapers(4, 70_000).map((paper, index) => ({
    ...paper,
    section: sections[index] ?? ("top" as const),
    rank: index === 2 ? 1 : index + 1,
  }));
  await writePapers(ctx.db, ranked.map(freezePaper));
  const { id } = await plantEdition(ctx, { ranked });
  return { reader, id };
}

const tokenFor = (subscriberId: string, subject: string) =>
  makeLinkToken(ctx.config, "view", { subscriberId, subject, now: ctx.clock.now() });

const titles = (html: string) =>
  [...html.matchAll(/card-title"><a[^>]*>([^<]*)</g)].map(([, title]) => title);

describe("the page of a reader's matches", () => {
  it("has all papers of the edition that match now, whatever the mail had room for, with what they match", async () => {
    const { reader, id } = await plant({ keywords: ["paper"], maxPapers: 1 });
    const answer = await app.request(`/matches?token=${tokenFor(reader, id)}`);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-robots-tag")).toContain("noindex");
    expect(titles(html)).toHaveLength(4);
    expect(html).toContain("4 papers of this edition match what you follow.");
    expect(html).toContain("You follow “paper”");
    await updatePreferences(ctx, {
      subscriberId: reader,
      preferences: { keywords: [titles(html)[1] ?? ""] },
    });
    const later = await (await app.request(`/matches?token=${tokenFor(reader, id)}`)).text();
    expect(later).toContain("1 paper of this edition matches what you follow.");
  });

  it("leaves out what is muted, and says when nothing matches or nothing is followed", async () => {
    const { reader, id } = await plant({ keywords: ["paper"], mutedKeywords: ["made-up"] });
    const read = async () => (await app.request(`/matches?token=${tokenFor(reader, id)}`)).text();
    expect(await read()).toContain("No paper of this edition matches what you follow.");
    await updatePreferences(ctx, { subscriberId: reader, preferences: { keywords: [] } });
    expect(await read()).toContain("You follow nothing yet");
  });

  it("opens only by a whole link to an edition that is there", async () => {
    const { reader, id } = await plant({});
    const preferences = makeLinkToken(ctx.config, "preferences", {
      subscriberId: reader,
      now: ctx.clock.now(),
    });
    for (const token of ["", "made-up", tokenFor(reader, id).slice(1), preferences])
      expect((await app.request(`/matches?token=${token}`)).status).toBe(410);
    expect((await app.request(`/matches?token=${tokenFor(reader, "daily-1999-01-01")}`)).status).toBe(404);
    expect((await app.request(`/matches?token=${tokenFor(reader, id)}&page=999`)).status).toBe(200);
  });

  it("has the buttons by which papers are marked, and comes back to itself when one is pressed", async () => {
    const { reader, id } = await plant({ keywords: ["paper"] });
    const path = `/matches?token=${tokenFor(reader, id)}`;
    const html = await (await app.request(path)).text();
    const [form = ""] = /<form class="marks".*?<\/form>/s.exec(html) ?? [];
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? "";
    const action = /action="([^"]*)"/.exec(form)?.[1] ?? "";
    const body = new URLSearchParams({ t: field("t"), back: field("back"), set: "save" });
    const answer = await app.request(action, { method: "POST", body });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, field("back")]);
    expect(field("back").startsWith(`${path}#mark-`)).toBe(true);
    const marked = await (await app.request(path)).text();
    expect(marked.match(/value="save" aria-pressed="true"/g)).toHaveLength(1);
  });

  it("lets nobody change anything any more when the links of the mail itself have ended", async () => {
    const { reader, id } = await plant({ keywords: ["paper"] });
    const before = await (await app.request(`/matches?token=${tokenFor(reader, id)}`)).text();
    const [paperId = ""] = /(?<=action="\/m\/)[^"]+/.exec(before) ?? [];
    ctx.clock.advance((linkLifeMs.preferences ?? 0) + 60_000);
    const html = await (await app.request(`/matches?token=${tokenFor(reader, id)}`)).text();
    expect(titles(html)).toHaveLength(4);
    const [preferences = ""] = /\/preferences\?token=[^"]+/.exec(html) ?? [];
    expect((await app.request(preferences)).status).toBe(410);
    const body = new URLSearchParams({ t: /name="t" value="([^"]*)"/.exec(html)?.[1] ?? "", set: "less" });
    expect((await app.request(`/m/${paperId}`, { method: "POST", body })).status).toBe(410);
  });
});
