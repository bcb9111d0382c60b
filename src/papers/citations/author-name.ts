import { onOneLine } from "./cited-paper.ts";

/** An author as a reference names them: a person by the parts of their name, or anybody whose name has none. */
export type AuthorName =
  | {
      kind: "person";
      /** With its particles, such as `van der Maaten`. */
      family: string;
      given: string;
      /** Such as `Jr.`; empty for most. */
      suffix: string;
    }
  | { kind: "whole"; name: string };

/**
 * Parts a name as arXiv writes it, `Laurens van der Maaten`. What seems no person's (`Gemini Team`, `DeepSeek-AI`), or
 * has one word, or is in a script that writes the family first, stays whole.
 */
export function partName(text: string): AuthorName {
  const name = onOneLine(text);
  const commas = name.split(/\s*,\s*/);
  const [before = "", behind = ""] = commas;
  // `Smith, Jr.` is parted below; `Smith, Ann` is parted already.
  if (commas.length === 2 && before !== "" && behind !== "" && !isGroup(name) && !generation.test(behind))
    return { kind: "person", family: before, given: behind, suffix: "" };
  const words =
    commas.length === 2 && generation.test(behind) ? [...before.split(" "), behind] : name.split(" ");
  const suffix = words.length > 2 && generation.test(words.at(-1) ?? "") ? words.pop() : undefined;
  const isParted = words.length > 1 && !words.some((word) => word.includes(","));
  if (!isParted || isGroup(name) || !givenFirst.test(name)) return { kind: "whole", name };
  const at = familyAt(words);
  return {
    kind: "person",
    family: words.slice(at).join(" "),
    given: words.slice(0, at).join(" "),
    suffix: suffix ?? "",
  };
}

/** Scripts in which arXiv's names have the given name first. */
const givenFirst = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;

const generation = /^(?:Jr|Sr)\.?$|^(?:II|III|IV)$/;

const groupWords =
  /\b(?:Team|Teams|Collaborations?|Consortium|Group|Labs|Laboratory|Laboratories|Institute|University|Project|Initiative|Community|Foundation|Society|Alliance|Network|Working|Research|DeepMind|Inc|Corp|Ltd|GmbH)\b/i;

function isGroup(name: string): boolean {
  return groupWords.test(name) || /[\d@&:/()]|(?:^| )and |[ -]AI$/.test(name);
}

/** Written small they begin a family name; one that is not here is a family name by itself, as in `Sachin kumar`. */
const particles = new Set(
  "af al av bin da dal dalla das de dei del della den der des di do dos du el ibn la le los ten ter van vande vander vom von zu zum zur y".split(
    " ",
  ),
);
/** Written large they begin one too; others, such as `Le` or `Da`, are given names as often. */
const largeParticles = new Set([
  "De",
  "Del",
  "Della",
  "Dalla",
  "Di",
  "Dos",
  "El",
  "Al",
  "Van",
  "Vander",
  "Von",
]);
/** Before these, `Van` is the second given name of somebody from Vietnam. */
const vietnamese = new Set(
  "Bui Cao Chu Dang Dao Dinh Do Doan Duong Ha Ho Hoang Huynh Lam Le Luong Luu Ly Mai Ngo Nguyen Pham Phan Phung Ta Thai To Tran Trinh Truong Vo Vu Vuong".split(
    " ",
  ),
);

/** Where the family name begins; a person has a given name before it. */
function familyAt(words: string[]): number {
  const last = words.length - 1;
  const at = words.findIndex((word, index) => {
    if (index === 0 || index === last) return false;
    if (word === "Van" && vietnamese.has(words[index + 1] ?? "")) return false;
    return particles.has(word) || largeParticles.has(word);
  });
  return at < 0 ? last : at;
}
