import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawPictures } from "../../../src/editions/pictures/draw-pictures.ts";
import { changeSettings } from "../../../src/settings/change-settings.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition } from "../../support/site-papers.ts";
import { isShort } from "../short.ts";

let ctx: TestContext;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  app = createApp(ctx);
});
afterAll(() => ctx.close());

const path = "/pictures/edition/daily/2026-06-17.png";

describe("the picture of an edition", () => {
  it("is drawn once after its freeze, small and of the size that cards have, and kept by whoever asks for it", async () => {
    const long =
      "A title that goes on and on, about very many things that nobody would ever read to their end ";
    await writeEdition(ctx.db, {
      period: "2026-06-17",
      papers: [1, 2, 3, 4].map((rank) => frozenPaper(rank, { title: `${rank} ${long.repeat(5)}` })),
    });
    expect(await drawPictures(ctx)).toEqual({ drawn: 1 });
    expect(await drawPictures(ctx)).toEqual({ drawn: 0 });

    const answer = await app.request(path);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=2592000");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const png = Buffer.from(await answer.arrayBuffer());
    expect(png.length).toBeLessThanOrEqual(100_000);
    const { width, height, data } = PNG.sync.read(png);
    expect([width, height]).toEqual([1200, 630]);
    // Its ground, and letters on it.
    expect([...data.subarray(-4)]).toEqual([0xfb, 0xfa, 0xf7, 0xff]);
    expect(darkPixels(data)).toBeGreaterThan(5_000);
    const etag = answer.headers.get("etag") ?? "";
    expect((await app.request(path, { headers: { "if-none-match": etag } })).status).toBe(304);
  }, 60_000);

  it.skipIf(isShort)(
    "has the colour of an installation that has its own, as the site's picture has",
    async () => {
      await changeSettings(ctx, { "brand.name": "Lab Papers", "brand.accent": "#0b5fff" });
      await writeEdition(ctx.db, { period: "2026-06-18", number: 2, papers: [frozenPaper(5)] });
      await drawPictures(ctx);
      for (const own of ["/pictures/site.png", "/pictures/edition/daily/2026-06-18.png"]) {
        const answer = await app.request(own);
        const { width, data } = PNG.sync.read(Buffer.from(await answer.arrayBuffer()));
        expect(width).toBe(1200);
        // The bar at the upper edge.
        expect([...data.subarray(0, 3)]).toEqual([0x0b, 0x5f, 0xff]);
      }
    },
    60_000,
  );
});

function darkPixels(data: Buffer): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 0x60) count += 1;
  return count;
}
