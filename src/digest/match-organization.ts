import { foldLetters } from "./fold-text.ts";
import { keepResults } from "./keep-results.ts";

/** The name of a university, lab or company, folded for comparison. */
export type OrganizationName = {
  words: Word[];
  /** All words as one, so that `Open AI`, `OpenAI` and `openai` are the same. */
  joined: string;
  /** `joined` without what names are written with or without. */
  core: string;
  /** What `core` lacks: two names that lack different things are two names. */
  kind: Kind | null;
  /** The first letters of a university's or an institute's words (`MIT`); empty for all others. */
  initials: string;
};

type Word = {
  text: string;
  /** Whether nothing but blanks parts it from the word before it. */
  isJoinedOn: boolean;
};

type Kind = "university" | "ai" | "team" | "research";

const longestName = 200;

/** Without case, accents and apostrophes, in words; `AI` and the like are words of their own in `MoonshotAI`. */
export const foldOrganization: (name: string) => OrganizationName = keepResults(organizationOf, 20_000);

function organizationOf(name: string): OrganizationName {
  const written = wordsOf(name.slice(0, longestName));
  const meant = calledOtherwise.get(written.map(({ text }) => text).join(""));
  const words = writtenOut((meant ? wordsOf(meant) : written).filter(({ text }) => !meaningless.has(text)));
  const texts = words.map(({ text }) => text);
  return { words, joined: texts.join(""), ...coreOf(texts), initials: initialsOf(texts) };
}

/**
 * Whether a paper's organisation is one that a reader named: its name holds theirs as whole words (`Stanford` of
 * `Stanford NLP`), is theirs but for what may be left away (`Stanford` and `Stanford University`, `Moonshot` and
 * `MoonshotAI`), or the one abbreviates the other (`MIT`). `University of Hong Kong` is not `Chinese University of
 * Hong Kong`, and `Nanjing University` not `Nanjing University of Science and Technology`.
 */
export function isSameOrganization(organization: OrganizationName, wanted: OrganizationName): boolean {
  if (organization.joined === "" || wanted.joined === "") return false;
  if (organization.joined === wanted.joined) return true;
  // What is nothing but "AI" or "University" is part of too many names.
  if (wanted.core === "" || organization.core === "") return false;
  return (
    hasSameCore(organization, wanted) ||
    organization.initials === wanted.joined ||
    wanted.initials === organization.joined ||
    (organization.joined.includes(wanted.joined) && holds(organization.words, wanted))
  );
}

function hasSameCore(one: OrganizationName, other: OrganizationName): boolean {
  return one.core === other.core && (one.kind === null || other.kind === null || one.kind === other.kind);
}

/** Whether words in a row are the wanted name, and not the name of another university that goes on around it. */
function holds(words: Word[], wanted: OrganizationName): boolean {
  for (const first of words.keys()) {
    let run = "";
    for (let last = first; last < words.length && run.length < wanted.joined.length; last += 1) {
      run += words[last]?.text ?? "";
      if (run === wanted.joined && !goesOn(words, first, last)) return true;
    }
  }
  return false;
}

function goesOn(words: Word[], first: number, last: number): boolean {
  const begin = words[first];
  const before = words[first - 1];
  const after = words[last + 1];
  const isNamedOn = begin?.text === "university" && begin.isJoinedOn && before && !linking.has(before.text);
  return (
    Boolean(isNamedOn) || (words[last]?.text === "university" && after?.text === "of" && after.isJoinedOn)
  );
}

/** What may stand before a name that is named whole: `Vision Lab at University of Oxford`. */
const linking = new Set(["at", "of", "in", "from", "and", "lab", "group", "team"]);

/** Articles and legal forms. */
const meaningless = new Set([
  ...["the", "inc", "incorporated", "ltd", "limited", "llc", "gmbh", "ag", "plc"],
  ...["corp", "corporation", "co", "company"],
]);

/** Written with a capital at the end of a word (`TongyiLab`, `StanfordNLP`), they are words of their own. */
const endings = /(?<=[\p{Ll}\p{N}])(?=(?:AI|NLP|Labs?|Team|Group|Research|DeepMind)$)/u;

const wordPattern = /\p{scx=Han}|(?:(?!\p{scx=Han})[\p{L}\p{M}\p{N}])+/gu;

function wordsOf(name: string): Word[] {
  const plain = name.replaceAll(/['’`]/g, "");
  let end = 0;
  return [...plain.matchAll(wordPattern)].flatMap(({ 0: word, index }) => {
    const isJoinedOn = index > 0 && plain.slice(end, index).trim() === "";
    end = index + word.length;
    return word
      .split(endings)
      .map((text, place) => ({ text: foldLetters(text), isJoinedOn: place > 0 || isJoinedOn }));
  });
}

/** How the field calls universities, labs and companies: word for word, so that `PKU VaLuE Lab` is of Peking University. */
const calledShortly = new Map(
  Object.entries({
    laboratory: "lab",
    facebook: "meta",
    uc: "university of california",
    cmu: "carnegie mellon university",
    cuhk: "chinese university of hong kong",
    hku: "university of hong kong",
    hkust: "hong kong university of science and technology",
    mit: "massachusetts institute of technology",
    nus: "national university of singapore",
    nyu: "new york university",
    pku: "peking university",
    sjtu: "shanghai jiao tong university",
    ucla: "university of california los angeles",
    ucsb: "university of california santa barbara",
    ucsd: "university of california san diego",
    uiuc: "university of illinois urbana champaign",
    ustc: "university of science and technology of china",
    zju: "zhejiang university",
  }).map(([short, long]) => [short, long.split(" ")] as const),
);

/** Whole names that are another's, joined. */
const calledOtherwise = new Map([
  ["deepmind", "Google DeepMind"],
  ["aiatmeta", "Meta AI"],
  ["metafair", "Meta AI"],
  ["georgiatech", "Georgia Institute of Technology"],
  ["alleninstituteforai", "AI2"],
  ["alleninstituteforartificialintelligence", "AI2"],
]);

/** Also without the `at` of `University of California at San Diego`. */
function writtenOut(words: Word[]): Word[] {
  const university = words.findIndex(({ text }) => text === "university");
  const isWritten = ({ text }: Word, at: number) => text !== "at" || university < 0 || at < university;
  return words.filter(isWritten).flatMap(({ text, isJoinedOn }) =>
    (calledShortly.get(text) ?? [text]).map((part, at) => ({
      text: part,
      isJoinedOn: at > 0 || isJoinedOn,
    })),
  );
}

function coreOf(texts: string[]): { core: string; kind: Kind | null } {
  const last = texts.at(-1);
  if (texts[0] === "university" && texts[1] === "of")
    return { core: texts.slice(2).join(""), kind: "university" };
  if (last === "university" || last === "team" || last === "research")
    return { core: texts.slice(0, -1).join(""), kind: last };
  const joined = texts.join("");
  // Also where it is written as one word without capitals: what is left is compared as a whole, so that no harm is done.
  return joined.endsWith("ai") ? { core: joined.slice(0, -2), kind: "ai" } : { core: joined, kind: null };
}

const small = new Set(["of", "at", "for", "and", "in", "de", "di"]);
const academic = new Set(["university", "institute", "academy", "college", "school"]);

const fewestInitials = 3;

function initialsOf(texts: string[]): string {
  if (!texts.some((text) => academic.has(text))) return "";
  const counted = texts.filter((text) => !small.has(text));
  return counted.length < fewestInitials ? "" : counted.map((text) => text.charAt(0)).join("");
}
