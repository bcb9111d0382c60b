import { readFile } from "node:fs/promises";
import type { EditionEdits } from "../editions/edits.ts";
import { InvalidInputError } from "../errors.ts";
import { assertReadable } from "./assert-readable.ts";
import { command, withContext } from "./program.ts";

type EditOptions = {
  drop?: string[];
  restore?: string[];
  pin?: string[];
  unpin?: string[];
  first?: string;
  lead?: string;
  note?: string;
  noteFile?: string;
  subject?: string;
  preheader?: string;
  revert?: string;
  expect?: string;
  json?: boolean;
};

const collect = (value: string, before: string[] = []) => [...before, value];

export const editCommand = () =>
  command(
    "edit",
    "change an edition before it goes: each change is a revision of it; without options, show them; repeatable",
    'edit daily-2026-06-18 --drop "2606.01234=withdrawn by its authors" --note "Welcome back."',
  )
    .argument("<edition>", "the edition, as `paperboy status` names it")
    .option("--drop <id=reason>", "take a paper out, and say why; may be given several times", collect)
    .option("--restore <id>", "take a dropped paper back; may be given several times", collect)
    .option("--pin <id>", "put a paper behind those that stand first; may be given several times", collect)
    .option("--unpin <id>", "let a paper stand where it was ranked; may be given several times", collect)
    .option("--first <ids>", "the papers that stand first, in their order, with commas; empty for none")
    .option("--lead <id>", "the paper that leads; empty for the first one")
    .option("--note <markdown>", "the editor's note, at the top of mails, site and feeds; empty for none")
    .option("--note-file <file>", "the note from a file")
    .option("--subject <text>", "of all digests; empty for what each reader's papers make of it")
    .option("--preheader <text>", "of all digests; empty likewise")
    .option("--revert <revision>", "bring an older revision back; other options change that")
    .option("--expect <revision>", "refuse if somebody has made another revision since this one")
    .action((editionId: string, options: EditOptions) =>
      withContext(options, async ({ ctx, out }) => {
        const [{ gatherEditing }, { reviseEdition }, { editWords }] = await Promise.all([
          import("../console/editing.ts"),
          import("../delivery/steer/revise-edition.ts"),
          import("../editions/edit-words.ts"),
        ]);
        const view = await gatherEditing(ctx, editionId);
        if (!changesSomething(options)) {
          const { revision, edits, reach, revisions } = view;
          out.json({ editionId, revision, edits, reach, revisions });
          for (const one of revisions) {
            const made = one.madeAt.toISOString().slice(0, 16).replace("T", " ");
            out.line(`Revision ${one.revision}, ${made} UTC, ${one.by ?? "as it was frozen"}`);
            for (const change of one.changes) out.line(`  ${editWords(change)}`);
          }
          return;
        }
        const edits = await editsFrom(options, view.edition, revisionOf(options.revert, view) ?? view.edits);
        const expectedRevision = parseRevision(options.expect) ?? view.revision;
        const revised = await reviseEdition(ctx, editionId, { expectedRevision, edits });
        out.json(revised);
        const { revision, hasChanged, reach } = revised;
        out.line(
          hasChanged
            ? `${editionId} is revision ${revision} now. It reaches ${reach.reached} readers; ${reach.sealed} mails are sealed and stay as they are.`
            : `${editionId} was so already, in revision ${revision}; nothing changed.`,
        );
      }),
    );

function changesSomething({ json: _, expect: __, ...changes }: EditOptions): boolean {
  return Object.values(changes).some((change) => change !== undefined);
}

/** The edits that the options make of those before. */
async function editsFrom(
  options: EditOptions,
  edition: Parameters<typeof import("../editions/edit-steps.ts").stepEdits>[0],
  before: EditionEdits,
): Promise<EditionEdits> {
  const { stepEdits } = await import("../editions/edit-steps.ts");
  let edits = before;
  for (const paperId of options.restore ?? [])
    edits = stepEdits(edition, edits, { kind: "restore", paperId });
  for (const { paperId, reason } of (options.drop ?? []).map(parseDrop)) {
    edits = stepEdits(edition, edits, { kind: "drop", paperId });
    const dropped = edits.dropped.map((one) => (one.paperId === paperId ? { paperId, reason } : one));
    edits = { ...edits, dropped };
  }
  for (const paperId of options.unpin ?? []) edits = stepEdits(edition, edits, { kind: "unpin", paperId });
  if (options.first !== undefined) edits = { ...edits, first: idsOf(options.first) };
  for (const paperId of options.pin ?? []) edits = stepEdits(edition, edits, { kind: "pin", paperId });
  if (options.lead !== undefined) edits = { ...edits, lead: options.lead.trim() || null };
  const { subject, preheader } = options;
  const note = options.noteFile === undefined ? options.note : await readNote(options.noteFile);
  return {
    ...edits,
    ...(note === undefined ? {} : { note }),
    ...(subject === undefined ? {} : { subject }),
    ...(preheader === undefined ? {} : { preheader }),
  };
}

function idsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((id) => id !== "");
}

function parseDrop(text: string): { paperId: string; reason: string } {
  const at = text.indexOf("=");
  if (at < 0)
    throw new InvalidInputError(
      `Say why ${text} is dropped, as in --drop "${text}=withdrawn by its authors": the reason is kept.`,
    );
  return { paperId: text.slice(0, at).trim(), reason: text.slice(at + 1).trim() };
}

async function readNote(file: string): Promise<string> {
  await assertReadable(file);
  return readFile(file, "utf8");
}

function parseRevision(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidInputError(`A revision is a number from 1: not ${text}.`);
  return Number(text);
}

function revisionOf(
  text: string | undefined,
  { revisions }: { revisions: { revision: number; edits: EditionEdits }[] },
): EditionEdits | null {
  const wanted = parseRevision(text);
  if (wanted === null) return null;
  const found = revisions.find(({ revision }) => revision === wanted);
  if (!found)
    throw new InvalidInputError(
      `The edition has no revision ${wanted}: it has ${revisions.map(({ revision }) => revision).join(", ")}.`,
    );
  return found.edits;
}
