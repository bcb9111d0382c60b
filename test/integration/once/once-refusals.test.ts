import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { awaitMailer, noteMailing } from "../../../src/due/marks-store.ts";
import { askOwnSite } from "../../../src/upkeep/ask-own-site.ts";
import { answerJson, answerText } from "../../fakes/http-fake.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { resendEnv } from "../../support/delivering.ts";
import { noSources, nowhere } from "../../support/no-sources.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

/** What is refused is refused before anything is asked. */
const mail = {
  ...resendEnv(nowhere),
  PUBLIC_URL: "https://paperboy.example",
  MAIL_FROM: "Paperboy <digest@paperboy.example>",
  MAIL_POSTAL_ADDRESS: "1 Test Street, 12345 Testville",
  TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
};

describe("paperboy once refuses", () => {
  const of = (...args: string[]) => args;
  const own = Array.from({ length: 11 }, (_, index) => `own${index}@example.com`);
  it.each([
    [
      "real mail under CI from an embedded database",
      [],
      { ...mail, CI: "true" },
      1,
      /outlives the run.*cache/,
    ],
    [
      "real mail under CI from a database of the machine",
      [],
      { ...mail, CI: "1", DATABASE_URL: "postgres://postgres@localhost:5432/p" },
      1,
      /outlives the run.*service container.*CI=false/,
    ],
    ["a day that is none", of("--date", "2026-02-30"), {}, 2, /--date must be a day/],
    ["no minutes", of("--minutes", "0"), {}, 2, /--minutes must be/],
    ["what it does not know", of("--everything"), {}, 2, /--everything/],
    ["more addresses than anybody's own", of("--to", ...own), "database", 2, /10 addresses of your own/],
    [
      "an address that is none",
      of("--to", "ada at example"),
      "database",
      2,
      /Address 1 of --to is not usable/,
    ],
    ["who does not subscribe", of("--to", "ada@example.com"), "database", 1, /no active subscriber/],
  ] as const)("%s", async (_, args, env, code, words) => {
    const given = env === "database" ? { DATABASE_URL: ctx.databaseUrl } : env;
    const answer = await runCliHere(["once", ...args], { ...given });
    expect({ code: answer.code, stdout: answer.stdout }).toEqual({ code, stdout: "" });
    expect(answer.stderr).toMatch(words);
    expect(answer.stderr.trim().split("\n").join()).not.toMatch(/\bat .*:\d+:\d+|example\.com|ada at/);
  });

  it("no database of the machine where it is said that both last", async () => {
    const env = { ...mail, CI: "false", DATABASE_URL: ctx.databaseUrl };
    const answer = await runCliHere(["once", "--to", "ada@example.com"], env);
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringMatching(/no active subscriber/) });
  });

  it("to work without the variables of the set-up in which readers were imported", async () => {
    // The program goes by the machine's clock, and would find a past to publish.
    await awaitMailer(ctx.db, "resend", new Date());
    const answer = await runCliHere(["once"], { DATABASE_URL: ctx.databaseUrl });
    await noteMailing(ctx.db, "resend", new Date(0));
    expect(answer).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/MAIL_TRANSPORT/) });
  });

  it("to mail anybody under CI from a database that was empty, which is no failure while nothing is due", async () => {
    const fresh = await createTestContext();
    try {
      // Not known for this machine, as the name of a service container is not.
      const url = fresh.databaseUrl.replace("127.0.0.1", "127.1");
      const deaf = { RECONCILE_REQUESTS: "0" };
      const env = { ...mail, ...noSources, ...deaf, CI: "true", DATABASE_URL: url };
      const first = await runCliHere(["once", "--minutes", "1"], env);
      expect(first).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/begins with this run.*service container/),
      });
      const next = await runCliHere(["once", "--minutes", "1"], env);
      expect(next.stdout).not.toMatch(/begins with this run/);
    } finally {
      await fresh.close();
    }
  });

  it("a day that has not begun, and does what else is due", async () => {
    const answer = await runCliHere(["once", "--date", "2999-01-01", "--json", "--minutes", "1"], {
      DATABASE_URL: ctx.databaseUrl,
      ...noSources,
    });
    expect(answer.code).toBe(1);
    expect(answer.stderr).toMatch(/2999-01-01/);
    expect(JSON.parse(answer.stdout)).toMatchObject({ editions: [] });
  });

  it("to work for the local mailbox beside a process that mails, for which it would wait", async () => {
    await awaitMailer(ctx.db, "resend", new Date());
    await noteMailing(ctx.db, "resend", new Date());
    const answer = await runCliHere(["once"], { DATABASE_URL: ctx.databaseUrl, ...noSources });
    expect(answer).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^paperboy: Another process mails/),
    });
  });
});

describe("a site is that of this installation", () => {
  const own = {
    installation: "6a5a4b7e-0000-4000-8000-000000000001",
    links: ["a".repeat(32), "b".repeat(32)],
  };
  let server: Server | null = null;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
  });

  /** @param listener answers at the card's address and at that of a one-click unsubscribe. */
  async function serve(listener: RequestListener): Promise<string> {
    const made = createServer(listener);
    server = made;
    await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  }

  const answering =
    (
      card: unknown,
      click: [status: number, body: string] = [410, '{"code":"link_not_valid"}'],
    ): RequestListener =>
    (request, response) =>
      request.method === "POST" ? answerText(response, ...click) : answerJson(response, 200, card);

  it.each<[string, RequestListener, RegExp]>([
    ["has another id", answering({ ...own, installation: "another" }), /^is another installation$/],
    ["reads links of another secret", answering({ ...own, links: ["c".repeat(32)] }), /TOKEN_SECRET differs/],
    [
      "reads links of the former secret alone",
      answering({ ...own, links: ["b".repeat(32)] }),
      /TOKEN_SECRET/,
    ],
    [
      "redirects",
      (_, response) => answerText(response, 301, "", { location: "https://example.org/" }),
      /^redirects, which/,
    ],
    [
      "is a page",
      (_, response) => answerText(response, 200, "<html>Parked</html>"),
      /^answers 200, but not as/,
    ],
    ["is of a release before", (_, response) => answerText(response, 404, "{}"), /^answers 404, but not as/],
    ["takes no one-click", answering(own, [405, "no"]), /one-click unsubscribes \(it answers 405\)/],
    ["hangs up", (request) => request.socket.destroy(), /^does not answer/],
  ])("not one that %s", async (_, listener, words) => {
    const answer = await askOwnSite(await serve(listener), own);
    expect(answer).toEqual({ kind: "other", reason: expect.stringMatching(words) });
  });

  it("not where nobody listens", async () => {
    expect(await askOwnSite(nowhere, own)).toEqual({
      kind: "other",
      reason: expect.stringMatching(/^does not answer/),
    });
  });

  it("one that has its id, reads its links, and refuses a made-up link as it does", async () => {
    const turned = { ...own, links: ["d".repeat(32), ...own.links] };
    expect(await askOwnSite(await serve(answering(turned)), own)).toEqual({ kind: "ours" });
  });
});
