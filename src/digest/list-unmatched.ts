import { addDays } from "../calendar/periods.ts";
import type { ShortForm } from "../config/short-forms.ts";
import type { Database } from "../db/client.ts";
import { correctWords } from "../papers/search/correct-words.ts";
import { listForms } from "../papers/search/list-forms.ts";
import { countRecentMatches, findFirstListedDay, listKnownLexemes } from "../papers/search/recent-store.ts";
import { splitKeywords } from "../subscribers/split-phrases.ts";
import { foldPhrase, type Phrase } from "./fold-phrase.ts";

/** A keyword that no paper of the last 30 days matches, with others near it that some do. */
export type UnmatchedKeyword = { keyword: string; near: string[] };

const days = 30;
/** What was collected in fewer days says little of what matches nothing. */
const fewestDays = 7;
/** As many as may be kept. */
const mostKeywords = 50;
/** Near words cost searches of their own. */
const mostWithNear = 10;
const mostMended = 8;
const mostNear = 3;
const mostWords = 5;
/** A word of more papers says nothing. */
const mostHeld = 200;

/**
 * Those of a reader's keywords that no paper listed in the last 30 days holds in any form, as `paper_search` and the
 * rules of matching read them; none while papers were collected for less than a week. Keywords of signs, or of scripts
 * without spaces, are not judged.
 *
 * @param keywords as typed: of some lines each may be several.
 * @param today `YYYY-MM-DD`, UTC.
 * @param shortForms as `preferenceWords` takes them.
 */
export async function listUnmatched(
  db: Database,
  keywords: string[],
  today: string,
  shortForms?: ShortForm[],
): Promise<UnmatchedKeyword[]> {
  const typed = keywords.flatMap(splitKeywords).map((text) => text.trim().replaceAll(/\s+/g, " "));
  const judged = [...new Set(typed)]
    .filter((keyword) => isJudged(foldPhrase(keyword, shortForms)))
    .slice(0, mostKeywords);
  if (judged.length === 0) return [];
  const first = await findFirstListedDay(db);
  if (first === null || first > addDays(today, -fewestDays)) return [];
  const since = addDays(today, -days);
  const counted = await countPapers(db, judged, { since, most: 1, shortForms });
  const unmatched = judged.flatMap((keyword, index) => {
    const { recent = 0, hasUnknownWord = false } = counted[index] ?? {};
    return recent > 0 ? [] : [{ keyword, hasUnknownWord }];
  });
  const near = await findNear(db, unmatched.slice(0, mostWithNear), since);
  const followed = new Set(typed.map((text) => text.toLowerCase()));
  return unmatched.map(({ keyword }, index) => ({
    keyword,
    near: (near[index] ?? []).filter((text) => !followed.has(text.toLowerCase())).slice(0, mostNear),
  }));
}

function isJudged({ exact, forms }: Phrase): boolean {
  return exact === null && forms.length > 0;
}

type Counted = {
  /** Papers listed since then that hold it in any form, counted no further than asked. */
  recent: number;
  /** Whether one of its words stands in no paper at all. */
  hasUnknownWord: boolean;
};

async function countPapers(
  db: Database,
  texts: string[],
  { since, most, shortForms }: { since: string; most: number; shortForms?: ShortForm[] | undefined },
): Promise<Counted[]> {
  const { forms } = await listForms(db, texts);
  const ways = texts.map((text) => foldPhrase(text, shortForms).forms);
  // A keyword has some twenty forms (`kvcache` is `kv cache`), of which most are no words.
  const known = await listKnownLexemes(db, [...new Set(ways.flat(2))]);
  const queries = texts.map((_, index) => {
    const { query = "", words = [] } = forms[index] ?? {};
    const others = (ways[index] ?? [])
      .filter((stems) => stems.every((stem) => known.has(stem)))
      .map(sideBySide);
    return {
      query: [query, ...others].filter((way) => way !== "").join(" | "),
      papers: Math.min(...words.map(({ papers }) => papers)),
    };
  });
  const recent = await countRecentMatches(db, queries, { since, most });
  return recent.map((papers, index) => ({
    recent: papers,
    hasUnknownWord: queries[index]?.papers === 0,
  }));
}

/** Stems hold letters and digits alone, so that quotes are all they need. */
function sideBySide(stems: string[]): string {
  return `(${stems.map((stem) => `'${stem}'`).join(" <-> ")})`;
}

type Unmatched = { keyword: string; hasUnknownWord: boolean };

/** For each keyword what a slip in it may have meant, else parts of it, the longest first: those that recent papers hold. */
async function findNear(db: Database, keywords: Unmatched[], since: string): Promise<string[][]> {
  const slips = keywords.filter(({ hasUnknownWord }) => hasUnknownWord).slice(0, mostMended);
  const mended = new Map<string, string>();
  for (const { keyword } of slips) {
    const meant = await correctWords(db, keyword);
    if (meant !== null && isJudged(foldPhrase(meant))) mended.set(keyword, meant);
  }
  const candidates = keywords.map(({ keyword }) =>
    partsOf(keyword).filter((part) => isJudged(foldPhrase(part))),
  );
  const texts = [...new Set([...mended.values(), ...candidates.flat()])];
  const counted = texts.length === 0 ? [] : await countPapers(db, texts, { since, most: mostHeld });
  const held = new Map(texts.map((text, index) => [text, counted[index]?.recent ?? 0]));
  const isHeld = (text: string) => (held.get(text) ?? 0) > 0;
  return keywords.map(({ keyword }, index) => {
    const meant = mended.get(keyword) ?? "";
    if (isHeld(meant)) return [meant];
    return (candidates[index] ?? []).filter((text) => isHeld(text) && (held.get(text) ?? 0) < mostHeld);
  });
}

/** Without its first or its last word, and each word by itself. */
function partsOf(keyword: string): string[] {
  const words = keyword.split(" ").slice(0, mostWords);
  if (words.length < 2) return [];
  const parts = [words.slice(0, -1), words.slice(1)].map((part) => part.join(" "));
  return [...new Set([...parts, ...words])].filter((part) => part !== keyword);
}
