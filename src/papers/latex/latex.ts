import {
  accents,
  doubleStruck,
  functionNames,
  modifiers,
  styleCommands,
  subscripts,
  superscripts,
  symbols,
  wordScripts,
} from "./latex-tables.ts";

const mostPasses = 6;
const deepest = 24;

/**
 * Writes the LaTeX of titles and abstracts as Unicode where that is exact (`\%`, `$\alpha$`, `10^{-3}`, `\"o`),
 * and readably where it is not (`$\frac{a}{b}$` as a/b, `x^{(q)}` as x^(q)). A dollar that means money stays one,
 * and so does `<...>`. White space becomes single spaces; control and bidirectional formatting characters go.
 *
 * Never throws, takes linear time whatever it is given, and changes nothing when repeated.
 */
export function latexToUnicode(text: string): string {
  let current = tidy(text);
  if (!hasLatex(current)) return current;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const next = tidy(new Conversion(current).run());
    if (next === current) return current;
    current = next;
  }
  // Only built-up nonsense gets here.
  return tidy(current.replaceAll(latexCharacters, ""));
}

/** Whether a text holds any of the characters without which no rule of LaTeX applies. */
export function hasLatex(text: string): boolean {
  return text.search(latexCharacters) >= 0;
}

const latexCharacters = /[\\$^_{}~`]|-(?=-)/g;

function tidy(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, "\ufffd")
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\s\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u061c\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .replaceAll(/ {2,}/g, " ")
    .trim();
}

type Mode = "text" | "math";

class Conversion {
  /** Position of the brace that closes the one at an index, or -1. */
  private readonly closers: Int32Array;
  private readonly nextSeen = new Map<string, number>();

  constructor(private readonly source: string) {
    this.closers = matchBraces(source);
  }

  run(): string {
    return this.convert(0, this.source.length, "text", 0);
  }

  private convert(start: number, end: number, mode: Mode, depth: number): string {
    if (depth > deepest) return this.source.slice(start, end).replaceAll(/[\\${}]/g, "");
    const parts: string[] = [];
    let tail = "";
    let at = start;
    while (at < end) {
      const step = this.step(at, end, mode, depth, tail);
      parts.push(step.text);
      tail = (tail + step.text).slice(-12);
      at = step.at;
    }
    return parts.join("");
  }

  /** What stands at a position, converted, and where to go on; `tail` is the end of the output so far. */
  private step(at: number, end: number, mode: Mode, depth: number, tail: string): Step {
    const char = this.source.charAt(at);
    if (char === "\\") return this.command(at, end, mode, depth, tail);
    if (char === "$") return this.dollar(at, end, mode, depth);
    if (char === "^" || char === "_") return this.script(at, end, mode, depth, tail);
    if (char === "{") return this.group(at, end, mode, depth);
    if (char === "}" && mode === "math") return { text: "", at: at + 1 };
    if (char === "~") return { text: this.isTie(at, mode) ? " " : "~", at: at + 1 };
    if (char === "-" && mode === "text") return this.dashes(at, end);
    if (char === "`" && mode === "text") return this.quotes(at, end);
    if (char === "'" && mode === "math") return { text: "′", at: at + 1 };
    if (char === "'") return this.closingSigns(at, end);
    if (char === "h" && mode === "text") return this.address(at, end);
    return { text: char, at: at + 1 };
  }

  // --- commands ---------------------------------------------------------------

  private command(at: number, end: number, mode: Mode, depth: number, tail: string): Step {
    const next = at + 1 < end ? this.source.charAt(at + 1) : "";
    if (next === "") return { text: mode === "math" ? "" : "\\", at: at + 1 };
    if (next === "(" || next === "[") {
      const closing = this.find(next === "(" ? "\\)" : "\\]", at + 2);
      if (closing !== -1 && closing < end) {
        return { text: this.convert(at + 2, closing, "math", depth + 1), at: closing + 2 };
      }
      return { text: next, at: at + 2 };
    }
    if (/[a-zA-Z]/.test(next)) return this.named(at, end, mode, depth, tail);
    const accent = mode === "text" ? accents[next] : undefined;
    if (accent) {
      const accented = this.accented(at + 2, end, accent);
      if (accented) return accented;
    }
    if (/[%&#_${}]/.test(next)) return { text: next, at: at + 2 };
    if (",;: /".includes(next)) return { text: next === "/" ? "" : " ", at: at + 2 };
    if (next === "\\") return { text: " ", at: at + 2 };
    if (next === "!" || next === "-" || next === "@") return { text: "", at: at + 2 };
    if (next === "|") return { text: "‖", at: at + 2 };
    if (next === ")" || next === "]") return { text: next, at: at + 2 };
    return mode === "math" ? { text: "", at: at + 1 } : { text: `\\${next}`, at: at + 2 };
  }

  private named(at: number, end: number, mode: Mode, depth: number, tail: string): Step {
    let after = at + 1;
    while (after < end && after < at + 40 && /[a-zA-Z]/.test(this.source.charAt(after))) after += 1;
    const name = this.source.slice(at + 1, after);
    const starred = this.source.charAt(after) === "*" && mode === "math" ? after + 1 : after;

    const accent = name.length === 1 ? accents[name] : undefined;
    if (accent && mode === "text") {
      const accented = this.accented(this.skipSpace(after, end), end, accent);
      if (accented) return accented;
    }
    const modifier = modifiers[name];
    if (modifier) {
      const argument = this.argument(after, end, "math", depth);
      return { text: combine(argument.text, modifier), at: argument.at };
    }
    if (name === "mathbb") {
      const argument = this.argument(after, end, "math", depth);
      return { text: [...argument.text].map((char) => doubleStruck[char] ?? char).join(""), at: argument.at };
    }
    if (styleCommands.has(name)) {
      const argument = this.argument(after, end, name.startsWith("math") ? "math" : mode, depth);
      return argument;
    }
    if (name === "frac" || name === "dfrac" || name === "tfrac") return this.fraction(after, end, depth);
    if (name === "sqrt") {
      const argument = this.argument(after, end, "math", depth);
      return {
        text: `√${[...argument.text].length > 1 ? `(${argument.text})` : argument.text}`,
        at: argument.at,
      };
    }
    if (name === "left" || name === "right") {
      return { text: "", at: this.source.charAt(after) === "." ? after + 1 : after };
    }
    if (name === "href" || name === "textcolor") {
      const address = this.argument(after, end, "text", depth);
      return this.argument(address.at, end, "text", depth);
    }
    if (["label", "cite", "citep", "citet", "vspace", "hspace", "color"].includes(name)) {
      return { text: "", at: this.argument(after, end, "text", depth).at };
    }
    if (name === "footnote") return this.footnote(after, end, depth);
    const symbol = symbols[name];
    if (symbol !== undefined) {
      const isLetter = mode === "text" && name.length <= 2 && /^\p{L}$/u.test(symbol);
      const named = this.afterName(after, end);
      return { text: symbol, at: isLetter && named === after ? this.skipSpace(after, end) : named };
    }
    if (functionNames.has(name)) {
      const glue = mode === "math" && /[a-zA-Z\d\\]/.test(this.source.charAt(this.skipSpace(after, end)));
      const gap = /[\p{L}\d]$/u.test(tail) ? " " : "";
      return { text: `${gap}${name}${glue ? " " : ""}`, at: this.skipSpace(after, end) };
    }
    return this.unknown(at, name, starred, end, mode, depth);
  }

  /** A macro of the authors' own: its argument, or its bare name, which is how it is mostly printed. */
  private unknown(at: number, name: string, after: number, end: number, mode: Mode, depth: number): Step {
    if (this.source.charAt(after) === "{" && this.closerWithin(after, end) !== -1) {
      const argument = this.argument(after, end, mode, depth);
      return { text: argument.text === "" ? name : argument.text, at: argument.at };
    }
    const before = at > 0 ? this.source.charAt(at - 1) : " ";
    // `C:\Users` and `a\b` are no macros.
    const isGlued = /\w/.test(before) && this.source.charAt(after) !== "{";
    const isPath = mode === "text" && (name.length < 3 || isGlued || /[:\\]/.test(before));
    return { text: isPath ? `\\${name}` : name, at: after };
  }

  private footnote(after: number, end: number, depth: number): Step {
    // A footnote that is cut off runs to the end.
    if (this.source.charAt(after) === "{" && this.closerWithin(after, end) === -1) {
      return { text: ": ", at: after + 1 };
    }
    const { text, at } = this.argument(after, end, "text", depth);
    return { text: text === "" ? "" : ` (${text})`, at };
  }

  private fraction(after: number, end: number, depth: number): Step {
    const top = this.argument(after, end, "math", depth);
    const bottom = this.argument(top.at, end, "math", depth);
    return { text: `${bracketed(top.text)}/${bracketed(bottom.text)}`, at: bottom.at };
  }

  /** The argument of a command: a group, a command or one character. */
  private argument(from: number, end: number, mode: Mode, depth: number): Step {
    const at = this.skipSpace(from, end);
    if (at >= end) return { text: "", at };
    const char = this.source.charAt(at);
    if (char === "{") {
      const closer = this.closerWithin(at, end);
      if (closer === -1) return { text: "", at: at + 1 };
      return { text: this.convert(at + 1, closer, mode, depth + 1), at: closer + 1 };
    }
    if (depth > deepest) return { text: "", at: at + 1 };
    if (char === "\\") return this.command(at, end, mode, depth + 1, "");
    const point = String.fromCodePoint(this.source.codePointAt(at) ?? 0x20);
    return "$^_}".includes(char) ? { text: "", at } : { text: point, at: at + point.length };
  }

  // --- accents ----------------------------------------------------------------

  private accented(from: number, end: number, mark: string): Step | null {
    const [open, inner] = this.source.charAt(from) === "{" ? [true, from + 1] : [false, from];
    if (inner >= end) return null;
    const dotless = /^\\[ij](?![a-zA-Z])/.exec(this.source.slice(inner, inner + 3));
    const letter = dotless ? dotless[0].charAt(1) : this.source.charAt(inner);
    const after = inner + (dotless ? 2 : 1);
    if (open && this.source.charAt(after) !== "}") return null;
    const composed = `${letter}${mark}`.normalize("NFC");
    if (!/\p{L}/u.test(letter) || composed.length !== 1) return null;
    return { text: composed, at: open ? after + 1 : after };
  }

  // --- dollars ----------------------------------------------------------------

  private dollar(at: number, end: number, mode: Mode, depth: number): Step {
    if (mode === "math") return { text: "", at: at + 1 };
    const width = this.source.charAt(at + 1) === "$" ? 2 : 1;
    const from = at + width;
    const closing = this.findUnescaped("$", from);
    if (closing === -1 || closing >= end || closing === from) return { text: "$".repeat(width), at: from };
    const isWide = width === 2 && this.source.charAt(closing + 1) === "$";
    if (width === 2 && !isWide) return { text: "$$", at: from };
    const inner = this.source.slice(from, closing);
    if (width === 1 && !isMath(inner, this.source.charAt(closing + 1))) return { text: "$", at: from };
    return { text: this.convert(from, closing, "math", depth + 1).trim(), at: closing + width };
  }

  // --- scripts ----------------------------------------------------------------

  private script(at: number, end: number, mode: Mode, depth: number, tail: string): Step {
    const sign = this.source.charAt(at);
    const plain: Step = { text: sign, at: at + 1 };
    if (mode === "text" && !this.isScript(at, tail)) return plain;
    const word = sign === "^" ? this.wordScript(at + 1) : null;
    if (word) return { text: word.text, at: word.at };
    if (at + 1 >= end) return mode === "math" ? { text: "", at: at + 1 } : plain;
    const argument = this.argument(at + 1, end, "math", depth + 1);
    if (argument.at <= at + 1) return mode === "math" ? { text: "", at: at + 1 } : plain;
    const text = argument.text.trim();
    if (text === "") return { text: "", at: argument.at };
    if (sign === "^" && text === "∘") return { text: "°", at: argument.at };
    if (sign === "^" && /^[′*⊤†⋆]+$/u.test(text)) return { text: text.replace("⊤", "ᵀ"), at: argument.at };
    const table = sign === "^" ? superscripts : subscripts;
    const raised = [...text.replaceAll(" ", "")].map((char) => table[char]);
    const isWord = /\p{L}{3}/u.test(text);
    if (!isWord && raised.every((char) => char !== undefined))
      return { text: raised.join(""), at: argument.at };
    return {
      text: /^(?:[\p{L}\d.]+|.|\([^()]*\))$/u.test(text) ? `${sign}${text}` : `${sign}(${text})`,
      at: argument.at,
    };
  }

  /**
   * Outside of dollars, `^` and `_` are scripts only where a formula is plain to see: `R^2`, `10^{-3}`, `w_k`,
   * not `snake_case`, `eval_v1` or an address.
   */
  private isScript(at: number, tail: string): boolean {
    const base = /(?:^|[^\p{L}\d_])([\p{L}\d]|\d+|\p{Lu}+|\p{L}\p{M})[)\]⁰-₟¹²³ᵢ-ᵪⱼᴬ-ᵛ]*$|[)\]}|]$/u.test(
      tail,
    );
    if (!base) return false;
    const next = this.source.charAt(at + 1);
    if (next === "{") return this.closers[at + 1] !== -1;
    if (this.source.charAt(at) === "^" && this.wordScript(at + 1)) return true;
    const following = this.source.slice(at + 2, at + 4);
    // The names of methods: `G^2RPO`.
    if (this.source.charAt(at) === "^" && /\d/.test(next) && /^\p{L}/u.test(following)) return true;
    if (!/[\p{L}\d*]/u.test(next)) return false;
    return !/^[\p{L}\d_@]/u.test(following) && !/^\.\d/.test(following);
  }

  /** `360^circ`, where the source lost a backslash, and `360^\circ`. */
  private wordScript(at: number): { text: string; at: number } | null {
    const [whole, word = ""] =
      /^\{?\\?([a-z]{3,6})(?![a-zA-Z])\}?/.exec(this.source.slice(at, at + 10)) ?? [];
    const text = wordScripts[word];
    if (!whole || text === undefined || whole.startsWith("{") !== whole.endsWith("}")) return null;
    return { text, at: at + whole.length };
  }

  // --- the rest ---------------------------------------------------------------

  private group(at: number, end: number, mode: Mode, depth: number): Step {
    const closer = this.closerWithin(at, end);
    if (mode === "math") {
      if (closer === -1) return { text: "", at: at + 1 };
      return { text: this.convert(at + 1, closer, "math", depth + 1), at: closer + 1 };
    }
    if (closer === -1) return { text: "{", at: at + 1 };
    const inner = this.source.slice(at + 1, Math.min(closer, at + 14));
    // `{=}` and `{,}` keep TeX from spacing a sign; `{F}_t` lost its \mathcal; `{\"o}` and `{\bf x}` are LaTeX's.
    const isSign = closer === at + 2 && /[=,<>+\-/:.]/.test(inner);
    const isBase = closer === at + 2 && /[_^]/.test(this.source.charAt(closer + 1)) && /\p{L}/u.test(inner);
    const isCommand = /^\\(["'`^~=.]|[a-zA-Z])/.test(inner);
    if (!isSign && !isBase && !isCommand) return { text: "{", at: at + 1 };
    return { text: this.convert(at + 1, closer, mode, depth + 1), at: closer + 1 };
  }

  /** `Fig.~3` and `Kim~et al.` are tied; `~100` means about. */
  private isTie(at: number, mode: Mode): boolean {
    if (mode === "math") return true;
    return (
      at > 0 &&
      /[\p{L}.,)\]]/u.test(this.source.charAt(at - 1)) &&
      /[\p{L}\d\\$([]/u.test(this.source.charAt(at + 1))
    );
  }

  private dashes(at: number, end: number): Step {
    let after = at;
    while (after < end && this.source.charAt(after) === "-") after += 1;
    const before = at > 0 ? this.source.charAt(at - 1) : "";
    const following = this.source.charAt(after);
    const isBetween =
      (/[\p{L}\d)%]/u.test(before) && /[\p{L}\d($]/u.test(following)) ||
      (before === " " && following === " ");
    if (!isBetween || after - at > 3 || after - at < 2)
      return { text: this.source.slice(at, after), at: after };
    return { text: after - at === 2 ? "–" : "—", at: after };
  }

  /** ``...'' are LaTeX's quotation marks; some close them with a plain one. */
  private quotes(at: number, end: number): Step {
    if (this.source.charAt(at + 1) !== "`" || this.source.charAt(at + 2) === "`") {
      let after = at;
      while (after < end && this.source.charAt(after) === "`") after += 1;
      return { text: this.source.slice(at, after), at: after };
    }
    return this.quoted(at, end, this.nearest(["''", '"'], at + 2)) ?? { text: "``", at: at + 2 };
  }

  /** ''...'', by who closed what they never opened. */
  private closingSigns(at: number, end: number): Step {
    const isOpening =
      this.source.charAt(at + 1) === "'" &&
      (at === 0 || /[\s(]/.test(this.source.charAt(at - 1))) &&
      /[\p{L}\d]/u.test(this.source.charAt(at + 2));
    const found = isOpening ? this.quoted(at, end, this.nearest(["''"], at + 2)) : null;
    return found ?? { text: "'", at: at + 1 };
  }

  private quoted(at: number, end: number, closing: { at: number; width: number } | null): Step | null {
    if (closing === null || closing.at >= end || closing.at - at > 500) return null;
    const inner = this.convert(at + 2, closing.at, "text", deepest);
    return { text: `“${inner}”`, at: closing.at + closing.width };
  }

  /** The first of some signs from a place on. */
  private nearest(signs: string[], from: number): { at: number; width: number } | null {
    const found = signs
      .map((sign) => ({ at: this.find(sign, from), width: sign.length }))
      .filter((sign) => sign.at !== -1);
    return found.toSorted((a, b) => a.at - b.at)[0] ?? null;
  }

  /** An address stays as it is, but for the escapes that LaTeX asks of its author. */
  private address(at: number, end: number): Step {
    if (!/^https?:\/\//.test(this.source.slice(at, at + 8))) return { text: "h", at: at + 1 };
    let after = at;
    while (after < end && !/[\s<>"{}|`]/.test(this.source.charAt(after))) after += 1;
    return { text: this.source.slice(at, after).replaceAll(/\\([_%&#])/g, "$1"), at: after };
  }

  private closerWithin(at: number, end: number): number {
    const closer = this.closers[at] ?? -1;
    return closer < end ? closer : -1;
  }

  private skipSpace(at: number, end: number): number {
    return at < end && this.source.charAt(at) === " " ? at + 1 : at;
  }

  /** TeX swallows the space after a command, but `\alpha and` in broken input must stay two words. */
  private afterName(after: number, end: number): number {
    return this.source.startsWith("{}", after) && after + 2 <= end ? after + 2 : after;
  }

  /** `indexOf` that remembers what it saw, so that a text full of openers is searched once. */
  private find(text: string, from: number): number {
    const seen = this.nextSeen.get(text);
    if (seen !== undefined && (seen === -1 || seen >= from)) return seen;
    const found = this.source.indexOf(text, from);
    this.nextSeen.set(text, found);
    return found;
  }

  private findUnescaped(char: string, from: number): number {
    let at = this.find(char, from);
    while (at > from && this.source.charAt(at - 1) === "\\") at = this.find(char, at + 1);
    return at;
  }
}

type Step = { text: string; at: number };

/** Pandoc's rule for dollars, and an amount of money followed by words is money. */
function isMath(inner: string, following: string): boolean {
  if (inner.length > 1500 || /^\s/.test(inner) || /[\s\\]$/.test(inner))
    return /^\s*\\[a-zA-Z]+\s*$/.test(inner);
  if (/[\\^_]/.test(inner)) return true;
  if (/\d/.test(following)) return false;
  if (/^[\d.,]+\s?(?:[kKMBT]\b|thousand|million|billion|trillion)?[^=<>+]*\p{L}{3,}/u.test(inner))
    return false;
  if (/^[\d.,]+\s?[-–/]$/.test(inner)) return false;
  return !/\p{L}{4,}.* .*\p{L}{4,}/u.test(inner);
}

function combine(text: string, mark: string): string {
  const chars = [...text];
  return chars.length === 1 ? `${text}${mark}`.normalize("NFC") : text;
}

function bracketed(text: string): string {
  return /^[\p{L}\p{M}\d.⁰-₟²³¹]*$/u.test(text) ? text : `(${text})`;
}

function matchBraces(text: string): Int32Array {
  const closers = new Int32Array(text.length).fill(-1);
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 92) at += 1;
    else if (char === 123) open.push(at);
    else if (char === 125) {
      const opener = open.pop();
      if (opener !== undefined) closers[opener] = at;
    }
  }
  return closers;
}
