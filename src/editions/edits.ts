import { z } from "zod";
import { InvalidInputError } from "../errors.ts";
import type { Edition, FrozenPaper } from "./edition.ts";
import { countOwnPapers } from "./mailed-part.ts";

/** What an operator's hand changes of a frozen edition; JSON-safe, kept with the revision that it makes. */
export type EditionEdits = {
  /** Papers that are taken out, each with why. */
  dropped: { paperId: string; reason: string }[];
  /** The ids of the papers that stand first, in their order; the others follow as they were ranked. */
  first: string[];
  /** The id of the paper that leads, before those that stand first; null where the first one leads. */
  lead: string | null;
  /** What stands above the papers, as Markdown; hostile until it is rendered. */
  note: string | null;
  /** In place of the subject and the preheader that mails make of their own papers; plain text, hostile. */
  subject: string | null;
  preheader: string | null;
};

/** An edition as it was frozen. */
export const noEdits: EditionEdits = {
  dropped: [],
  first: [],
  lead: null,
  note: null,
  subject: null,
  preheader: null,
};

/** The most characters of what is written, and the most papers that are put first. */
export const editLimits = { note: 2_000, subject: 120, preheader: 200, reason: 200, first: 20 } as const;

/**
 * An edition as edits leave it: what is dropped is gone, the lead and what is put first stand before the others, and
 * ranks count anew within each section. Pure; without edits it is the edition itself. Of a part of an edition
 * (`mailedPart`) it is that part of the edited edition.
 */
export function applyEdits(edition: Edition, edits: EditionEdits): Edition {
  const said = saidIn(edits);
  const isMoved = edits.dropped.length > 0 || edits.first.length > 0 || edits.lead !== null;
  if (!isMoved) return said === null ? edition : { ...edition, said };
  const places = new Map(firstOf(edits).map((id, place) => [id, place]));
  const placeOf = ({ id }: FrozenPaper) => places.get(id) ?? places.size;
  const dropped = new Set(edits.dropped.map(({ paperId }) => paperId));
  const kept = edition.papers.filter(({ id }) => !dropped.has(id));
  const of = (section: FrozenPaper["section"]) => kept.filter((paper) => paper.section === section);
  const top = of("top").toSorted((one, other) => placeOf(one) - placeOf(other));
  const late = edition.papers.filter(({ section }) => section === "late");
  const droppedLate = late.filter(({ id }) => dropped.has(id)).length;
  return {
    ...edition,
    papers: [...ranked(top, 0), ...ranked(of("late"), 0), ...ranked(of("further"), top.length)],
    ownPapers: countOwnPapers(edition) - (dropped.size - droppedLate),
    ...(places.size === 0 ? {} : { pinned: places.size }),
    ...(said === null ? {} : { said }),
  };
}

/** The ids of what stands first, the lead before the others. */
export function firstOf({ first, lead }: Pick<EditionEdits, "first" | "lead">): string[] {
  return lead === null ? first : [lead, ...first.filter((id) => id !== lead)];
}

function ranked(papers: FrozenPaper[], after: number): FrozenPaper[] {
  return papers.map((paper, index) => {
    const rank = after + index + 1;
    return paper.rank === rank ? paper : { ...paper, rank };
  });
}

function saidIn({ note, subject, preheader }: EditionEdits): Edition["said"] | null {
  return note === null && subject === null && preheader === null ? null : { note, subject, preheader };
}

const longest = (what: string, most: number) => ({
  error: `The ${what} may have at most ${most} characters.`,
});

const line = (what: string, most: number) =>
  z
    .string()
    .transform((text) => seen(wellFormed(text).replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")))
    .pipe(z.string().max(most, longest(what, most)));

const lines = (what: string, most: number) =>
  z
    .string()
    .transform((text) =>
      seen(
        wellFormed(text)
          .replace(/\r\n?/g, "\n")
          .replace(/[^\P{Cc}\n\t]/gu, ""),
      ),
    )
    .pipe(z.string().max(most, longest(what, most)));

const orNull = (text: z.ZodType<string>) =>
  text.transform((written) => (written === "" ? null : written)).nullable();

const paperId = z.string().max(40, longest("id of a paper", 40));

const schema = z.object({
  dropped: z.array(z.object({ paperId, reason: line("reason for dropping a paper", editLimits.reason) })),
  first: z
    .array(paperId)
    .max(editLimits.first, { error: `At most ${editLimits.first} papers can be put first.` }),
  lead: paperId.nullable(),
  note: orNull(lines("note", editLimits.note)),
  subject: orNull(line("subject", editLimits.subject)),
  preheader: orNull(line("preheader", editLimits.preheader)),
});

/** JSON of PostgreSQL holds no halves of surrogate pairs. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/**
 * What of a text is to be seen: without spaces at its ends, and without bidirectional overrides, which no mail carries
 * and which would turn a line of the audit trail around. One of nothing but invisible marks is empty.
 */
function seen(text: string): string {
  const plain = text.replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, "");
  return /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(plain) ? plain.trim() : "";
}

/**
 * Edits as they may be kept: texts on as many lines as they may have, without control characters, empty ones as null.
 *
 * @param input of the shape of `EditionEdits`; what is missing of it is as in `noEdits`.
 * @param papers all of the edition as it was frozen.
 * @throws {InvalidInputError} with one sentence: what is wrong, and what to do.
 */
export function parseEdits(input: unknown, papers: Pick<FrozenPaper, "id" | "section">[]): EditionEdits {
  const parsed = schema.safeParse(typeof input === "object" ? { ...noEdits, ...input } : input);
  if (!parsed.success) {
    const tooLong = parsed.error.issues.find(({ code }) => code === "too_big");
    throw new InvalidInputError(tooLong?.message ?? "The edits cannot be read: they have another shape.");
  }
  const edits = parsed.data;
  const problem = problemOf(edits, new Map(papers.map(({ id, section }) => [id, section])));
  if (problem !== null) throw new InvalidInputError(problem);
  return edits;
}

function problemOf(
  { dropped, first, lead }: EditionEdits,
  sections: ReadonlyMap<string, FrozenPaper["section"]>,
): string | null {
  const gone = new Set(dropped.map(({ paperId: id }) => id));
  const put = [...first, ...(lead === null ? [] : [lead])];
  const unknown = [...gone, ...put].find((id) => !sections.has(id));
  if (unknown !== undefined)
    return `The edition has no paper ${unknown}: name its papers by their arXiv ids, as its page shows them.`;
  const unreasoned = dropped.find(({ reason }) => reason === "");
  if (unreasoned) return `Say why ${unreasoned.paperId} is dropped: the reason is kept.`;
  if (gone.size < dropped.length || new Set(first).size < first.length)
    return "A paper is named twice: drop it once, or put it first once.";
  const both = put.find((id) => gone.has(id));
  if (both !== undefined) return `${both} is dropped and put first: choose one of them.`;
  const elsewhere = put.find((id) => sections.get(id) !== "top");
  if (elsewhere !== undefined)
    return sections.get(elsewhere) === "late"
      ? `${elsewhere} is a late riser, and stands in a section of its own: it cannot be put first.`
      : `${elsewhere} is not among the papers from which mails choose: it cannot be put first.`;
  const left = [...sections].some(([id, section]) => section === "top" && !gone.has(id));
  return left ? null : "No paper of the period would be left: keep one, or cancel the edition.";
}
