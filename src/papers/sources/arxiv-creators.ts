import { mostAuthors } from "./paper-text.ts";

/** Of the names of one paper together, with their affiliations; the rest of a longer text is left unread. */
const mostLength = 400_000;

/**
 * The authors that a line names, in order: `Ann Example (Institute of Tests, University of Samples), Bo Sample Jr`
 * names two. What stands in round brackets after a name is where its author works, and no author; commas, colons,
 * semicolons and "and" stand between authors. Takes time linear to the text.
 */
export function splitCreators(line: string): string[] {
  const outside = dropAffiliations(line.slice(0, mostLength).replaceAll(/\s+/g, " "));
  const names: string[] = [];
  for (const piece of outside.split(between)) {
    const name = piece.replace(/^ ?(?:and|&) /, "").trim();
    const last = names.length - 1;
    if (name === "" || /^(?:et ?al\.?|and)$/i.test(name)) continue;
    // `John Smith, Jr.` is one person.
    if (last >= 0 && generation.test(name)) names[last] = `${names[last]} ${name}`;
    else if (names.length < mostAuthors) names.push(name);
  }
  return names;
}

const between = /[,;:]| and /;
const generation = /^(?:Jr|Sr)\.?$|^(?:II|III|IV)$/;

/**
 * The text without what stands in round brackets. A bracket that is never closed hides no more than the rest up
 * to the next comma: better an institute among the authors than an author lost. A nickname within a name,
 * `Xiaoming (Simon) Li`, is part of it.
 */
function dropAffiliations(text: string): string {
  const closers = matchBrackets(text);
  const kept: string[] = [];
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    const closer = closers.get(at);
    if (char === "(" && closer !== undefined) {
      if (isNickname(text, at, closer)) kept.push(text.slice(at, closer + 1));
      at = closer + 1;
    } else if (char === "(") {
      const comma = text.indexOf(",", at);
      at = comma < 0 ? text.length : comma;
    } else {
      if (char !== ")") kept.push(char);
      at += 1;
    }
  }
  return kept.join("");
}

const longestNickname = 30;

function isNickname(text: string, opener: number, closer: number): boolean {
  if (closer - opener > longestNickname) return false;
  const inner = text.slice(opener + 1, closer);
  const [before, after] = [text.slice(Math.max(0, opener - 2), opener), text.slice(closer + 1, closer + 6)];
  return /^[\p{L}\p{M}.'’-]+$/u.test(inner) && /[\p{L}.] $/u.test(before) && /^ (?!and )\p{Lu}/u.test(after);
}

/** The bracket that closes the one at an index; none for one that stays open. */
function matchBrackets(text: string): Map<number, number> {
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "(") open.push(at);
    else if (char === ")") {
      const opener = open.pop();
      if (opener !== undefined) closers.set(opener, at);
    }
  }
  return closers;
}
