import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gatherEditing } from "../../../src/console/editing.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { approveEdition, cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
let site: WebServer;
let tab: OpsClient;

beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: "a password of the operators" } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  tab = createOpsClient(site.url);
  await tab.logIn("a password of the operators");
  await plantSubscribers(ctx, 3);
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

/** The fields that a page's form holds, as a browser would send them. */
function fieldsOf(html: string): Record<string, string> {
  const form = /<form class="edit"[^>]*>([\s\S]*?)<\/form>/.exec(html)?.[1] ?? "";
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [, name = ""] = /name="([^"]*)"/.exec(tag) ?? [];
    fields[name] = plain(/value="([^"]*)"/.exec(tag)?.[1] ?? "");
  }
  fields.note = plain(/<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(form)?.[1] ?? "");
  return fields;
}

function plain(escaped: string): string {
  return escaped.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Presses a button of the page of an edition. */
async function press(id: string, button: string, html: string, typed: Record<string, string> = {}) {
  return tab.submit(`/ops/editions/${id}/edit`, { ...fieldsOf(html), ...typed, do: button });
}

const pathOf = (id: string) => `/ops/editions/${id}/edit`;
const titles = (html: string) =>
  [...html.matchAll(/class="edit-rank">\d+<\/span> <span dir="auto">([^<]*)</g)].map(([, title]) => title);
const frameOf = (html: string) =>
  (/<iframe[^>]*src="([^"]*)"/.exec(html)?.[1] ?? "").replaceAll("&amp;", "&");

describe("the hand on a held edition", () => {
  test("drops, pins, words and saves from the page alone, and brings an older revision back", async () => {
    const { id, papers } = await plantEdition(ctx, { period: "2026-06-01", isHeld: true });
    const [first, second, , , last] = papers;
    if (!first || !second || !last) throw new Error("too few papers");
    let page = await tab.page(pathOf(id));
    expect(page).toContain("reaches all 3 readers who wait for it");
    page = await (await press(id, `pin ${last.id}`, page)).text();
    expect(titles(page)[0]).toBe(last.title);
    expect(page).toContain("Not saved yet");
    page = await (await press(id, `drop ${first.id}`, page, { subject: "Our <own> subject" })).text();
    expect(titles(page)).not.toContain(first.title);
    expect(page).toContain('value="Our &lt;own&gt; subject"');

    const unreasoned = await press(id, "save", page);
    expect(unreasoned.status).toBe(400);
    page = await unreasoned.text();
    expect(page).toContain(`Say why ${first.id} is dropped`);
    expect((await gatherEditing(ctx, id)).revision).toBe(1);

    const typed = { reason: "withdrawn", note: "Read **this**.", preheader: "and that" };
    page = await (await press(id, "show", page, typed)).text();
    expect(page).toContain('Our &lt;own&gt; subject</strong> <span dir="auto">and that');
    const mail = await tab.get(frameOf(page));
    expect(mail.headers.get("content-security-policy")).toContain("sandbox");
    const html = await mail.text();
    expect(html).toContain("Read <strong>this</strong>.");
    expect(html).not.toContain(first.title);

    expect((await press(id, "save", page)).status).toBe(303);
    const saved = await tab.page(pathOf(id));
    expect(saved).toContain("Saved as revision 2. It reaches 3 readers.");
    expect(saved).toContain(`Dropped ${first.id}: withdrawn`);
    expect(saved).not.toContain("Not saved yet");
    expect((await gatherEditing(ctx, id)).edits).toEqual({
      dropped: [{ paperId: first.id, reason: "withdrawn" }],
      first: [last.id],
      lead: null,
      note: "Read **this**.",
      subject: "Our <own> subject",
      preheader: "and that",
    });

    expect((await press(id, "revert 1", saved)).status).toBe(303);
    const view = await gatherEditing(ctx, id);
    expect([view.revision, view.edits.dropped, view.edits.note]).toEqual([3, [], null]);
    expect(titles(await tab.page(pathOf(id)))[0]).toBe(first.title);
  });

  test("tells the second of two editors, keeps what they typed, and lets them go on knowingly", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-02", isHeld: true });
    const [mine, theirs] = [await tab.page(pathOf(id)), await tab.page(pathOf(id))];
    await press(id, "save", theirs, { subject: "Theirs" });
    const refused = await press(id, "save", mine, { note: "Mine, long and dear." });
    expect(refused.status).toBe(409);
    const page = await refused.text();
    expect(page).toMatch(/was changed by .* to revision 2/);
    expect(page).toContain("Mine, long and dear.");
    expect(page).toContain("Subject: Theirs");
    expect((await press(id, "save", page)).status).toBe(303);
    expect((await gatherEditing(ctx, id)).edits).toMatchObject({
      note: "Mine, long and dear.",
      subject: null,
    });
  });

  test("shows what each kind of reader would see, before anything is saved", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-03", isHeld: true });
    const page = await tab.page(pathOf(id));
    const german = await (await press(id, "show-to german", page, { note: "Hallo" })).text();
    expect(await tab.page(frameOf(german))).toContain("Anmerkung der Redaktion");
    expect(german.match(/class="inbox-line"/g)?.length).toBeGreaterThan(3);
  });

  test.each([
    ["a note of 100 kB", { note: "x".repeat(100_000) }, /The note may have at most/],
    ["papers that it has not", { first: "9999.00001" }, /has no paper 9999\.00001/],
    [
      "one paper that is dropped and leads",
      { lead: "PAPER", dropped: "PAPER", reason: "x" },
      /is dropped and put first/,
    ],
  ])("refuses %s in one sentence and gives back what was typed", async (_, typed, said) => {
    const id = "daily-2026-06-03";
    const view = await gatherEditing(ctx, id);
    const own = Object.fromEntries(
      Object.entries(typed).map(([name, text]) => [
        name,
        text.replace("PAPER", view.edition.papers[0]?.id ?? ""),
      ]),
    );
    const refused = await press(id, "save", await tab.page(pathOf(id)), { ...own, subject: "kept" });
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect(page).toMatch(said);
    expect(page).toContain('value="kept"');
    expect((await gatherEditing(ctx, id)).revision).toBe(view.revision);
  });

  test.each([
    ["a button that there is not", { do: "burn" }, 400],
    ["a revision that there is not", { do: "revert 9", expected: "1" }, 404],
    ["no revision that was looked at", { do: "save", expected: "" }, 400],
  ])("refuses %s", async (_, fields, status) => {
    expect((await tab.submit(pathOf("daily-2026-06-03"), fields)).status).toBe(status);
  });

  test("shows a draft that is too long for an address in the frame all the same", async () => {
    const id = "daily-2026-06-03";
    const note = Array.from({ length: 1_999 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join(
      "",
    );
    const page = await (await press(id, "show", await tab.page(pathOf(id)), { note })).text();
    expect(frameOf(page)).not.toContain("draft=");
    expect(page).toContain("Show the mail of this draft");
    const mail = await tab.submit(`${pathOf(id)}/mail`, fieldsOf(page));
    expect(mail.headers.get("content-security-policy")).toContain("sandbox");
    expect(await mail.text()).toContain(note);
  });

  test("refuses a draft in an address that is none, or unfolds to megabytes", async () => {
    const { deflateRawSync } = await import("node:zlib");
    const bomb = deflateRawSync(JSON.stringify({ note: "x".repeat(1_000_000) })).toString("base64url");
    for (const draft of ["!", "abc", bomb])
      expect((await tab.get(`${pathOf("daily-2026-06-03")}/mail?draft=${draft}`)).status).toBe(400);
  });
});

describe("an editor's note", () => {
  test("stands on the edition's page and in feeds, as text and links alone", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-07", isHeld: true });
    const path = "/editions/daily/2026-06-07";
    expect(await tab.page(path)).not.toContain("Editor’s note");
    const note = "<script>alert(1)</script> and [more](https://e.org/1)";
    expect((await press(id, "save", await tab.page(pathOf(id)), { note })).status).toBe(303);
    expect(await tab.page(path)).not.toContain("Editor’s note");
    await approveEdition(ctx, id);
    for (const [address, heading] of [
      [path, "Editor’s note"],
      ["/feeds/editions.json", ""],
      ["/feeds/editions.atom", ""],
    ] as const) {
      const said = await tab.page(address);
      expect(said).toContain(heading);
      expect(said).toContain("https://e.org/1");
      if (address.endsWith(".json")) continue;
      expect(said).not.toContain("<script>alert");
    }
    const feed = JSON.parse(await tab.page("/feeds/editions.json"));
    expect(feed.items[0].content_text).toMatch(
      /^<script>alert\(1\)<\/script> and more <https:\/\/e\.org\/1>\n\n1\. /,
    );
    expect(feed.items[0].content_html).toMatch(/^<p dir="auto">&lt;script&gt;/);
  });
});

describe("the hand on an edition that goes out, or went", () => {
  test("says how many it still reaches, and nothing once it is over", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-04" });
    const view = await gatherEditing(ctx, id);
    expect(view.reach).toEqual({ reached: 3, sealed: 0 });
    const { rows } = await ctx.db.execute<{ id: string }>(
      `select id from batches where edition_id = '${id}'`,
    );
    for (const batch of rows) await deliverBatch(ctx, batch.id);
    const sent = await tab.page(pathOf(id));
    expect(sent).toContain("it can no longer be edited");
    const refused = await press(id, "save", sent, { note: "too late" });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("too late");
  });

  test("is refused once it is cancelled", async () => {
    const { id } = await plantEdition(ctx, { period: "2026-06-05", isHeld: true });
    const page = await tab.page(pathOf(id));
    await cancelEdition(ctx, id);
    const refused = await press(id, "save", page, { note: "x" });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain(`${id} is cancelled`);
  });
});

test("a day of three hundred papers can lose almost all of them, and a form without end is refused", async () => {
  const { id, papers } = await plantEdition(ctx, { period: "2026-06-20", isHeld: true, papers: 300 });
  const formToken = await tab.formToken();
  const post = (dropped: number) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ form_token: formToken, expected: "1", do: "save" }))
      form.append(name, value);
    for (let count = 0; count < dropped; count += 1) {
      form.append("dropped", papers[count % papers.length]?.id ?? "");
      form.append("reason", `Nothing of number ${count} could be repeated. ${"Said at length. ".repeat(10)}`);
    }
    return tab.post(pathOf(id), form);
  };
  expect((await post(298)).status).toBe(303);
  const { revision, edits } = await gatherEditing(ctx, id);
  expect([revision, edits.dropped.length]).toEqual([2, 298]);
  expect(await tab.page(pathOf(id))).toContain("Nothing of number 297");
  const endless = await post(1_100);
  expect(endless.status).toBe(400);
  expect(await endless.text()).toContain("2,100");
});
