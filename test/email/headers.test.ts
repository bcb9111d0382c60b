import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import { headerValue } from "../../src/digest/digest-headers.ts";
import { toEml } from "../../src/digest/eml.ts";
import { hostileTexts, makeEdition, makePaper, site, slotsFor, tokens } from "./editions.ts";

const choice = { detail: "title" as const, forYou: [], top: [0], late: [] };

async function mailOf(title: string, from = site.from) {
  const edition = makeEdition([makePaper(1, { title })]);
  return assembleDigest(await compileDigest(edition, "title", { ...site, from }), slotsFor(choice));
}

describe("leaving by mail", () => {
  const header = async (unsubscribeTo: string | null | undefined, from = site.from) => {
    const edition = makeEdition([makePaper(1)]);
    const compiled = await compileDigest(edition, "title", { ...site, from });
    const { unsubscribeTo: _, ...before } = compiled;
    const frozen = unsubscribeTo === undefined ? before : { ...before, unsubscribeTo };
    return assembleDigest(frozen, slotsFor(choice)).headers["List-Unsubscribe"];
  };
  const https = `<https://papers.example.org/unsubscribe?token=${tokens.unsubscribe}>`;

  test("names whose wish it is in its subject, percent-encoded (RFC 6068)", async () => {
    expect(await header("papers+leave&now@e.org")).toBe(
      `${https}, <mailto:papers%2Bleave%26now@e.org?subject=unsubscribe%20${tokens.unsubscribe}>`,
    );
  });

  test("is not offered when no address is set for it: nobody is known to read the sender's", async () => {
    expect(await header(null)).toBe(https);
  });

  test("of an edition that the release before published keeps its bytes", async () => {
    expect(await header(undefined)).toBe(`${https}, <mailto:hello@papers.example.org?subject=unsubscribe>`);
  });
});

test("a saved mail has its subject and sender in encoded words, and both bodies (RFC 2047, RFC 2046)", async () => {
  const mail = await mailOf("Größere Modelle fragen öfter: 質問 👩‍🔬", "Zeitung für Ü <d@e.org>");
  const eml = String(await toEml(mail, { id: "one", date: new Date("2026-06-19T04:00:00Z") }));
  const [head = "", ...bodies] = eml.split("\r\n\r\n");
  expect(head).toMatch(/^[\x20-\x7e\r\n]*$/);
  for (const line of head.split("\r\n")) expect(line.length).toBeLessThan(998);
  expect(decodeWords(headerOf(head, "Subject"))).toBe(mail.subject);
  expect(decodeWords(headerOf(head, "From"))).toBe("Zeitung für Ü <d@e.org>");
  expect(headerOf(head, "Date")).toBe("Fri, 19 Jun 2026 04:00:00 +0000");
  expect(headerOf(head, "Message-ID")).toBe("<one@e.org>");
  expect(headerOf(head, "List-Unsubscribe-Post")).toBe("List-Unsubscribe=One-Click");
  const decoded = bodies.slice(1).map((body) => {
    const [content = ""] = body.split("\r\n--");
    return Buffer.from(content, "base64").toString();
  });
  expect(decoded).toEqual([mail.text, mail.html]);
});

test("a saved mail's encoded words give back any subject, none longer than 75 characters", async () => {
  const mail = await mailOf("tame");
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("=?UTF-8?B?eA==?=", "é")),
      async (text) => {
        const eml = String(await toEml({ ...mail, subject: text }, { id: "one", date: new Date(0) }));
        const encoded = headerOf(eml, "Subject");
        for (const line of encoded.split("\r\n ")) {
          if (line.startsWith("=?")) expect(line.length).toBeLessThanOrEqual(75);
        }
        expect(decodeWords(encoded)).toBe(headerValue(text));
      },
    ),
  );
});

test("a name that holds what separates addresses stays one name, before one address", async () => {
  const mail = await mailOf("tame");
  for (const [from, shown] of [
    ["Lab, at home; here <d@e.org>", '"Lab, at home; here" <d@e.org>'],
    ['"Lab, at home" <d@e.org>', '"Lab, at home" <d@e.org>'],
    ["a@b.org, c@d.org <d@e.org>", '"a@b.org, c@d.org" <d@e.org>'],
  ] as const) {
    const eml = String(await toEml({ ...mail, from }, { id: "one", date: new Date(0) }));
    expect(headerOf(eml, "From")).toBe(shown);
  }
});

test.each(hostileTexts)("no header can be smuggled into a saved mail by %j", async (text) => {
  const mail = await mailOf(text, `${text} <d@e.org>`);
  const names = (await mailOf("tame")).headers;
  const eml = String(
    await toEml({ ...mail, headers: { ...names, "X-Entity-Ref-ID": text } }, { id: text, date: new Date(0) }),
  );
  const head = eml.slice(0, eml.indexOf("\r\n\r\n"));
  const found = head.split("\r\n").flatMap((line) => /^[^\s:]+(?=:)/.exec(line)?.[0] ?? []);
  expect(found).toEqual([
    ...["From", "To", "Reply-To", "Subject", "Date", "Message-ID"],
    // A header that says nothing is left out.
    ...Object.keys(names).filter((name) => name !== "X-Entity-Ref-ID" || headerValue(text) !== ""),
    ...["MIME-Version", "Content-Type"],
  ]);
});

function headerOf(head: string, name: string): string {
  return new RegExp(`^${name}: ((?:.*)(?:\r\n .*)*)`, "m").exec(head)?.[1] ?? "";
}

function decodeWords(value: string): string {
  return value
    .replaceAll("?=\r\n =?", "?==?")
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word: string) => Buffer.from(word, "base64").toString());
}
