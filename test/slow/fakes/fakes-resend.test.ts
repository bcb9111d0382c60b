import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { afterEach, describe, expect, it } from "vitest";
import { type FakeResend, type FakeResendOptions, startFakeResend } from "../../fakes/fake-resend.ts";
import { answerText, listen, readBody } from "../../fakes/http-fake.ts";
import {
  type ChaosFaultName,
  chaosFaults,
  chaosPlan,
  refuseWith,
  serverError,
} from "../../fakes/resend-faults.ts";
import { WebhookSender } from "../../fakes/resend-webhook-sender.ts";
import { makeEvent, signWebhook } from "../../fakes/resend-webhooks.ts";

const running: FakeResend[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((fake) => fake.close()));
});

async function start(options: FakeResendOptions = {}): Promise<{ fake: FakeResend; resend: Resend }> {
  const fake = await startFakeResend(options);
  running.push(fake);
  return { fake, resend: new Resend("re_test", { baseUrl: fake.url }) };
}

function mailTo(to: string, changes: Record<string, unknown> = {}) {
  const tags = [{ name: "edition", value: "e1" }];
  return {
    from: "Paperboy <digest@example.com>",
    to,
    subject: "Papers",
    html: "<p>Hi</p>",
    text: "Hi",
    tags,
    ...changes,
  };
}

/** A request as the SDK makes it, for what the SDK cannot be made to send. */
function post(
  fake: FakeResend,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(fake.url + path, {
    method: "POST",
    headers: { authorization: "Bearer re_test", "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const unknownOutcome = { name: "application_error", statusCode: null };

describe("batches", () => {
  it("accepts the good mails of a permissive batch and names the bad ones by index", async () => {
    const { fake, resend } = await start();
    const mails = [
      mailTo("a@example.org"),
      mailTo("not an address"),
      mailTo("c@example.org"),
      mailTo("d@example.org", { subject: "" }),
    ];
    const { data, error } = await resend.batch.send(mails, {
      batchValidation: "permissive",
      idempotencyKey: "k1",
    });
    expect(error).toBeNull();
    expect(data?.data).toHaveLength(2);
    expect(data?.errors.map(({ index }) => index)).toEqual([1, 3]);
    expect(data?.errors[1]?.message).toBe("Missing `subject` field.");
    expect(fake.mails.map(({ id, to, key }) => ({ id, to, key }))).toEqual([
      { id: data?.data[0]?.id, to: ["a@example.org"], key: "k1" },
      { id: data?.data[1]?.id, to: ["c@example.org"], key: "k1" },
    ]);
    expect(fake.stats()).toMatchObject({ requests: 1, accepted: 2, batches: 1, rejectedMails: 2 });
  });

  it("refuses a whole strict batch for one bad address", async () => {
    const { fake, resend } = await start();
    const { data, error } = await resend.batch.send([mailTo("a@example.org"), mailTo("nobody@nowhere")]);
    expect(data).toBeNull();
    expect(error).toMatchObject({ statusCode: 422, name: "validation_error" });
    expect(fake.mails).toEqual([]);
  });

  it("refuses a whole permissive batch for a poisoned address, and takes the rest when it is split", async () => {
    const { fake, resend } = await start({ poison: (address) => address.startsWith("poison") });
    const options = { batchValidation: "permissive" as const };
    const whole = await resend.batch.send([mailTo("a@example.org"), mailTo("poison@example.org")], options);
    expect(whole.error).toMatchObject({ statusCode: 422 });
    const half = await resend.batch.send([mailTo("a@example.org")], options);
    expect(half.data?.errors).toEqual([]);
    expect(fake.stats().accepted).toBe(1);
  });

  it("takes 100 mails and refuses 101 or none", async () => {
    const { fake, resend } = await start();
    const mails = Array.from({ length: 101 }, (_, index) => mailTo(`r${index}@example.org`));
    expect((await resend.batch.send(mails)).error?.statusCode).toBe(422);
    expect((await resend.batch.send([])).error?.statusCode).toBe(422);
    expect((await resend.batch.send(mails.slice(1))).data?.data).toHaveLength(100);
    expect(fake.stats().accepted).toBe(100);
  });

  it.each([
    ["a sender without address", { from: "Paperboy" }, "invalid_from_address"],
    ["no body", { html: undefined, text: undefined }, "missing_required_field"],
    ["a tag with a dot", { tags: [{ name: "edition", value: "2026.06" }] }, "validation_error"],
    ["a tag of 257 characters", { tags: [{ name: "edition", value: "x".repeat(257) }] }, "validation_error"],
    [
      "51 recipients",
      { to: Array.from({ length: 51 }, (_, index) => `r${index}@example.org`) },
      "validation_error",
    ],
    ["a line break in the subject", { subject: "a\r\nBcc: x@example.org" }, "validation_error"],
    ["a line break in a header", { headers: { "X-A": "a\nb" } }, "validation_error"],
  ])("refuses a mail with %s", async (_what, changes, name) => {
    const { fake, resend } = await start();
    const { error } = await resend.emails.send(mailTo("a@example.org", changes));
    expect(error).toMatchObject({ statusCode: 422, name });
    expect(fake.mails).toEqual([]);
  });

  it("takes one mail with display name, plus-addressing and an international domain", async () => {
    const { fake, resend } = await start();
    const { data } = await resend.emails.send(mailTo("Zoë <zoe+papers@bücher.example>"));
    expect(data?.id).toBe(fake.mailsTo("ZOE+papers@bücher.example")[0]?.id);
  });
});

describe("access", () => {
  it("tells a missing key, a wrong key, a restricted key and an unverified domain apart", async () => {
    const domains = [
      { name: "example.com", status: "verified" as const },
      { name: "example.net", status: "pending" as const },
    ];
    const { fake, resend } = await start({ apiKey: "re_test", sendingOnly: true, domains });
    const missing = await fetch(`${fake.url}/emails`, { method: "POST", body: "{}" });
    expect([missing.status, await missing.json()]).toMatchObject([401, { name: "missing_api_key" }]);
    const wrong = await new Resend("re_other", { baseUrl: fake.url }).emails.send(mailTo("a@example.org"));
    expect(wrong.error).toMatchObject({ statusCode: 403, name: "invalid_api_key" });
    expect((await resend.domains.list()).error).toMatchObject({
      statusCode: 401,
      name: "restricted_api_key",
    });
    const unverified = await resend.emails.send(mailTo("a@example.org", { from: "digest@example.net" }));
    expect(unverified.error).toMatchObject({ statusCode: 403, name: "validation_error" });
    expect(fake.mails).toEqual([]);
  });

  it("lists the sending domains", async () => {
    const { resend } = await start({ domains: [{ name: "mail.example.com", status: "pending" }] });
    const { data } = await resend.domains.list();
    expect(data?.data).toMatchObject([{ name: "mail.example.com", status: "pending" }]);
  });

  it("answers unknown paths, wrong methods and broken JSON as errors with a name", async () => {
    const { fake } = await start();
    const answers = await Promise.all([
      post(fake, "/nothing", {}),
      fetch(`${fake.url}/emails/batch`, { method: "DELETE", headers: { authorization: "Bearer re_test" } }),
      post(fake, "/emails/batch", "[{"),
    ]);
    expect(
      await Promise.all(answers.map(async (answer) => ((await answer.json()) as { name: string }).name)),
    ).toEqual(["not_found", "method_not_allowed", "validation_error"]);
    expect(answers.map(({ status }) => status)).toEqual([404, 405, 400]);
  });
});

describe("idempotency", () => {
  it("gives the first answer again for the same key and body, accepting nothing more", async () => {
    const { fake, resend } = await start();
    const send = () =>
      resend.batch.send([mailTo("a@example.org"), mailTo("bad")], {
        idempotencyKey: "k",
        batchValidation: "permissive",
      });
    const first = await send();
    const second = await send();
    expect(second.data).toEqual(first.data);
    expect(fake.stats()).toMatchObject({ requests: 2, accepted: 1, batches: 1, replays: 1 });
  });

  it("refuses another body under a used key, also at the other endpoint", async () => {
    const { fake, resend } = await start();
    await resend.batch.send([mailTo("a@example.org")], { idempotencyKey: "k" });
    const other = await resend.batch.send([mailTo("b@example.org")], { idempotencyKey: "k" });
    const single = await resend.emails.send(mailTo("a@example.org"), { idempotencyKey: "k" });
    expect(other.error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
    expect(single.error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
    expect(fake.stats()).toMatchObject({ accepted: 1, conflicts: 2 });
  });

  it("refuses a key whose first request is under way, and accepts that one once", async () => {
    const { fake, resend } = await start();
    fake.failNext({ kind: "hang", accepted: false });
    const giveUp = new AbortController();
    const send = (signal?: AbortSignal) =>
      resend.batch.send([mailTo("a@example.org")], { idempotencyKey: "k", signal });
    const hanging = send(giveUp.signal);
    await fake.waitUntil((stats) => stats.byStatus.hang === 1);
    expect((await send()).error).toMatchObject({ statusCode: 409, name: "concurrent_idempotent_requests" });
    giveUp.abort();
    expect((await hanging).error).toMatchObject(unknownOutcome);
    await expect.poll(async () => (await send()).error).toBeNull();
    expect(fake.stats().accepted).toBe(1);
  });

  it("does not use up a key with a refused request", async () => {
    const { fake, resend } = await start();
    await resend.emails.send(mailTo("bad"), { idempotencyKey: "k" });
    const good = await resend.emails.send(mailTo("a@example.org"), { idempotencyKey: "k" });
    expect(good.error).toBeNull();
    expect(fake.stats().accepted).toBe(1);
  });

  it("forgets a key after 24 hours of its clock, not before", async () => {
    let now = new Date("2026-06-18T00:00:00Z");
    const { fake, resend } = await start({ clock: { now: () => now } });
    const send = () => resend.batch.send([mailTo("a@example.org")], { idempotencyKey: "k" });
    await send();
    now = new Date("2026-06-18T23:59:59Z");
    await send();
    expect(fake.stats()).toMatchObject({ accepted: 1, replays: 1, duplicates: 0 });
    now = new Date("2026-06-19T00:00:00Z");
    await send();
    expect(fake.stats()).toMatchObject({ accepted: 2, duplicates: 1 });
    expect(fake.duplicates()).toEqual([{ edition: "e1", recipient: "a@example.org", times: 2 }]);
  });

  it("takes keys of 1 to 256 characters", async () => {
    const { fake, resend } = await start();
    const send = (idempotencyKey: string) => resend.emails.send(mailTo("a@example.org"), { idempotencyKey });
    expect((await send("k".repeat(256))).error).toBeNull();
    expect((await send("k".repeat(257))).error).toMatchObject({
      statusCode: 400,
      name: "invalid_idempotency_key",
    });
    const empty = await post(fake, "/emails", mailTo("a@example.org"), { "idempotency-key": "" });
    expect(empty.status).toBe(400);
  });
});

describe("limits", () => {
  it("admits the limit's requests within a second, refuses the next with retry-after, and says where it stands", async () => {
    const { fake, resend } = await start({ requestsPerSecond: 2 });
    const send = () => resend.emails.send(mailTo("a@example.org"));
    const answers = [await send(), await send(), await send()];
    expect(answers.map(({ error }) => error?.name ?? null)).toEqual([null, null, "rate_limit_exceeded"]);
    expect(answers[0]?.headers).toMatchObject({ "ratelimit-limit": "2", "ratelimit-remaining": "1" });
    expect(answers[2]?.headers).toMatchObject({ "ratelimit-remaining": "0", "retry-after": "1" });
    expect(fake.stats()).toMatchObject({ accepted: 2, limited: 1, maxRequestsInAnySecond: 3 });
  });

  it("sends no ratelimit headers while there is no limit", async () => {
    const { resend } = await start();
    const { headers } = await resend.emails.send(mailTo("a@example.org"));
    expect(headers).not.toHaveProperty("ratelimit-limit");
  });

  it("refuses what exceeds a quota until the next UTC day, a batch as a whole", async () => {
    let now = new Date("2026-06-18T23:00:00Z");
    const { fake, resend } = await start({ dailyQuota: 3, clock: { now: () => now } });
    const pair = [mailTo("a@example.org"), mailTo("b@example.org")];
    expect((await resend.batch.send(pair)).error).toBeNull();
    const over = await resend.batch.send(pair);
    expect(over.error).toMatchObject({ statusCode: 429, name: "daily_quota_exceeded" });
    expect(over.headers).toMatchObject({ "retry-after": "3600" });
    expect(fake.stats()).toMatchObject({ accepted: 2, quotaRefusals: 1 });
    now = new Date("2026-06-19T00:00:00Z");
    expect((await resend.batch.send(pair)).error).toBeNull();
  });

  it("refuses what exceeds the monthly quota until the next month", async () => {
    const clock = { now: () => new Date("2026-02-28T23:59:00Z") };
    const { resend } = await start({ monthlyQuota: 0, clock });
    const { error, headers } = await resend.emails.send(mailTo("a@example.org"));
    expect(error).toMatchObject({ statusCode: 429, name: "monthly_quota_exceeded" });
    expect(headers).toMatchObject({ "retry-after": "60" });
  });
});

describe("faults", () => {
  it.each([
    ["a reset before the body is read", { kind: "reset", when: "before-body" }, 0],
    ["a reset before acceptance", { kind: "reset", when: "before-acceptance" }, 0],
    ["a reset after acceptance", { kind: "reset", when: "after-acceptance" }, 1],
    ["a truncated 200", { kind: "truncated" }, 1],
    [
      "a 200 that is not JSON, not accepted",
      { kind: "raw", status: 200, body: "<html>", accepted: false },
      0,
    ],
    ["a 200 that is not JSON, accepted", { kind: "raw", status: 200, body: "<html>", accepted: true }, 1],
  ] as const)("leaves the outcome unknown to the SDK after %s, and a repetition accepts once", async (_what, fault, accepted) => {
    const { fake, resend } = await start();
    fake.failNext(fault);
    const mails = Array.from({ length: 100 }, (_, index) =>
      mailTo(`r${index}@example.org`, { html: "x".repeat(40_000) }),
    );
    const send = () => resend.batch.send(mails, { idempotencyKey: "k" });
    expect((await send()).error).toMatchObject(unknownOutcome);
    expect(fake.stats().accepted).toBe(accepted * 100);
    expect((await send()).data?.data).toHaveLength(100);
    expect(fake.stats()).toMatchObject({ accepted: 100, replays: accepted, duplicates: 0 });
  });

  it.each([true, false])("never answers a hanging request (accepted: %s)", async (accepted) => {
    const { fake, resend } = await start();
    fake.failNext({ kind: "hang", accepted });
    const giveUp = new AbortController();
    const sent = resend.emails.send(mailTo("a@example.org"), { signal: giveUp.signal } as object);
    await fake.waitUntil((stats) => stats.byStatus.hang === 1);
    giveUp.abort();
    expect((await sent).error).toMatchObject(unknownOutcome);
    expect(fake.stats().accepted).toBe(accepted ? 1 : 0);
  });

  it.each([
    ["a 500 before acceptance", serverError(500, false), 500, 0],
    ["a 500 after acceptance", serverError(500, true), 500, 1],
    ["a 502 before acceptance", serverError(502, false), 502, 0],
    ["a 503 after acceptance", serverError(503, true), 503, 1],
    ["a rate limit", refuseWith("rate_limit_exceeded"), 429, 0],
    ["a missing key", refuseWith("missing_api_key"), 401, 0],
    ["an invalid key", refuseWith("invalid_api_key"), 403, 0],
    ["a security error", refuseWith("security_error"), 451, 0],
    ["a key under way", refuseWith("concurrent_idempotent_requests"), 409, 0],
    ["a validation error", refuseWith("validation_error"), 422, 0],
  ])("answer with %s, and accept exactly what that says", async (_, fault, status, accepted) => {
    const { fake, resend } = await start();
    fake.failNext(fault);
    const { error, headers } = await resend.emails.send(mailTo("a@example.org"), { idempotencyKey: "k" });
    expect(error?.statusCode).toBe(status);
    expect(headers).not.toHaveProperty("retry-after");
    expect(fake.stats().accepted).toBe(accepted);
    expect((await resend.emails.send(mailTo("a@example.org"), { idempotencyKey: "k" })).error).toBeNull();
    expect(fake.stats().accepted).toBe(1);
  });

  it("says retry-after with an injected limit when told to", async () => {
    const { fake, resend } = await start();
    fake.failNext(refuseWith("daily_quota_exceeded", { retryAfterSeconds: 7 }));
    const { error, headers } = await resend.emails.send(mailTo("a@example.org"));
    expect(error?.name).toBe("daily_quota_exceeded");
    expect(headers).toMatchObject({ "retry-after": "7" });
  });

  it("drips a whole answer, leaves ids out of one, and repeats an earlier one", async () => {
    const { fake, resend } = await start();
    const pair = [mailTo("a@example.org"), mailTo("b@example.org")];
    fake.failNext(
      { kind: "drip", pieces: 4, pauseMs: 5 },
      { kind: "fewer-ids", missing: 1 },
      { kind: "earlier-response" },
    );
    const send = (idempotencyKey: string) => resend.batch.send(pair, { idempotencyKey });
    const dripped = await send("k1");
    expect(dripped.data?.data).toHaveLength(2);
    expect((await send("k2")).data?.data).toHaveLength(1);
    expect((await send("k2")).data?.data).toHaveLength(2);
    const third = await send("k3");
    expect(third.data?.data.map(({ id }) => id)).not.toEqual(dripped.data?.data.map(({ id }) => id));
    expect(fake.stats().accepted).toBe(6);
  });

  it("asks the plan with number, key and mails, and takes another plan at run time", async () => {
    const { fake, resend } = await start();
    fake.setFaults(({ number, key, mails }) =>
      number === 2 && key === "k2" && mails[0]?.to === "a@example.org" ? serverError(500, false) : null,
    );
    const send = (idempotencyKey: string) => resend.batch.send([mailTo("a@example.org")], { idempotencyKey });
    expect((await send("k1")).error).toBeNull();
    expect((await send("k2")).error?.statusCode).toBe(500);
    fake.setFaults(null);
    expect((await send("k2")).error).toBeNull();
  });

  it("draws the same faults for the same seed, each about as often as its rate", () => {
    const plan = (seed: number) => {
      const chaos = chaosPlan(seed, { truncated: 0.1, "reset-after": 0.2 });
      if (typeof chaos === "function") throw new Error("The plan decides at arrival.");
      return Array.from(
        { length: 4000 },
        (_, number) => chaos.atArrival?.({ number, key: null, path: "/" })?.kind ?? "none",
      );
    };
    const drawn = plan(7);
    expect(plan(7)).toEqual(drawn);
    expect(plan(8)).not.toEqual(drawn);
    expect(drawn.filter((kind) => kind === "truncated").length / 4000).toBeCloseTo(0.1, 1);
    expect(drawn.filter((kind) => kind === "reset").length / 4000).toBeCloseTo(0.2, 1);
  });

  it.each(
    Object.keys(chaosFaults) as ChaosFaultName[],
  )("takes each mail once when a client repeats under one key until it knows, meeting %s", async (name) => {
    const { fake, resend } = await start({ faults: chaosPlan(11, { [name]: 0.3 }) });
    for (let batch = 0; batch < 12; batch += 1) {
      const mails = [mailTo(`a${batch}@example.org`), mailTo(`b${batch}@example.org`)];
      const send = () =>
        resend.batch.send(mails, { idempotencyKey: `k${batch}`, signal: AbortSignal.timeout(150) });
      let ids = 0;
      while (ids < 2) ids = (await send()).data?.data.length ?? 0;
    }
    expect(fake.stats()).toMatchObject({ accepted: 24, duplicates: 0 });
    expect(fake.stats().byFault).not.toEqual({});
  });
});

describe("what is kept", () => {
  it("appends each accepted mail to the file as one line before it answers, and gives the counts at /stats", async () => {
    const outFile = join(mkdtempSync(join(tmpdir(), "fake-resend-")), "mails.jsonl");
    const { fake, resend } = await start({ outFile, keep: "digest" });
    await resend.batch.send([mailTo("a@example.org", { headers: { "X-A": "1" } }), mailTo("b@example.org")], {
      idempotencyKey: "k",
    });
    const lines = readFileSync(outFile, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        key: "k",
        to: ["a@example.org"],
        subject: "Papers",
        html: "<p>Hi</p>",
        text: "Hi",
        headers: { "X-A": "1" },
      },
      { key: "k", to: ["b@example.org"], tags: [{ name: "edition", value: "e1" }] },
    ]);
    expect(fake.mails[0]).toMatchObject({
      id: lines[0].id,
      html: null,
      digest: { htmlBytes: 9, textBytes: 2 },
    });
    expect(await (await fetch(`${fake.url}/stats`)).json()).toEqual(fake.stats());
  });
});

describe("webhooks", () => {
  it("posts what became of each accepted mail, and again under the same id after a failure", async () => {
    const got: { id: string; body: string }[] = [];
    const receiver = await listen((request, response) => {
      void readBody(request).then((body) => {
        got.push({ id: String(request.headers["svix-id"]), body: String(body) });
        answerText(response, got.length === 1 ? 503 : 200, "");
      });
    });
    const sender = new WebhookSender({ url: receiver.url, secret: "whsec_c2VjcmV0", retryMs: 1 });
    const { resend } = await start({ onAccepted: (mails) => sender.push(mails) });
    await resend.emails.send(mailTo("bounce@example.org"));
    await sender.idle();
    await receiver.close();
    const types = new Map(got.map(({ id, body }) => [id, (JSON.parse(body) as { type: string }).type]));
    expect(got).toHaveLength(3);
    expect([...types.values()].sort()).toEqual(["email.bounced", "email.sent"]);
  });

  it("signs events so that the SDK verifies them, with tags as a record, and refuses a changed one", async () => {
    const { fake, resend } = await start();
    await resend.emails.send(mailTo("a@example.org"));
    const mail = fake.mails[0];
    if (!mail) throw new Error("The mail was not kept.");
    const secret = `whsec_${Buffer.from("a secret of the receiver").toString("base64")}`;
    const payload = JSON.stringify(
      makeEvent("email.bounced", mail, { data: { bounce: { type: "Transient" } } }),
    );
    const signed = signWebhook(secret, payload, { id: "msg_1" });
    const headers = {
      id: signed["svix-id"],
      timestamp: signed["svix-timestamp"],
      signature: signed["svix-signature"],
    };
    expect(resend.webhooks.verify({ payload, headers, webhookSecret: secret })).toMatchObject({
      type: "email.bounced",
      data: { email_id: mail.id, tags: { edition: "e1" }, bounce: { type: "Transient", subType: "General" } },
    });
    expect(() =>
      resend.webhooks.verify({ payload: `${payload} `, headers, webhookSecret: secret }),
    ).toThrow();
  });
});
