import { isIP, type LookupFunction } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createPaperPictures } from "../../../src/papers/pictures/paper-pictures.ts";
import { papers } from "../../../src/papers/tables.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { createApp } from "../../../src/web/app.ts";
import { type FakePictures, pixel, startFakePictures } from "../../fakes/fake-pictures.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { frozenPaper, writeEdition, writePapers } from "../../support/site-papers.ts";

const now = "2026-06-18T10:00:00Z";
const clock = createTestClock(now);
let fake: FakePictures;
let ctx: TestContext;
let app: ReturnType<typeof createApp>;
/** What every name resolves to. */
let resolved: string[];
let paths = 0;

const lookup: LookupFunction = (_, __, callback) =>
  callback(
    null,
    resolved.map((address) => ({ address, family: isIP(address) })),
  );

beforeAll(async () => {
  fake = await startFakePictures();
  const parts = {
    visitor: { contact: "https://paperboy.example", name: () => "Paperboy" },
    clock,
    log: createLog({ logLevel: "silent" }),
  };
  const pictures = createPaperPictures(parts, {
    standIn: fake.url,
    lookup,
    timeoutMs: 400,
    atOnce: 2,
    mostWaiting: 3,
  });
  ctx = await createTestContext({ clock, env: { SITE_PICTURES: "true" }, overrides: { pictures } });
  app = createApp(ctx);
});
afterAll(async () => {
  await ctx.close();
  await fake.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  clock.set(now);
  resolved = ["127.0.0.1"];
  fake.asked.length = 0;
});

/** A paper whose picture lies at an address; each time it is another paper. */
async function given(thumbnailUrl: string | null, mediaUrls: string[] | null = null): Promise<string> {
  paths += 1;
  const id = `2606.${20_000 + paths}`;
  await writePapers(ctx.db, [frozenPaper(1, { id })]);
  await ctx.db.update(papers).set({ thumbnailUrl, mediaUrls }).where(eq(papers.id, id));
  return id;
}

/** The same, in an edition. */
async function givenInEdition(thumbnailUrl: string, mediaUrls: string[]): Promise<string> {
  const id = await given(thumbnailUrl, mediaUrls);
  await writeEdition(ctx.db, { period: "2026-06-17", papers: [frozenPaper(1, { id, thumbnailUrl })] });
  return id;
}

/** Under an address that nothing was asked for before, so that nothing is held of it. */
const at = (path: string) => `${fake.url}${path}?${++paths}`;
const ask = (name: string, headers: Record<string, string> = {}) =>
  app.request(`/pictures/paper/${name}`, { headers });

describe("a paper's picture", () => {
  it("is handed on as the picture that its bytes are, and nothing else can be made of it", async () => {
    const answer = await ask(await given(at("/unnamed")));
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pixel);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(pixel.length),
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "public, max-age=86400",
    });
  });

  it("is asked for once a day, whoever asks, and known by its ETag", async () => {
    const id = await given(at("/one.png"));
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(id)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    const etag = answers[0]?.headers.get("etag") ?? "";
    expect((await ask(id, { "if-none-match": `W/${etag}` })).status).toBe(304);
    expect((await ask(id, { "if-none-match": '"another"' })).status).toBe(200);
    expect(fake.asked).toHaveLength(1);
    clock.set("2026-06-19T10:00:01Z");
    expect((await ask(id)).status).toBe(200);
    expect(fake.asked).toHaveLength(2);
  });

  it("may lie behind a redirect, and be a figure that is named by its place", async () => {
    const id = await given(at("/moved.png"), [at("/a.mp4"), at("/figure.png")]);
    expect((await ask(id)).status).toBe(200);
    expect((await ask(`${id}/figure-2`)).status).toBe(200);
    for (const name of [`${id}/figure-1`, `${id}/figure-3`, `${id}/figure-0`, `${id}/figure-02`])
      expect((await ask(name)).status).toBe(404);
  });

  it.each([
    ["an SVG with a script", "/script.svg"],
    ["an SVG that calls itself a PNG", "/script-as.png"],
    ["a page that calls itself a PNG", "/page-as.png"],
    ["packed", "/packed.png"],
    ["empty", "/empty.png"],
    ["gone", "/gone.png"],
    ["shorter than it says", "/short-said.png"],
    ["dripping for ever", "/drip.png"],
    ["never answered", "/silent.png"],
    ["redirected in a round", "/round.png"],
    ["redirected to a file", "/to-file.png"],
    ["redirected to a cloud's metadata", "/to-metadata.png"],
    ["redirected to this machine", "/to-loopback.png"],
    ["redirected to a name that leads to this machine", "/to-private-name.png"],
  ])("is not shown when it is %s, and not asked for again for ten minutes", async (_, path) => {
    const id = await given(at(path));
    const answer = await ask(id);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    expect(await answer.text()).toBe("This picture cannot be had at the moment.");
    const before = fake.asked.length;
    expect((await ask(id)).status).toBe(404);
    expect(fake.asked).toHaveLength(before);
    clock.set("2026-06-18T10:10:01Z");
    await ask(id);
    expect(fake.asked.length).toBeGreaterThan(before);
  });

  it("is a clear one for a page that cannot have it, and a sentence for who opens it", async () => {
    const id = await given(at("/gone.png"));
    const forPage = await ask(id, { accept: "image/avif,image/webp,image/*,*/*;q=0.8" });
    expect([forPage.status, forPage.headers.get("content-type")]).toEqual([404, "image/gif"]);
    const forPerson = await ask(id, { accept: "text/html,image/avif,*/*;q=0.8", "accept-language": "de" });
    expect(await forPerson.text()).toBe("Dieses Bild ist im Moment nicht zu bekommen.");
  });

  it.each(["/huge.png", "/huge-said.png"])("is let go after 5 MB when it has 200 (%s)", async (path) => {
    const before = fake.written();
    expect((await ask(await given(at(path)))).status).toBe(404);
    expect(fake.written() - before).toBeLessThan(20 * 1024 * 1024);
  });

  it.each([
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["::1"],
    ["::ffff:127.0.0.1"],
    ["64:ff9b::7f00:1"],
    ["169.254.169.254"],
    ["18.155.1.1", "100.64.0.1"],
  ])("is not asked for where its host resolves to %s", async (...addresses) => {
    resolved = addresses.map(String);
    const url = `https://cdn-thumbnails.huggingface.co/${++paths}.png`;
    expect(await ctx.pictures.find(url)).toEqual({ kind: "none", fault: "private" });
  });

  it.each([
    "https://example.org/one.png",
    "https://huggingface.co.example.org/one.png",
    "https://nothuggingface.co/one.png",
    "https://127.0.0.1/one.png",
    "https://[::1]/one.png",
    "https://2130706433/one.png",
    "http://cdn-thumbnails.huggingface.co/one.png",
    "https://cdn-thumbnails.huggingface.co:8443/one.png",
    "https://user:word@huggingface.co/one.png",
    "file:///etc/passwd",
    "not an address",
  ])("is not asked for at %s", async (url) => {
    expect(await ctx.pictures.find(url)).toEqual({ kind: "none", fault: "host" });
  });

  it("waits for its turn when others are fetched, and is put off when too many wait", async () => {
    const id = await given(at("/one.png"));
    const found = [1, 2, 3, 4, 5].map(() => ctx.pictures.find(at("/held.png")));
    const putOff = await ask(id);
    expect(putOff.status).toBe(503);
    expect(putOff.headers.get("retry-after")).toBe("5");
    for (const count of [2, 4, 5]) {
      await vi.waitFor(() => expect(fake.asked).toHaveLength(count), { interval: 5, timeout: 30_000 });
      fake.release();
    }
    expect((await Promise.all(found)).map(({ kind }) => kind)).toEqual(found.map(() => "picture"));
    expect((await ask(id)).status).toBe(200);
  });

  it.each([
    "2606.99999",
    "..%2f..%2fetc%2fpasswd",
    "https://example.org/one.png",
    "x".repeat(1000),
    "2606.20001v2",
  ])("is none at %s", async (name) => {
    const answer = await ask(name);
    expect(answer.status).toBe(404);
    expect(fake.asked).toEqual([]);
  });
});

describe("pages", () => {
  it("show pictures by paths of this site, lazily and of a known size, and link to videos", async () => {
    const id = await givenInEdition(at("/one.png"), [
      "https://cdn-uploads.huggingface.co/a.mp4",
      at("/b.png"),
    ]);
    const edition = await (await app.request("/editions/daily/2026-06-17")).text();
    const picture = (path: string) => new RegExp(`<img src="/pictures/paper/${path}"[^>]*>`);
    const [onCard = ""] = picture(id).exec(edition) ?? [];
    for (const part of ['loading="lazy"', 'width="', 'height="', 'alt=""']) expect(onCard).toContain(part);
    for (const list of ["/search?q=agents", "/topics/cs.CL"]) {
      const html = await (await app.request(list)).text();
      expect(html).toContain(onCard);
      expect(html).toContain(`<a href="/papers/${id}#pictures">`);
    }
    const page = await (await app.request(`/papers/${id}`)).text();
    expect(picture(`${id}/figure-2`).test(page)).toBe(true);
    expect(page).toContain('<a href="https://cdn-uploads.huggingface.co/a.mp4" rel="noopener noreferrer">');
    expect(page).not.toContain("<video");
    expect(page).not.toContain(fake.url);
    expect(await (await app.request("/privacy")).text()).toContain("Pages of this site show pictures");
  });

  it("show none, and hand none on, unless that is set", async () => {
    const id = await givenInEdition(at("/one.png"), ["https://cdn-uploads.huggingface.co/a.mp4"]);
    const plain = createApp({
      ...ctx,
      config: { ...ctx.config, site: { ...ctx.config.site, showsPictures: false } },
    });
    for (const path of ["/editions/daily/2026-06-17", `/papers/${id}`, "/privacy"]) {
      const page = await (await plain.request(path)).text();
      expect(page).not.toMatch(/\/pictures\/paper|show pictures/);
    }
    expect((await plain.request(`/pictures/paper/${id}`)).status).toBe(404);
    expect(await (await plain.request(`/papers/${id}`)).text()).toContain("Watch the video at Hugging Face");
    expect(fake.asked).toEqual([]);
  });
});
