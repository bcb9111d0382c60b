import type { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken, markPath } from "../../../src/subscribers/links.ts";
import type { TokenPurpose } from "../../../src/subscribers/tokens.ts";
import { listReaderMarks } from "../../../src/taste/marks-store.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writeEdition, writePapers } from "../../support/site-papers.ts";

const dayMs = 24 * 3_600_000;
const paper = "2606.10001";
const oldPaper = "math/0211159";

let ctx: TestContext;
let app: Hono;
let reader: string;
let other: string;
let readers = 0;

beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
  await writeEdition(ctx.db, { period: "2026-06-16" });
  await writePapers(ctx.db, [frozenPaper(9, { id: oldPaper })]);
});
afterAll(() => ctx.close());
beforeEach(async () => {
  reader = await newReader();
  other = await newReader();
});

async function newReader(): Promise<string> {
  readers += 1;
  const email = `reader${readers}@example.com`;
  const result = await addSubscriber(ctx, { email, source: "cli", consent: { wording: "x" } });
  if (result.kind !== "added") throw new Error(result.kind);
  return result.subscriber.id;
}

const tokenOf = (subscriberId: string, purpose: TokenPurpose = "mark") =>
  makeLinkToken(ctx.config, purpose, { subscriberId, now: ctx.clock.now() });

const open = (id: string, token: string, method = "GET") => app.request(markPath(id) + token, { method });

const press = (id: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(markPath(id).replace("?t=", ""), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });

const marksOf = async (subscriberId: string) =>
  (await listReaderMarks(ctx.db, subscriberId)).map(({ paperId, kind }) => `${kind} ${paperId}`).sort();

describe("the link beside a paper of a mail", () => {
  test.each([
    paper,
    oldPaper,
  ])("opens a page with three buttons for %s, and opening it changes nothing", async (id) => {
    const token = tokenOf(reader);
    for (const method of ["GET", "HEAD", "GET"]) expect((await open(id, token, method)).status).toBe(200);
    const answer = await open(id, token);
    const page = await answer.text();
    expect(
      page.match(/<button[^>]* value="(?:more|less|save)" aria-pressed="false"[^>]* name="set"/g),
    ).toHaveLength(3);
    expect(page).not.toMatch(/reader\d+@|\/preferences\?token/);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
    });
    expect(await marksOf(reader)).toEqual([]);
  });

  test("is no page of a paper that was never collected", async () => {
    expect((await open("2606.99999", tokenOf(reader))).status).toBe(404);
    expect((await press("2606.99999", { t: tokenOf(reader), set: "more" })).status).toBe(404);
    expect(await marksOf(reader)).toEqual([]);
  });

  test.each<[string, () => string]>([
    ["none", () => ""],
    ["one that is cut off", () => tokenOf(reader).slice(0, -3)],
    ["one that lets them leave", () => tokenOf(reader, "unsubscribe")],
    ["one to their preferences", () => tokenOf(reader, "preferences")],
  ])("does nothing with another token: %s", async (_, token) => {
    expect((await open(paper, token())).status).toBe(410);
    expect((await press(paper, { t: token(), set: "more" })).status).toBe(410);
    expect(await marksOf(reader)).toEqual([]);
  });

  test("opens nothing but marks, to whoever finds it", async () => {
    const token = tokenOf(reader);
    for (const path of ["/preferences", "/export", "/erase", "/unsubscribe", "/view", "/preferences/preview"])
      expect((await app.request(`${path}?token=${token}`)).status).toBe(410);
    expect((await press(paper, { t: token, set: "more" })).status).toBe(303);
    expect(await marksOf(reader)).toEqual([`more ${paper}`]);
    expect(await marksOf(other)).toEqual([]);
  });

  test("works for a year and no longer than 400 days, and not for who was erased", async () => {
    const token = tokenOf(reader);
    ctx.clock.advance(365 * dayMs);
    expect((await press(paper, { t: token, set: "save" })).status).toBe(303);
    ctx.clock.advance(36 * dayMs);
    expect((await press(paper, { t: token, set: "more" })).status).toBe(410);
    expect((await open(paper, token)).status).toBe(410);
    expect(await marksOf(reader)).toEqual([`save ${paper}`]);
    const fresh = tokenOf(reader);
    await eraseEverywhere(ctx, { subscriberId: reader });
    expect((await press(paper, { t: fresh, set: "more" })).status).toBe(410);
    expect((await open(paper, fresh)).status).toBe(410);
    expect(await marksOf(reader)).toEqual([]);
  });
});

describe("a press of a button", () => {
  test("marks once, however often it is sent, and is taken back on the same page", async () => {
    const t = tokenOf(reader);
    const first = await press(paper, { t, set: "more" });
    expect([first.status, first.headers.get("location")]).toEqual([303, markPath(paper) + t]);
    const [mark] = await listReaderMarks(ctx.db, reader);
    ctx.clock.advance(60_000);
    await press(paper, { t, set: "more" });
    expect(await listReaderMarks(ctx.db, reader)).toEqual([mark]);
    const page = await (await open(paper, t)).text();
    expect(page).toContain("You want <strong>more</strong> like this.");
    expect(page).toMatch(/value="more" aria-pressed="true"[^>]* name="unset"/);
    for (let times = 0; times < 2; times += 1)
      expect((await press(paper, { t, unset: "more" })).status).toBe(303);
    expect(await marksOf(reader)).toEqual([]);
  });

  test("turns more into less and back, and saves beside either", async () => {
    const t = tokenOf(reader);
    for (const set of ["more", "save", "less"]) await press(oldPaper, { t, set });
    expect(await marksOf(reader)).toEqual([`less ${oldPaper}`, `save ${oldPaper}`]);
    await Promise.all(["more", "less", "more", "less", "more"].map((set) => press(oldPaper, { t, set })));
    expect((await marksOf(reader)).length).toBe(2);
  });

  test("needs a kind that there is, and the token in its body", async () => {
    expect((await press(paper, { t: tokenOf(reader), set: "most" })).status).toBe(400);
    expect((await press(paper, { t: tokenOf(reader) })).status).toBe(400);
    const answer = await app.request(markPath(paper) + tokenOf(reader), { method: "POST" });
    expect(answer.status).toBe(410);
    expect(await marksOf(reader)).toEqual([]);
  });

  test("is refused when another site's form sends it", async () => {
    const fields = { t: tokenOf(reader), set: "more" };
    const answer = await press(paper, fields, {
      "sec-fetch-site": "cross-site",
      origin: "https://evil.example",
    });
    expect(answer.status).toBe(409);
    expect(await marksOf(reader)).toEqual([]);
  });

  test.each([
    ["/editions/daily/2026-06-16?t=abc#mark-1", "/editions/daily/2026-06-16?t=abc#mark-1"],
    ["//evil.example/", null],
    ["/\\evil.example/", null],
    ["https://evil.example/", null],
    ["/..//evil.example/", null],
  ])("comes back to a page of this site only: %s", async (back, location) => {
    const t = tokenOf(reader);
    const answer = await press(paper, { t, set: "more", back });
    expect(answer.headers.get("location")).toBe(location ?? markPath(paper) + t);
  });

  test("tells a script what is marked now", async () => {
    const t = tokenOf(reader);
    await press(paper, { t, set: "save" });
    const answer = await press(paper, { t, set: "less" }, { accept: "application/json" });
    expect(await answer.json()).toEqual({ paper, marks: ["less", "save"] });
  });
});

describe("the site's pages", () => {
  test.each([
    "/",
    "/editions/daily/2026-06-16",
    `/papers/${paper}`,
  ])("have buttons at %s for who came by such a link, in no cache", async (path) => {
    const t = tokenOf(reader);
    await press(paper, { t, set: "more" });
    const answer = await app.request(`${path}?t=${t}`);
    const page = await answer.text();
    expect(page).toMatch(/value="more" aria-pressed="true"[^>]* name="unset"/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    const strangers = await app.request(path);
    expect(strangers.headers.get("cache-control")).toContain("public");
    expect(await strangers.text()).not.toContain("data-marks");
  });

  test("are everybody's where the link is not valid", async () => {
    const answer = await app.request("/editions/daily/2026-06-16?t=nonsense");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).not.toContain("data-marks");
  });

  test.each([
    "/editions/daily?t=abc",
    "/editions?cadence=daily&date=2026-06-16&t=abc",
  ])("lead a signed reader on, by %s", async (path) => {
    const answer = await app.request(path);
    expect(answer.headers.get("location")).toBe("/editions/daily/2026-06-16?t=abc");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});
