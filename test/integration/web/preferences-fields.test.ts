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
