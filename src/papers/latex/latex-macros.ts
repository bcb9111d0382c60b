/** Definitions that are read of one text, and how long a body and the whole may become. */
const mostDefinitions = 50;
const longestBody = 500;
const longestText = 60_000;

type Macro = { arguments: number; body: string };

/**
 * Takes away whole lines of comment, and the sign that ends a line after a brace, which keeps TeX from a space. In a text
 * of one line stands no comment: `\%%` is written as two signs, which another reading must leave.
 */
export function dropComments(text: string): string {
  if (!text.includes("%") || !text.includes("\n")) return text;
  return text.replaceAll(/(?<=\})%[ \t]*\r?\n[ \t]*/g, "").replaceAll(/^[ \t]*%%.*(?:\r?\n|$)/gm, "");
}

/**
 * Writes out what a text defines itself: `\newcommand{\sys}{Foo} \sys runs` is "Foo runs". Macros are written out
 * once and never within each other, so that no text grows without end.
 */
export function expandMacros(text: string): string {
  if (!definition.test(text)) return text;
  const macros = new Map<string, Macro>();
  const rest = takeDefinitions(text, macros);
  return macros.size === 0 ? text : writeOut(rest, macros);
}

const definition =
  /\\(?:(?:re|provide)?newcommand\*?|providecommand\*?|DeclareMathOperator\*?|def|gdef)\s?\{?\\([a-zA-Z]{1,40})\}?\s?(?:\[(\d)\])?(?:\[[^\]]{0,40}\])?((?:#\d){0,9})\s?\{/;

/** The text without its definitions, which go into `macros`. */
function takeDefinitions(text: string, macros: Map<string, Macro>): string {
  const kept: string[] = [];
  let rest = text;
  while (macros.size < mostDefinitions) {
    const found = definition.exec(rest);
    if (!found) break;
    const opener = found.index + found[0].length - 1;
    const closer = closerOf(rest, opener, longestBody);
    if (closer === -1) break;
    const [, name = "", count, hashes = ""] = found;
    macros.set(name, {
      arguments: count ? Number(count) : hashes.length / 2,
      body: rest.slice(opener + 1, closer),
    });
    kept.push(rest.slice(0, found.index));
    rest = rest.slice(closer + 1);
  }
  return kept.join("") + rest;
}

function writeOut(text: string, macros: Map<string, Macro>): string {
  const parts: string[] = [];
  let length = 0;
  let at = 0;
  for (const found of text.matchAll(/\\([a-zA-Z]{1,40})/g)) {
    const macro = macros.get(found[1] ?? "");
    if (!macro || found.index < at || length > longestText) continue;
    let next = found.index + found[0].length;
    let { body } = macro;
    for (let number = 1; number <= macro.arguments; number += 1) {
      const closer = text.charAt(next) === "{" ? closerOf(text, next, longestBody) : -1;
      body = body.replaceAll(`#${number}`, () => (closer === -1 ? "" : text.slice(next + 1, closer)));
      if (closer !== -1) next = closer + 1;
    }
    parts.push(text.slice(at, found.index), body);
    length += body.length;
    at = text.startsWith("{}", next) ? next + 2 : next;
  }
  return parts.join("") + text.slice(at);
}

/** The brace that closes the one at a place, not farther than `most` from it; -1 when none does. */
function closerOf(text: string, opener: number, most: number): number {
  let depth = 0;
  for (let at = opener; at < text.length && at <= opener + most; at += 1) {
    const char = text.charAt(at);
    if (char === "\\") at += 1;
    else if (char === "{") depth += 1;
    else if (char === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}
