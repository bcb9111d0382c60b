import type { ShortForm } from "../config/short-forms.ts";
import type { Edition, FrozenPaper } from "../editions/edition.ts";
import type { DigestChoice, DigestPreferences } from "./compiled-digest.ts";
import { mostFillUps } from "./fill-up.ts";
import {
  indexPapers,
  matchPaper,
  mutes,
  type PaperIndex,
  type PaperMatch,
  type PreferenceWords,
  preferenceWords,
} from "./match-paper.ts";
import { nothingSeen, type SeenPapers, seenStandingOf } from "./seen-papers.ts";
import { joins, type Liking, likingsOf, type Taste } from "./taste.ts";

/** Why nothing of an edition is for a reader. */
export type NoChoiceReason = "no-paper-left" | "no-match" | "too-few-matches";

export type Chosen = { kind: "chosen"; choice: DigestChoice } | { kind: "none"; reason: NoChoiceReason };

/** What the installation knows beside the edition and its reader. */
export type ChoosingMeans = {
  /** More short forms than the usual ones: those of the configuration. */
  shortForms?: ShortForm[] | undefined;
  /** What the reader's marks say; null or missing when nothing. */
  taste?: Taste | null | undefined;
};

/** Late risers season a digest. */
const mostLate = 3;

/** Papers that only their likeness to what was marked brings are an offer beside what was asked for. */
const mostJoined = 3;

/**
 * A subscriber's papers of an edition's mailed part, at most `maxPapers`, muted ones never, and what another
 * digest showed them only as `seenStandingOf` says. What comes back counts neither as a match nor as a reason to mail.
 *
 * Who follows nothing gets the top papers. Who follows topics, keywords, authors or organisations gets the papers
 * that match any of them, those first that are most about them and then in the edition's order; when they leave room,
 * the period's top papers follow as the reader chose (`mostFillUps`).
 * Where marks say what the reader likes, matches are ordered by that and their weight together, and papers of the
 * period that match nothing but are very like what was marked join them, at most three: they count as matches. Who
 * follows nothing gets all such papers before the top ones.
 *
 * What an operator put first stands first among the matches, and among the top papers; it comes to nobody for that alone.
 *
 * Late risers stand in their own section, at most three and a third of the mail, and must match too.
 *
 * A paper whose categories nobody knows yet (arXiv was down) may be on any topic: a reader with topics gets it
 * among the top papers, and it counts as a match, so that an outage empties no digest.
 */
export function choosePapers(
  edition: Edition,
  preferences: DigestPreferences,
  seen: SeenPapers = nothingSeen,
  { shortForms, taste }: ChoosingMeans = {},
): Chosen {
  const words = preferenceWords(preferences, shortForms);
  const left: Entry[] = [];
  for (const paper of indexEdition(edition)) {
    if (paper.section !== "top" && !preferences.wantsLateRisers) continue;
    const standing = seenStandingOf(paper, edition, seen, preferences);
    if (standing !== "withheld" && !mutes(words, paper)) left.push(standing === "new" ? paper : paper.back);
  }
  if (left.every(({ isBack }) => isBack)) return { kind: "none", reason: "no-paper-left" };
  const likings = taste ? likingsOf(edition, taste) : [];
  const chosen = words.followsNothing
    ? choosePopular(left, preferences, likings)
    : chooseFollowed(left, words, preferences, likings, edition.pinned);
  return chosen.kind === "none" ? chosen : { kind: "chosen", choice: withDays(chosen.choice, edition, seen) };
}

/** Names the days on which late risers were seen before. */
function withDays(choice: DigestChoice, { papers }: Edition, { lateRisers }: SeenPapers): DigestChoice {
  const seenOn = choice.late.map((index) => lateRisers.get(papers[index]?.id ?? "")?.lastOn ?? null);
  return seenOn.every((day) => day === null) ? choice : { ...choice, seenOn };
}

/** A paper as a reader has it before them. All readers share these: nobody changes one. */
type Entry = PaperIndex & { id: string; index: number; section: FrozenPaper["section"]; isBack: boolean };
type IndexedPaper = Entry & {
  /** The same of who had it before. */
  back: Entry;
};

function choosePopular(left: Entry[], { maxPapers, detail }: DigestPreferences, likings: Liking[]): Chosen {
  const joined = joiningOf(left, likings, maxPapers);
  const others = left.filter((paper) => !joined.includes(paper));
  const { day, late } = share(others, maxPapers - joined.length);
  const choice = { detail, forYou: indexes(joined), top: indexes(day), late: indexes(late) };
  return { kind: "chosen", choice: withJoined(choice, joined, likings) };
}

function chooseFollowed(
  left: Entry[],
  words: PreferenceWords,
  preferences: DigestPreferences,
  likings: Liking[],
  pinned = 0,
): Chosen {
  const { maxPapers, minMatches, detail } = preferences;
  /** By the places of the papers in the edition. */
  const met: (PaperMatch | null)[] = [];
  // A step of a match's weight (title, keyword, abstract) counts as much as a spread of similarity.
  const scoreOf = ({ index }: Entry) => (likings[index]?.score ?? 0) + (met[index]?.weight ?? 0);
  for (const paper of left) met[paper.index] = matchPaper(words, paper);
  const matched = left
    .filter(({ index }) => met[index] !== null)
    .sort(
      (one, other) =>
        Math.min(one.index, pinned) - Math.min(other.index, pinned) || scoreOf(other) - scoreOf(one),
    );
  const others = left.filter(({ index }) => met[index] === null);
  const possible = words.topics.length === 0 ? [] : others.filter((paper) => paper.isUncategorised);
  const unmatched = possible.length === 0 ? others : others.filter((paper) => !possible.includes(paper));
  const joining = joiningOf(unmatched, likings, mostJoined);
  const matches = [...matched, ...possible, ...joining].filter(({ isBack }) => !isBack).length;
  if (matches === 0) return { kind: "none", reason: "no-match" };
  if (matches < minMatches) return { kind: "none", reason: "too-few-matches" };

  const { day, late } = share(matched, maxPapers);
  const joined = joining.slice(0, maxPapers - day.length - late.length);
  const shown = day.length + joined.length + late.length;
  const room = maxPapers - shown;
  const open = possible.filter((paper) => paper.section === "top").slice(0, room);
  const fill = unmatched
    .filter((paper) => paper.section === "top" && !joined.includes(paper))
    .slice(0, mostFillUps(preferences.fillUp, shown, room - open.length));
  const top = indexes([...open, ...fill]).sort((one, other) => one - other);
  if (shown + top.length === 0) return { kind: "none", reason: "no-match" };
  const because = reasonsOf(day, met);
  const becauseLate = late.length === 0 ? {} : { becauseLate: reasonsOf(late, met) };
  const own = matched.filter((paper) => paper.section === "top").length;
  const forYou = indexes([...day, ...joined]);
  const choice = withJoined(
    { detail, forYou, top, late: indexes(late), because, ...becauseLate },
    joined,
    likings,
  );
  return { kind: "chosen", choice: own > day.length ? { ...choice, matched: own } : choice };
}

/** Papers of the period that are very like what was marked, the most alike first. */
function joiningOf(papers: Entry[], likings: Liking[], most: number): Entry[] {
  if (likings.length === 0) return [];
  const likeness = ({ index }: Entry) => likings[index]?.likeness ?? 0;
  return papers
    .filter(({ index, section }) => {
      const liking = likings[index];
      return section === "top" && liking !== undefined && joins(liking);
    })
    .toSorted((one, other) => likeness(other) - likeness(one))
    .slice(0, most);
}

/** Tells which of the papers joined, and by which words: they come last of `forYou`. */
function withJoined(choice: DigestChoice, joined: Entry[], likings: Liking[]): DigestChoice {
  if (joined.length === 0) return choice;
  const shared = joined.map(({ index }) => likings[index]?.shared().join(", ") ?? "");
  return { ...choice, because: [...(choice.because ?? []), ...shared], joined: indexes(joined) };
}

function reasonsOf(papers: Entry[], met: (PaperMatch | null)[]): string[] {
  return papers.map(({ index }) => met[index]?.reasons.join(", ") ?? "");
}

/** Parts papers between the period's own and late risers, new ones first; what one leaves free the other may take. */
function share(papers: Entry[], maxPapers: number): { day: Entry[]; late: Entry[] } {
  const ofDay = papers.filter((paper) => paper.section === "top");
  const risen = papers
    .filter((paper) => paper.section === "late")
    .toSorted((one, other) => Number(one.isBack) - Number(other.isBack));
  const kept = Math.min(risen.length, mostLate, Math.floor(maxPapers / 3));
  const day = ofDay.slice(0, maxPapers - kept);
  return { day, late: risen.slice(0, Math.min(mostLate, maxPapers - day.length)) };
}

function indexes(papers: Entry[]): number[] {
  return papers.map((paper) => paper.index);
}

/** An edition is frozen and read by every reader of a batch, so its words are folded once. */
const folded = new WeakMap<Edition["papers"], IndexedPaper[]>();

/** Its papers, folded for comparison once. */
export function indexEdition({ papers }: Edition): IndexedPaper[] {
  const known = folded.get(papers);
  if (known) return known;
  const entries = indexPapers(papers).map((paper, index) => {
    const { id = "", section = "top" } = papers[index] ?? {};
    const entry = { ...paper, id, index, section };
    return { ...entry, isBack: false, back: { ...entry, isBack: true } };
  });
  folded.set(papers, entries);
  return entries;
}
