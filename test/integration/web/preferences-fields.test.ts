import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dayOf } from "../../../src/calendar/periods.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber } from "../../../src/subscribers/store.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
let app: ReturnType<typeof createApp>;
let reader: string;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T12:00:00Z" });
  app = createApp(ctx);
  [reader = ""] = await plantSubscribers(ctx, 1);
});
afterAll(() => ctx.close());

const token = () => makeLinkToken(ctx.config, "preferences", { subscriberId: reader, now: ctx.clock.now() });

/** A paper that was listed so many days ago. */
async function list(title: string, daysAgo: number): Promise<void> {
  const day = addDays(dayOf(ctx.clock.now()), -daysAgo);
  const id = `2606.${title.length}${daysAgo}`;
  await ctx.db.execute(sql`
    insert into papers (id, title, abstract, authors, published_at, first_seen_at, updated_at)
    values (${id}, ${title}, '', '{}', ${day}::date, ${day}::date, ${day}::date)`);
  await ctx.db.execute(sql`
    insert into paper_listings (day, source, paper_id, first_seen_at) values (${day}, 'huggingface', ${id}, ${day}::date)`);
}

async function page(keywords: string[]): Promise<string> {
  await updatePreferences(ctx, { subscriberId: reader, preferences: { keywords } });
  return (await app.request(`/preferences?token=${token()}`)).text();
}

async function post(fields: Record<string, string>): Promise<Response> {
  return app.request("/preferences", {
    method: "POST",
    body: new URLSearchParams({ token: token(), ...fields }),
  });
}

/** What stands beside the field of keywords. */
function notesOf(html: string): string {
  const field = /<textarea id="keywords"[^>]*>/.exec(html)?.[0] ?? "";
  const ids = (/aria-describedby="([^"]*)"/.exec(field)?.[1] ?? "").split(" ").filter((id) => id !== "");
  return ids
    .map(
      (id) => new RegExp(`id="${id}"[^>]*>(.*?)</(?:ul>|p></div>|p><div)`, "s").exec(html)?.[1] ?? `no ${id}`,
    )
    .join(" ")
    .replaceAll(/<[^>]+>/g, " ");
}

describe("beside the keywords", () => {
  it("stands nothing while papers were collected for less than a week", async () => {
    await list("Diffusion Models of Protein Shapes", 2);
    expect(notesOf(await page(["quantum annealing"]))).toBe("");
  });

  it("stands which of them no paper of the last 30 days matches, and what near them some do", async () => {
    await list("Quantum Annealing at Scale", 40);
    await list("A Key-Value Cache for Reinforcement Learning", 3);
    const notes = notesOf(
      await page([
        "quantum annealing",
        "diffusion model",
        "protein folding",
        "diffuson models",
        "RL",
        "KV cache",
      ]),
    );
    expect(notes).toContain("No paper of the last 30 days matches these keywords:");
    expect(notes).toContain("“quantum annealing”");
    expect(notes).toContain("“protein folding”. Near it, papers match “protein”.");
    expect(notes).toContain("“diffuson models”. Near it, papers match “diffusion models”.");
    expect(notes).not.toMatch(/“(diffusion model|RL|KV cache)”[. ]/);
  });

  it("stands of several on one line each by itself, also of what could not be saved", async () => {
    const answer = await post({ keywords: "protein shapes, zeolites; <b>bold</b>", maxPapers: "1000" });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(notesOf(html)).toContain("No paper of the last 30 days matches this keyword:");
    expect(notesOf(html)).toContain("“zeolites”");
    expect(notesOf(html)).not.toContain("protein shapes");
    expect(html).toContain("protein shapes\nzeolites\n&lt;b&gt;bold&lt;/b&gt;</textarea>");
  });

  it("stands that they are too many, with all that was typed, where nothing was saved", async () => {
    await updatePreferences(ctx, { subscriberId: reader, preferences: { keywords: ["kept"] } });
    const typed = Array.from({ length: 60 }, (_, index) => `keyword ${index}`).join(", ");
    const html = await (await post({ keywords: typed, pausedUntil: "2026-07-01" })).text();
    expect(notesOf(html)).toContain("You entered 60, and at most 50 can be kept: remove 10.");
    expect(html).toContain(`${typed}</textarea>`);
    expect(html).toContain('value="2026-07-01"');
    expect((await findSubscriber(ctx.db, reader))?.keywords).toEqual(["kept"]);
  });
});

describe("what cannot be kept", () => {
  it.each([
    ["pausedUntil", "2020-01-01", "paused-until", "The pause must end after today."],
    ["pausedUntil", "2026-06-18", "paused-until", "The pause must end after today."],
    ["pausedUntil", "9999-12-31", "paused-until", "A pause can last 366 days at most."],
    ["pausedUntil", "next week", "paused-until", "Write the end of the pause as a date"],
    ["maxPapers", "many", "max-papers", "The number of papers must be a whole number from 1 to 50."],
    ["minMatches", "51", "min-matches", "The number of matches must be a whole number from 1 to 50."],
  ])("of %s, %s, is refused beside its field, with all that was typed", async (name, typed, id, words) => {
    const answer = await post({ keywords: "typed beside it", topics: "cs.CL", [name]: typed });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain("<title>Not saved: preferences");
    expect(html).toContain(`<a href="#${id}">${words}`);
    const input = new RegExp(`<input id="${id}"[^>]*>`).exec(html)?.[0] ?? "";
    expect(input).toContain(`value="${typed}"`);
    expect(input).toContain('aria-invalid="true"');
    expect(input).toContain(`aria-describedby="${id}-problem`);
    // A field for dates or numbers would show nothing of what is none.
    if (/[a-z]/.test(typed)) expect(input).toContain('type="text"');
    expect(html).toContain(`<p class="problem" id="${id}-problem">${words}`);
    expect(html).toContain("typed beside it</textarea>");
    expect(html).toMatch(/name="topics"[^>]*checked=""[^>]*value="cs.CL"|value="cs.CL"[^>]*checked=""/);
    expect(await findSubscriber(ctx.db, reader)).toMatchObject({ state: "active", topics: [] });
  });

  it("of topics leaves those ticked that can be", async () => {
    const body = new URLSearchParams([
      ["token", token()],
      ["topics", "cs.CL"],
      ["topics", "nonsense"],
    ]);
    const html = await (await app.request("/preferences", { method: "POST", body })).text();
    expect(html).toContain('<a href="#topics">A topic must be an arXiv category');
    expect(html).toMatch(/name="topics"[^>]*checked=""[^>]*value="cs.CL"|value="cs.CL"[^>]*checked=""/);
  });
});

describe("a pause", () => {
  const page = async () => (await app.request(`/preferences?token=${token()}`)).text();
  const resume = (given = token()) =>
    app.request("/preferences/resume", { method: "POST", body: new URLSearchParams({ token: given }) });

  it("that runs is told with its day, and ends by a button, as often as it is pressed", async () => {
    expect(await page()).not.toContain("/preferences/resume");
    await post({ pausedUntil: "2026-12-24" });
    expect(await page()).toContain("Paused until Thursday, 24 December 2026");
    for (const _ of [1, 2]) {
      const answer = await resume();
      expect(answer.status).toBe(303);
      const shown = await (await app.request(answer.headers.get("location") ?? "")).text();
      expect(shown).toContain("Your digests come again.");
      expect(shown).not.toContain("Paused until");
    }
    expect(await findSubscriber(ctx.db, reader)).toMatchObject({ state: "active", pausedUntil: null });
  });

  it("is ended by no link to anything else", async () => {
    await post({ pausedUntil: "2026-12-24" });
    const other = makeLinkToken(ctx.config, "unsubscribe", { subscriberId: reader, now: ctx.clock.now() });
    expect((await resume(other)).status).toBe(410);
    expect((await app.request(`/preferences/resume?token=${token()}`)).status).toBe(404);
    expect((await findSubscriber(ctx.db, reader))?.state).toBe("paused");
  });

  it("of before that is longer than may be chosen stays until it is changed", async () => {
    const pausedUntil = "2030-01-01";
    await updatePreferences(ctx, { subscriberId: reader, preferences: {}, pausedUntil });
    expect(/<input id="paused-until"[^>]*>/.exec(await page())?.[0]).not.toContain("max=");
    expect((await post({ pausedUntil, keywords: "a change" })).status).toBe(303);
    expect(await findSubscriber(ctx.db, reader)).toMatchObject({ pausedUntil, keywords: ["a change"] });
    await post({ pausedUntil: "" });
    expect((await findSubscriber(ctx.db, reader))?.state).toBe("active");
  });

  it("that ends today is told no more, though the next edition ends it", async () => {
    await updatePreferences(ctx, { subscriberId: reader, preferences: {}, pausedUntil: "2026-06-18" });
    expect(await page()).not.toContain("Paused until");
    expect(/<input id="paused-until"[^>]*>/.exec(await page())?.[0]).toContain('value=""');
  });
});
