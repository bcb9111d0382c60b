import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { envNames, readConfig } from "../../../src/config/env.ts";
import { InvalidConfigError } from "../../../src/errors.ts";

const example = readFileSync(new URL("../../../.env.example", import.meta.url), "utf8");
const documented = Object.fromEntries(
  [...example.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
);

describe(".env.example", () => {
  it("lists exactly the variables that are read", () => {
    expect(Object.keys(documented).toSorted()).toEqual(envNames.toSorted());
  });

  it("shows the defaults", () => {
    expect(readConfig(documented)).toEqual(readConfig({}));
  });
});

describe("readConfig", () => {
  it("names every wrong variable at once, and no value", () => {
    const env = {
      PORT: "eighty",
      DATABASE_URL: "mysql://root:hunter2@db",
      REDIS_URL: "nowhere",
      TOKEN_SECRET: "too-short-hunter2",
      MAIL_FROM: "hunter2",
      LOG_LEVEL: "loud",
    };
    const problems = problemsOf(env);
    expect(problems.map((problem) => problem.split(" ")[0]).toSorted()).toEqual(Object.keys(env).toSorted());
    expect(problems.join("\n")).not.toContain("hunter2");
  });

  it("reads short forms, those of several meanings one way only", () => {
    const SHORT_FORMS = "OPD = on-policy distillation ; ASR > attack success rate;";
    expect(readConfig({ SHORT_FORMS }).shortForms).toEqual([
      { short: "OPD", long: "on-policy distillation" },
      { short: "ASR", long: "attack success rate", isOneWay: true },
    ]);
  });

  it.each([
    ["OPD", /^SHORT_FORMS .* entry 1 is not$/],
    ["OPD = on-policy distillation; = x", /entry 2 is not$/],
    ["OPD = ...", /entry 1 is not$/],
    ["a = b = c", /entry 1 is not$/],
    [`OPD = ${"x".repeat(81)}`, /entry 1 is not$/],
    ["a = b;".repeat(501), /^SHORT_FORMS may hold 500 short forms at most, and holds 501$/],
  ])("refuses the short forms %.40s in one sentence", (SHORT_FORMS, problem) => {
    expect(problemsOf({ SHORT_FORMS })).toEqual([expect.stringMatching(problem)]);
  });

  it("guesses nothing in production", () => {
    expect(problemsOf({ NODE_ENV: "production" })).toEqual([
      expect.stringMatching(/^MAIL_TRANSPORT/),
      expect.stringMatching(/^PUBLIC_URL/),
      expect.stringMatching(/^TOKEN_SECRET/),
    ]);
  });

  it("asks for all that real mail needs", () => {
    const names = problemsOf({ MAIL_TRANSPORT: "resend" }).map((problem) => problem.split(" ")[0]);
    expect(names).toEqual([
      "RESEND_API_KEY",
      "MAIL_FROM",
      "MAIL_POSTAL_ADDRESS",
      "PUBLIC_URL",
      "TOKEN_SECRET",
    ]);
  });

  it.each([
    ["a@b.org", "a@b.org"],
    ["<a@b.org>", "a@b.org"],
    ["Lab <a@b.org>", "Lab <a@b.org>"],
    ['"Lab, Inc." <a@b.org>', '"Lab, Inc." <a@b.org>'],
    ["Dr. Läb <a@bücher.example>", "Dr. Läb <a@xn--bcher-kva.example>"],
  ])("takes %s as a sender", (written, sent) => {
    const { from, replyTo } = readConfig({ MAIL_FROM: written, MAIL_REPLY_TO: written }).mail;
    expect([from, replyTo]).toEqual([sent, sent]);
  });

  it.each([
    ["Lab, Inc. <a@b.org>", `='"Lab, Inc." <a@b.org>'`],
    ["Lab@Home <a@b.org>", `='"Lab@Home" <a@b.org>'`],
    ["Lab (daily): news <a@b.org>", `='"Lab (daily): news" <a@b.org>'`],
    ['"Lab <a@b.org>', `='"Lab" <a@b.org>'`],
    ["Lab a@b.org", "='Lab <a@b.org>'"],
    ["Bob's a@b.org", `="Bob's <a@b.org>"`],
    ["Bob's, Inc. <a@b.org>", `"Bob's, Inc." <a@b.org>`],
    ["a@lab", "its domain has no dot"],
    ["Lab <a@lab>", "its domain has no dot"],
    ["hunter2", "it has no @"],
    ["a@b.org, c@d.org", "must be one mailbox alone, such as Paperboy <digest@example.org>"],
    ["a@b.org c@d.org", "must be one mailbox alone"],
    ["A <a@b.org>; B <c@d.org>", "must be one mailbox alone"],
    ["Lab <a@b.org", "='Lab <a@b.org>'"],
    ["Lab <a@b.org> and more", "='Lab <a@b.org>'"],
    ["Lab <a@b.org>,", "='Lab <a@b.org>'"],
    ["Lab <<a@b.org>>", "='Lab <a@b.org>'"],
    ['"Lab <a@b.org>"', "='Lab <a@b.org>'"],
    ["a@b.org (Lab)", "='a@b.org'"],
    ["Lab <a@b.org> (the digest)", "='Lab <a@b.org>'"],
    ["Lab: a@b.org;", "='Lab <a@b.org>'"],
    ["mailto:a@b.org", "='a@b.org'"],
    ["Lab <a@b.org.>", "='Lab <a@b.org>'"],
    ["Lab: a@b.org, c@d.org;", "such as Paperboy <digest@example.org>"],
    ['"the lab"@b.org', "such as Paperboy <digest@example.org>"],
    ["a@[127.0.0.1]", "its domain is not one"],
    ["a@127.0.0.1", "its domain is a number"],
    ["Lab <a@b.c>", "no domain that ends in a single letter"],
    [`${"Lab ".repeat(100)}<a@b.org>`, "must be no longer than 320 characters"],
    ["Lab\u0007 <a@b.org>", "must be one line without control characters"],
    ["Lab\r\nBcc: c@d.org <a@b.org>", "must be one line without control characters"],
    ["Lab <ä@b.org>", "providers take only ASCII before the @"],
  ])("refuses the sender %j in one sentence that tells how it is written", (written, told) => {
    for (const name of ["MAIL_FROM", "MAIL_REPLY_TO"]) {
      const problems = problemsOf({ [name]: written });
      expect(problems).toEqual([expect.stringContaining(told.startsWith("=") ? `${name}${told}` : told)]);
    }
  });

  it("repeats no password of an address of a server that was set as the sender", () => {
    const problems = problemsOf({ MAIL_FROM: "smtp://lab:hunter2@mail.example.org" });
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain("hunter2");
  });

  it("takes sites whose forms are taken as a browser names them, and refuses anything but whole sites", () => {
    const { embedOrigins } = readConfig({
      EMBED_ORIGINS: "https://Lab.Example.org/, http://localhost:8080",
    }).site;
    expect(embedOrigins).toEqual(["https://lab.example.org", "http://localhost:8080"]);
    for (const wrong of [
      "*",
      "lab.example.org",
      "https://lab.example.org/page",
      "https://a.example,javascript:x",
    ])
      expect(problemsOf({ EMBED_ORIGINS: wrong })).toEqual([expect.stringMatching(/^EMBED_ORIGINS must be/)]);
  });

  it.each([
    ["https://papers.example/a/../b", /the names of its path, of which none is empty, \. or \.\.$/],
    ["https://papers.example/a/./b", /the names of its path/],
    ["https://papers.example/a//b", /the names of its path/],
    ["https://papers.example/a%2Fb", /the names of its path/],
    ["https://papers.example/%6eews", /the names of its path/],
    ["https://papers.example/a b", /the names of its path/],
    ["https://papers.example/a ", /the names of its path/],
    ["https://papers.example/a;b", /the names of its path/],
    ["https://papers.example/a\\b", /the names of its path/],
    ["https://papers.example\\a", /the names of its path/],
    ["https://papers.example/caf\u00e9", /the names of its path/],
    ["https://papers.example/ops", /and not below \/ops, where the site has a page of its own/],
    ["https://papers.example/keywords/of", /and not below \/keywords, /],
    ["https://papers.example/search/", /and not below \/search, /],
    ["https://papers.example/?a=b", /without a query or a #$/],
    ["https://papers.example/news?a", /without a query or a #$/],
    ["https://papers.example?", /without a query or a #$/],
    ["https://papers.example/#top", /without a query or a #$/],
    ["https://user:hunter2@papers.example", /without a user or a password$/],
    ["https://papers.example ", /without blanks$/],
    [" https://papers.example", /without blanks$/],
    ["https://papers.example\n", /without blanks$/],
    ["https:papers.example", /two slashes/],
    ["https:///papers.example", /two slashes/],
    ["https://*.example", /the name of the host/],
    ["https://papers..example", /the name of the host/],
  ])("refuses %j as the address of the site in one sentence that says why", (url, why) => {
    const problems = problemsOf({ PUBLIC_URL: url });
    expect(problems).toEqual([expect.stringMatching(/^PUBLIC_URL must be the address of the site, [^\n]+$/)]);
    expect(problems[0]).toMatch(why);
    expect(problems.join()).not.toContain("hunter2");
  });

  it.each([
    ["https://papers.example/", "https://papers.example"],
    ["http://127.0.0.1:4712", "http://127.0.0.1:4712"],
    ["https://lab.example/papers/", "https://lab.example/papers"],
    ["http://localhost:4712/a/b-c_d.e~f//", "http://localhost:4712/a/b-c_d.e~f"],
    ["https://lab.example/search/of/papers", "https://lab.example/search/of/papers"],
    ["https://lab.example/papers/of/ops", "https://lab.example/papers/of/ops"],
    ["HTTPS://Lab.Example:443/News", "https://lab.example/News"],
    ["https://b\u00fccher.example/", "https://xn--bcher-kva.example"],
    ["http://[::1]:4712/papers", "http://[::1]:4712/papers"],
  ])("takes %s as the address of the site", (url, kept) => {
    expect(readConfig({ PUBLIC_URL: url }).site.publicUrl).toBe(kept);
  });

  it("takes private networks alone as those who read the metrics without a token", () => {
    const networks = "10.1.0.0/16, 172.16.0.0/12,192.168.1.7,100.64.0.0/10,fd00::/8,fe80::1";
    expect(readConfig({ METRICS_PEERS: networks }).watch.metricsPeers).toHaveLength(6);
    for (const wrong of [
      "0.0.0.0/0",
      "8.8.8.8",
      "10.0.0.0/7",
      "172.16.0.0/11",
      "::/0",
      "fd00::/129",
      "10.0.0.0/8/8",
      "lan",
    ]) {
      expect([wrong, problemsOf({ METRICS_PEERS: `10.0.0.0/8,${wrong}` }).length]).toEqual([wrong, 1]);
    }
  });

  it("takes an address of this machine to listen on, and no name of another", () => {
    expect(readConfig({}).site.host).toBe(null);
    for (const host of ["127.0.0.1", "0.0.0.0", "::1", "localhost"]) {
      expect(readConfig({ HOST: host }).site.host).toBe(host);
    }
    expect(problemsOf({ HOST: "x86_64-conda-linux-gnu" })).toEqual([expect.stringMatching(/^HOST must be/)]);
  });

  it.each([
    ["https://api.example.com/v1", true],
    ["http://localhost:11434/v1", true],
    ["http://127.0.0.1:11434/v1", true],
    ["http://[::1]:11434/v1", true],
    ["http://192.168.1.9:8000/v1", true],
    ["http://ollama:11434/v1", true],
    ["http://models.internal/v1", true],
    ["http://api.example.com/v1", false],
    ["http://8.8.8.8/v1", false],
    ["https://user:hunter2@api.example.com/v1", false],
    ["https://api.example.com/v1?key=hunter2", false],
    ["ftp://localhost/v1", false],
  ])("asks a language model at %s: %s", (SUMMARY_BASE_URL, is) => {
    const problems = problemsOf({ SUMMARY_BASE_URL, SUMMARY_MODEL: "fern-8b" });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(is ? [] : ["SUMMARY_BASE_URL"]);
    expect(problems.join(" ")).not.toContain("hunter2");
  });

  it("wants the language model's address and name together, and none of both for no model", () => {
    expect(readConfig({}).summaries).toBeNull();
    expect(problemsOf({ SUMMARY_MODEL: "fern-8b" })).toEqual([
      "SUMMARY_BASE_URL must be set when SUMMARY_MODEL is",
    ]);
    expect(problemsOf({ SUMMARY_BASE_URL: "http://localhost:11434/v1" })).toEqual([
      "SUMMARY_MODEL must be set when SUMMARY_BASE_URL is",
    ]);
  });

  it("refuses a schedule that no calendar has", () => {
    expect(problemsOf({ PUBLISH_AT: "61 99 * * *", INGEST_EVERY: "hourly" })).toHaveLength(2);
  });

  it("takes the breaker's limits in percent, and refuses what is none", () => {
    expect(readConfig({}).delivery.breaker).toEqual({
      complaintRatio: 0.0008,
      bounceRatio: 0.04,
      warnShare: 0.5,
      leastSubmitted: 500,
      leastComplaints: 5,
      leastBounces: 20,
      windowDays: 7,
    });
    expect(readConfig({ BREAKER_BOUNCE_PERCENT: "2.5" }).delivery.breaker.bounceRatio).toBe(0.025);
    for (const wrong of ["0", "-1", "101", "4 %", "0,08", "many"])
      expect(problemsOf({ BREAKER_COMPLAINT_PERCENT: wrong })).toEqual([
        "BREAKER_COMPLAINT_PERCENT must be a percentage above 0 and up to 100, such as 0.08",
      ]);
  });

  it("counts an empty value as unset", () => {
    expect(readConfig({ PORT: "", REDIS_URL: "" })).toEqual(readConfig({}));
  });

  it("takes two secrets for a rotation and no third", () => {
    const secret = "s".repeat(32);
    expect(readConfig({ TOKEN_SECRET: `${secret},${secret}2` }).tokens.secrets).toHaveLength(2);
    expect(problemsOf({ TOKEN_SECRET: [secret, secret, secret].join(",") })).toHaveLength(1);
  });
});

describe("the variables of OpenTelemetry", () => {
  const endpoint = "https://collector.example:4318/base/";
  const tracesOf = (env: Record<string, string>) => readConfig(env).traces;

  it("switch tracing on by naming a collector, and off in the standard ways", () => {
    expect(tracesOf({ OTEL_SERVICE_NAME: "paperboy" })).toBe(null);
    expect(tracesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toEqual({
      url: "https://collector.example:4318/base/v1/traces",
      headers: {},
      timeoutMs: 10_000,
      resource: { "service.name": "paperboy" },
      sampler: { name: "parentbased_always_on", ratio: 1 },
    });
    for (const off of [{ OTEL_SDK_DISABLED: "True" }, { OTEL_TRACES_EXPORTER: "none" }] as Record<
      string,
      string
    >[]) {
      expect(tracesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...off })).toBe(null);
    }
  });

  it("give what is said of traces alone the first word", () => {
    const traces = tracesOf({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: "a=1",
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://other.example/as/it/is/",
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "authorization=Basic%20dTpwPT0=, b = 2",
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/protobuf",
    });
    expect(traces?.url).toBe("http://other.example/as/it/is/");
    expect(traces?.headers).toEqual({ authorization: "Basic dTpwPT0=", b: "2" });
  });

  it.each([
    ["an address that is none", { OTEL_EXPORTER_OTLP_ENDPOINT: "hunter2:4318" }],
    ["a password in it", { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://u:hunter2@localhost:4318" }],
    ["headers without a name", { OTEL_EXPORTER_OTLP_HEADERS: "hunter2" }],
    ["headers that HTTP forbids", { OTEL_EXPORTER_OTLP_HEADERS: "a=hunter2%0d%0ab" }],
    ["attributes that encode nothing", { OTEL_RESOURCE_ATTRIBUTES: "a=hunter2%" }],
    ["a sampler of another server", { OTEL_TRACES_SAMPLER: "jaeger_remote" }],
    ["a share above all", { OTEL_TRACES_SAMPLER_ARG: "2" }],
    ["no time at all", { OTEL_EXPORTER_OTLP_TIMEOUT: "0" }],
    ["another protocol", { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }],
  ])("are refused with %s, in one sentence without the value", (_, env) => {
    const [name = ""] = Object.keys(env);
    const problems = problemsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
    expect(problems.join()).not.toContain("hunter2");
  });

  it.each([
    { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
    { OTEL_TRACES_EXPORTER: "console", OTEL_TRACES_SAMPLER: "jaeger_remote", OTEL_TRACES_SAMPLER_ARG: "a=b" },
    {
      OTEL_SDK_DISABLED: "true",
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_TRACES_SAMPLER: "jaeger_remote",
    },
  ] as Record<string, string>[])("refuse nothing where they switch nothing on: %j", (env) => {
    expect(tracesOf(env)).toBe(null);
  });
});

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof InvalidConfigError) return error.problems;
    throw error;
  }
  return [];
}
