import type { Database } from "../../db/client.ts";
import { listLexemesOf, listPaperTexts, listPaperVectors } from "./terms-store.ts";

/** One of the words that tell most of a paper. */
export type PaperTerm = {
  /** As `paper_search` holds it. */
  lexeme: string;
  /** As the paper writes it most often, in lower case unless it has capitals within (`GPUs`, `world-model`). */
  word: string;
  /** The squares of a paper's weights add up to 1. */
  weight: number;
};

/**
 * The words that tell most of each paper, at most a hundred, the most telling first, by the paper's id. Papers that are
 * not known, or have no such words, are missing.
 */
export async function listPaperTerms(db: Database, ids: string[]): Promise<Map<string, PaperTerm[]>> {
  if (ids.length === 0) return new Map();
  const vectors = await listPaperVectors(db, ids);
  const texts = await listPaperTexts(db, ids);
  const counted = new Map([...vectors.keys()].map((id) => [id, countForms(texts.get(id) ?? [])]));
  const bare = new Set([...counted.values()].flatMap((forms) => [...forms.keys()]));
  const lexemes = await listLexemesOf(db, [...bare]);
  return new Map(
    [...vectors].map(([id, vector]) => {
      const words = wordsByLexeme(counted.get(id) ?? new Map(), lexemes);
      const terms = vector.lexemes.map((lexeme, index) => ({
        lexeme,
        word: words.get(lexeme) ?? lexeme,
        weight: vector.weights[index] ?? 0,
      }));
      return [id, terms];
    }),
  );
}

/** How often a paper writes a word in which form, by the word without hyphens and capitals. */
type Forms = Map<string, Map<string, number>>;

const writtenWord = /[\p{L}\p{N}\p{M}]+(?:[-‐‑‒–−][\p{L}\p{N}\p{M}]+)*/gu;
const part = /[\p{L}\p{N}\p{M}]+/gu;
const hyphens = /[-‐‑‒–−]/gu;
const longestWord = 60;

function countForms(texts: string[]): Forms {
  const forms: Forms = new Map();
  for (const [written] of texts.flatMap((text) => [...text.matchAll(writtenWord)])) {
    const parts = written.split(hyphens);
    for (const form of parts.length === 1 ? parts : [written, ...parts]) {
      if (form.length <= longestWord) count(forms, form);
    }
  }
  return forms;
}

function count(forms: Forms, written: string): void {
  const form = written.replaceAll(part, (one) => (/.\p{Lu}/u.test(one) ? one : one.toLowerCase()));
  const key = form.replaceAll(hyphens, "").toLowerCase();
  const known = forms.get(key) ?? new Map<string, number>();
  forms.set(key, known.set(form, (known.get(form) ?? 0) + 1));
}

/** The form of each lexeme that is written most often; of several the first. */
function wordsByLexeme(forms: Forms, lexemes: ReadonlyMap<string, string>): Map<string, string> {
  const best = new Map<string, { form: string; times: number }>();
  for (const [key, written] of forms) {
    const lexeme = lexemes.get(key);
    if (lexeme === undefined) continue;
    for (const [form, times] of written)
      if (times > (best.get(lexeme)?.times ?? 0)) best.set(lexeme, { form, times });
  }
  return new Map([...best].map(([lexeme, { form }]) => [lexeme, form]));
}
