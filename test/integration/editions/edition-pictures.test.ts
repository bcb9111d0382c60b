import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reviseEdition } from "../../../src/delivery/steer/revise-edition.ts";
import { ringPictures } from "../../../src/editions/pictures/ring-pictures.ts";
import {
  claimPicture,
  findEditionPicture,
  keepEditionPicture,
} from "../../../src/editions/pictures/store.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantEdition } from "../../support/planted-edition.ts";
import { writeEdition } from "../../support/site-papers.ts";

let ctx: TestContext;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T09:00:00Z" });
  app = createApp(ctx);
});
afterAll(() => ctx.close());
beforeEach(() => emptyTables(ctx));

const path = "/pictures/edition/daily/2026-06-17.png";
const minuteMs = 60_000;
const later = (minutes: number) => new Date(ctx.clock.now().getTime() + minutes * minuteMs);

describe("the picture of an edition", () => {
  it("is the site's own until it is drawn, for a minute", async () => {
    await writeEdition(ctx.db, { period: "2026-06-17" });
    const [undrawn, own] = await Promise.all([app.request(path), app.request("/pictures/site.png")]);
    expect(undrawn.headers.get("cache-control")).toBe("public, max-age=60");
    expect(undrawn.headers.get("etag")).toBe(own.headers.get("etag"));
    expect(own.headers.get("content-type")).toBe("image/png");
  });

  it("is drawn by one process at a time, and done without where it fails three times", async () => {
    await writeEdition(ctx.db, { period: "2026-06-17" });
    expect(await claimPicture(ctx.db, later(0))).toMatchObject({ id: "daily-2026-06-17" });
    expect(await claimPicture(ctx.db, later(1))).toBeNull();
    const inLine = async () => (await ctx.queues.counts("pictures")).waiting;
    const before = await inLine();
    await ringPictures(ctx, later(1));
    expect(await inLine()).toBe(before);
    await ringPictures(ctx, later(11));
    expect(await inLine()).toBe(before + 1);
    expect(await claimPicture(ctx.db, later(11))).not.toBeNull();
    expect(await claimPicture(ctx.db, later(22))).not.toBeNull();
    expect(await claimPicture(ctx.db, later(9_999))).toBeNull();
    expect((await app.request(path)).status).toBe(200);
  });

  it("is drawn anew where the edition was revised while it was drawn", async () => {
    const { id, papers } = await plantEdition(ctx, { papers: 2 });
    const claimed = await claimPicture(ctx.db, later(0));
    await reviseEdition(ctx, id, { expectedRevision: 1, edits: { lead: papers[1]?.id } });
    const again = await claimPicture(ctx.db, later(1));
    if (!claimed || !again) throw new Error("it does not wait");
    await keepEditionPicture(ctx.db, claimed, Buffer.from("of before"));
    expect(await findEditionPicture(ctx.db, id)).toBeNull();
    await keepEditionPicture(ctx.db, again, Buffer.from("as edited"));
    expect(await findEditionPicture(ctx.db, id)).toEqual(Buffer.from("as edited"));
  });

  it("stands on the pages of the edition, in full", async () => {
    const { id } = await writeEdition(ctx.db, { period: "2026-06-17" });
    await keepEditionPicture(ctx.db, { id, revision: 1 }, Buffer.from("not asked for here"));
    for (const page of ["/", "/editions/daily/2026-06-17"]) {
      const html = await (await app.request(page)).text();
      expect(html).toContain(`<meta property="og:image" content="${ctx.config.site.publicUrl}${path}"/>`);
      expect(html).toContain('<meta name="twitter:card" content="summary_large_image"/>');
      expect(html).toContain("Paper number 1 about agents · Paper number 2 about agents");
    }
    expect(await (await app.request("/editions/daily/2026-06-18")).text()).not.toContain(
      "/pictures/edition/",
    );
  });

  it.each([
    "/pictures/edition/daily/2026-06-16.png",
    "/pictures/edition/daily/..png",
    "/pictures/edition/x/1.png",
  ])("is not to be had at %s", async (wrong) => {
    expect((await app.request(wrong)).status).toBe(404);
  });
});
