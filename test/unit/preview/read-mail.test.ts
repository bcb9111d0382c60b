import { expect, test } from "vitest";
import { inboxRow } from "../../../src/preview/inbox-row.ts";
import { inspectMail } from "../../../src/preview/inspect-mail.ts";
import { listLinks } from "../../../src/preview/list-links.ts";

const mail = {
  from: "Paperboy <digest@example.com>",
  to: "reader@example.com",
  replyTo: null,
  subject: "Tokens & more",
  html: `<html lang="en"><head><title>No preheader</title><style>p { color: red }</style></head><body>
    <div style="display:none">Also: maps &amp; memory\u00a0\u200c\u00a0\u200c</div><p>First words</p></body></html>`,
  text: "First words",
  headers: {},
  tags: [],
};

test("a list shows the preheader and what follows it, without styles and joiners", () => {
  expect(inboxRow(mail)).toEqual({
    from: "Paperboy",
    subject: "Tokens & more",
    snippet: "Also: maps & memory First words",
  });
});

test("padding as long as ours keeps the body out of the list", () => {
  const html = mail.html.replace("\u00a0\u200c\u00a0\u200c", "\u00a0\u200c".repeat(120));
  expect(inboxRow({ ...mail, html }).snippet).toBe("Also: maps & memory");
});

test("a sender without a name is shown by the address", () => {
  expect(inboxRow({ ...mail, from: "digest@example.com" }).from).toBe("digest@example.com");
  expect(inboxRow({ ...mail, from: "<digest@example.com>" }).from).toBe("<digest@example.com>");
});

test("each address is listed once, with how often and whether somebody accounts for it", () => {
  const html = `<a href="https://arxiv.org/abs/1">One <b>paper</b></a><a class="x" href="https://arxiv.org/abs/1">PDF</a>
    <a href="https://site.example/view?a=1&amp;b=2"><img alt=""></a><a href="https://evil.example/">?</a>`;
  expect(listLinks(html, ["https://arxiv.org/abs/1", "https://site.example"])).toEqual([
    { url: "https://arxiv.org/abs/1", words: "One paper", count: 2, isKnown: true },
    { url: "https://site.example/view?a=1&b=2", words: "", count: 1, isKnown: true },
    { url: "https://evil.example/", words: "?", count: 1, isKnown: false },
  ]);
});

const findingsOf = (given: Partial<typeof mail>, gaps: Parameters<typeof inspectMail>[1]["gaps"] = []) =>
  inspectMail({ ...mail, ...given }, { knownLinks: [], gaps }).findings.map(({ message }) => message);

test("a mail of the list must be one that can be left, a single mail need not", () => {
  expect(findingsOf({})).toContain("The header List-Unsubscribe is missing.");
  const single = { tags: [{ name: "kind", value: "confirm" }] as never[] };
  expect(findingsOf(single)).toEqual([]);
  const halfway = { ...single, headers: { "List-Unsubscribe": "<https://site.example/u>" } };
  expect(findingsOf(halfway)).toEqual(["The header List-Unsubscribe-Post is missing."]);
});

test("of what clients lack only that is told for which nothing is planned", () => {
  const tags = [{ name: "kind", value: "confirm" }] as never[];
  const gap = { feature: "float", url: null, lacking: ["Outlook, Windows"], partly: [], fallback: null };
  expect(findingsOf({ tags }, [gap])).toEqual([
    "float is not supported by Outlook, Windows, and nothing is planned in its place.",
  ]);
  expect(findingsOf({ tags }, [{ ...gap, fallback: "a column" }])).toEqual([]);
  expect(findingsOf({ tags }, [{ ...gap, lacking: [], partly: ["Gmail, iOS"] }])).toEqual([]);
  expect(findingsOf({ tags }, null)).toEqual([
    "caniemail's tables cannot judge it: its HTML or style sheet has what they do not know.",
  ]);
});
