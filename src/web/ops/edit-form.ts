import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type EditStep, editSteps } from "../../editions/edit-steps.ts";
import type { EditionEdits } from "../../editions/edits.ts";
import { InvalidInputError } from "../../errors.ts";
import { inboxReaders } from "../../preview/inbox-lines.ts";
import type { Form } from "../http/read-form.ts";

type InboxReader = (typeof inboxReaders)[number];

/** What the form holds: edits that may yet be incomplete, and for whom their mail is shown. */
export type EditDraft = { expectedRevision: number; edits: EditionEdits; reader: InboxReader };

/** What its button means. */
export type EditDeed =
  | { kind: "save" }
  | { kind: "show" }
  | { kind: "show-to"; reader: InboxReader }
  | { kind: "step"; step: EditStep }
  | { kind: "revert"; revision: number };

/** Reads the form as it was typed; whether its edits can be is said when they are saved. */
export function parseEditForm(form: Form): EditDraft {
  const text = (name: string) => form.first(name) || null;
  const reasons = form.all("reason");
  return {
    expectedRevision: parseRevision(form.first("expected")),
    edits: {
      dropped: form.all("dropped").map((paperId, index) => ({ paperId, reason: reasons[index] ?? "" })),
      first: form
        .first("first")
        .split(" ")
        .filter((id) => id !== ""),
      lead: text("lead"),
      // Browsers send line ends of the network.
      note: text("note")?.replaceAll("\r\n", "\n") ?? null,
      subject: text("subject"),
      preheader: text("preheader"),
    },
    reader: parseReader(form.first("reader")),
  };
}

/** @throws {InvalidInputError} for a button that the page has not. */
export function parseDeed(form: Form): EditDeed {
  const [word = "", what = ""] = form.first("do").split(" ");
  if (word === "drop-named")
    return { kind: "step", step: { kind: "drop", paperId: form.first("named").trim() } };
  if (word === "save" || word === "show") return { kind: word };
  if (word === "show-to") return { kind: "show-to", reader: parseReader(what) };
  if (word === "revert") return { kind: "revert", revision: parseRevision(what) };
  const kind = editSteps.find((one) => one === word);
  if (kind === undefined) throw new InvalidInputError("Press one of the buttons of the page.");
  return { kind: "step", step: { kind, paperId: what } };
}

/** A reader of a kind by its name; the usual one for any other. */
export function parseReader(text: string | undefined): InboxReader {
  return inboxReaders.find((name) => name === text) ?? "nothing";
}

export function parseRevision(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidInputError("Which revision is meant is missing: open the page anew.");
  return Number(text);
}

/** Longer than the longest edits that can be saved. */
const mostDraftBytes = 64 * 1024;

/** With the rest of it, an address may have 4,096 characters. */
export const longestPacked = 3_800;

/** Edits as they stand in the address of a frame, which then loads them with its page. */
export function packEdits(edits: EditionEdits): string {
  return deflateRawSync(JSON.stringify(edits)).toString("base64url");
}

/** What `packEdits` made, of any shape. @throws {InvalidInputError} */
export function unpackEdits(text: string): unknown {
  try {
    const options = { maxOutputLength: mostDraftBytes };
    return JSON.parse(inflateRawSync(Buffer.from(text, "base64url"), options).toString());
  } catch (cause) {
    throw new InvalidInputError("The draft in the address cannot be read: show it anew.", { cause });
  }
}
