import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OutboxMail } from "../../../src/delivery/mailers/outbox-store.ts";
import { changeSettings } from "../../../src/settings/change-settings.ts";
import { parseSetting } from "../../../src/settings/parse-setting.ts";
import type { TestContext } from "../../support/context.ts";
import { crawl, type Look, type MailedSite, mailedPaths, openMailedSite } from "../../support/mailed-site.ts";
import type { OpsClient } from "../../support/ops-client.ts";

const publicUrl = "https://papers.lab.example";
const tagline = "What the lab reads & why";
const footer = "Example Lab\nRun by <volunteers>";
const logo = PNG.sync.write(new PNG({ width: 320, height: 80 }));

let site: MailedSite;
let ctx: TestContext;
let visitor: OpsClient;
let mails: OutboxMail[];

beforeAll(async () => {
  const parsedLogo = parseSetting("brand.logo", logo);
  site = await openMailedSite(publicUrl, (given) =>
    changeSettings(given, {
      "brand.name": "Lab Papers",
      "brand.tagline": tagline,
      "brand.accent": "#0b5fff",
      "brand.logo": parsedLogo.kind === "value" ? parsedLogo.value : null,
      "brand.footer": footer,
    }),
  );
  ({ ctx, visitor, mails } = site);
}, 120_000);
afterAll(() => site.close());

/** Names of the program itself that nobody reads as a sender's: commands to be typed, keys of requests to the provider, what scripts keep. */
function withoutProgram(text: string): string {
  return text
    .replaceAll(/(?<=<code>|`)paperboy (?=[a-z])/g, "")
    .replaceAll(/paperboy-[0-9a-f-]{36}/g, "")
    .replaceAll(/"paperboy-(?:reading-list|reading-list-opened|keys)"/g, "");
}

const oldName = /.{0,60}paperboy.{0,40}/i;

describe("an installation with a name of its own", () => {
  it("says the old name in none of its mails", () => {
    const kinds = new Set(mails.map(({ tags }) => tags.kind ?? "digest"));
    expect([...kinds].sort()).toEqual([
      "address-allow",
      "address-confirm",
      "confirm",
      "digest",
      "goodbye",
      "operator-alert",
      "preferences-link",
      "still-reading",
      "welcome",
    ]);
    for (const { subject, sender, replyTo, html, text, headers } of mails) {
      expect(
        oldName.exec(withoutProgram(JSON.stringify([subject, sender, replyTo, html, text, headers])))?.[0],
      ).toBeUndefined();
    }
  });

  it("looks as its own in every mail, in HTML and in plain text", () => {
    for (const { html, text } of mails) {
      expect(html).toContain(`src="${publicUrl}/brand/logo.`);
      expect(html).toContain('alt="Lab Papers" height="44"');
      expect(html).toContain("#0b5fff");
      expect(html).not.toMatch(/#b5371b|#ff9a76/);
      expect(html).toContain("What the lab reads &amp; why");
      expect(html).toContain("Example Lab<br/>Run by &lt;volunteers&gt;");
      expect(text).toMatch(/^LAB PAPERS\nWhat the lab reads & why\n/);
      expect(text).toContain("\nExample Lab\nRun by <volunteers>\n1 Example Street");
    }
  });

  it("says the old name on no page, in no feed and in no file that is asked for", async () => {
    const from = ["/", "/nothing", "/ops", "/ops/outbox", ...mailedPaths(site)];
    const { seen, found } = await crawl(visitor.get, publicUrl, from, namedOld);
    expect(found).toEqual([]);
    const visited = [...seen];
    for (const kind of [
      /^\/preferences\?/,
      /^\/unsubscribe\?/,
      /^\/view\?/,
      /^\/undo\?/,
      /^\/confirm\?/,
      /^\/m\//,
      /^\/papers\//,
      /^\/topics\//,
      /^\/feed\.xml/,
      /^\/feeds\//,
      /^\/assets\/site.*css/,
      /^\/assets\/accent-0b5fff/,
      /^\/assets\/icon-0b5fff/,
      /^\/brand\/logo/,
      /^\/ops\/preview/,
      /^\/ops\/queues\/board/,
      /^\/ops\/editions\/daily/,
    ])
      expect(
        visited.some((path) => kind.test(path)),
        String(kind),
      ).toBe(true);
  }, 120_000);

  it("names and shows itself on its pages", async () => {
    const page = await visitor.page("/");
    expect(page).toMatch(
      /<img class="logo" src="\/brand\/logo\.[0-9a-f]{16}\.png" alt="Lab Papers" width="136" height="34"\/>/,
    );
    expect(page).toContain('<p class="tagline" dir="auto">What the lab reads &amp; why</p>');
    expect(page).toContain("Example Lab\nRun by &lt;volunteers&gt;");
    const style = /href="(\/assets\/accent-0b5fff\.[0-9a-f]{10}\.css)"/.exec(page)?.[1] ?? "";
    const answer = await visitor.get(style);
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(await answer.text()).toMatch(/^:root\{--accent:#0b5fff;--accent-ink:#ffffff;/);
  });

  it("hands out its logo as the picture that it is, and an address that names none as nothing", async () => {
    const [path = ""] = /\/brand\/logo\.[0-9a-f]{16}\.png/.exec(await visitor.page("/")) ?? [];
    const answer = await visitor.get(path);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(Buffer.from(await answer.arrayBuffer()).equals(logo)).toBe(true);
    for (const other of [path.replace(".png", ".jpg"), "/brand/logo.0123456789abcdef.png", "/brand/x"])
      expect((await visitor.get(other)).status).toBe(404);
    for (const other of ["accent-ffd400.0123456789.css", "accent-0b5fff.css", "icon-zzzzzz.0123456789.svg"])
      expect((await visitor.get(`/assets/${other}`)).status).toBe(404);
  });

  it("tells feeds its tagline and its logo", async () => {
    const atom = await visitor.page("/feed.xml");
    expect(atom).toContain("<subtitle>What the lab reads &amp; why</subtitle>");
    expect(atom).toContain(`<logo>${publicUrl}/brand/logo.`);
    expect(JSON.parse(await visitor.page("/feed.json"))).toMatchObject({
      description: tagline,
      icon: expect.stringContaining("/brand/logo."),
    });
  });

  it("shows old mails their logo when another one is set, and goes back to what was shipped", async () => {
    const [path = ""] = /\/brand\/logo\.[0-9a-f]{16}\.png/.exec(mails[0]?.html ?? "") ?? [];
    await changeSettings(ctx, { "brand.logo": null, "brand.accent": null });
    expect((await visitor.get(path)).status).toBe(200);
    const page = await visitor.page("/");
    expect(page).not.toMatch(/brand\/logo|assets\/accent-/);
    expect(page).toContain("Lab Papers");
  });
});

/** Where the old name stands in an answer. */
const namedOld: Look = (_path, answer, text) =>
  [answer.headers.get("content-disposition") ?? "", withoutProgram(text)].flatMap(
    (one) => oldName.exec(one)?.[0] ?? [],
  );
