import { accentuate, combine, standingAlone } from "./accents.ts";
import { environmentsWithArgument, mathEnvironments, references, shapes, tables } from "./latex-shapes.ts";
import { abbreviations, furtherSigns } from "./latex-signs.ts";
import {
  accents,
  doubleStruck,
  functionNames,
  modifiers,
  styleCommands,
  symbols,
  wordScripts,
} from "./latex-tables.ts";
import { type LatexStep, LatexText } from "./latex-text.ts";
import { quantities } from "./quantities.ts";
import { hasAddress, isFormulaOfChemistry, isMath } from "./tell-formulas.ts";
import { gap } from "./tidy.ts";
import { writeScript } from "./write-script.ts";

const deepest = 24;

/** Characters that are looked over for the end of a group, of an accented letter. */
const longestGroup = 60;
const longestAccented = 60;

type Mode = "text" | "math";

/** One pass over a text: each command, script, group and sign of LaTeX is written as Unicode. */
export class Conversion {
  private readonly text: LatexText;
  /** Where the last script ended: another may follow it, as in `x^{2}_{1}`. */
  private scriptEnd = -1;
  /** How many environments with rows are open: in them `&` stands between cells and `\\` ends a row. */
  private rowsOpen = 0;

  constructor(private readonly source: string) {
    this.text = new LatexText(source);
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
  private step(at: number, end: number, mode: Mode, depth: number, tail: string): LatexStep {
    const char = this.source.charAt(at);
    if (char === "\\") return this.command(at, end, mode, depth, tail);
    if (char === "$") return this.dollar(at, end, mode, depth, tail);
    if (char === "^" || char === "_") return this.script(at, end, mode, depth, tail);
    if (char === "{") return this.group(at, end, mode, depth);
    if (char === "}" && mode === "math") return { text: "", at: at + 1 };
    if (char === "~") return { text: this.isTie(at, mode) ? " " : "~", at: at + 1 };
    if (char === "&" && this.rowsOpen > 0) return { text: mode === "math" ? " " : " | ", at: at + 1 };
    if (char === "-" && mode === "text") return this.dashes(at, end);
    if (char === "`" && mode === "text") return this.quotes(at, end);
    if (char === "'" && mode === "math") return { text: "′", at: at + 1 };
    if (char === "'") return this.closingSigns(at, end);
    if (char === '"' && mode === "text") return this.openingSign(at, end);
    if (char === "h" && mode === "text") return this.address(at, end);
    if ("temubr".includes(char) && mode === "text") return this.remnant(at, end, mode, depth, tail);
    return { text: char, at: at + 1 };
  }

  // --- commands ---------------------------------------------------------------

  private command(at: number, end: number, mode: Mode, depth: number, tail: string): LatexStep {
    const next = at + 1 < end ? this.source.charAt(at + 1) : "";
    if (next === "") return { text: mode === "math" ? "" : "\\", at: at + 1 };
    if (next === "(" || next === "[") {
      const closing = this.text.find(next === "(" ? "\\)" : "\\]", at + 2);
      if (closing !== -1 && closing < end) {
        return { text: this.convert(at + 2, closing, "math", depth + 1), at: closing + 2 };
      }
      return { text: next, at: at + 2 };
    }
    if (/[a-zA-Z]/.test(next)) return this.named(at, end, mode, depth, tail);
    const accent = accents[next];
    if (accent) {
      const isApart = /^ \p{Ll}/u.test(this.source.slice(at + 2, at + 4)) && /\p{L}$/u.test(tail);
      const accented = this.accented(isApart ? at + 3 : at + 2, end, accent, depth);
      if (accented) return accented;
      // Quotation marks that somebody escaped: `can\'t`.
      if (mode === "text" && /["'`]/.test(next)) return { text: next, at: at + 2 };
    }
    if (/[%&#_${}]/.test(next)) return { text: next, at: at + 2 };
    if (",;:> /".includes(next)) return { text: next === "/" ? "" : " ", at: at + 2 };
    if (next === "\\") return { text: this.rowsOpen > 0 ? "; " : " ", at: this.text.skipOption(at + 2, end) };
    if (next === "!" || next === "-" || next === "@" || next === "*") return { text: "", at: at + 2 };
    if (next === "|") return { text: "‖", at: at + 2 };
    if (next === ")" || next === "]") return { text: next, at: at + 2 };
    return mode === "math" ? { text: "", at: at + 1 } : { text: `\\${next}`, at: at + 2 };
  }

  private named(at: number, end: number, mode: Mode, depth: number, tail: string): LatexStep {
    let after = at + 1;
    while (after < end && after < at + 40 && /[a-zA-Z]/.test(this.source.charAt(after))) after += 1;
    const name = this.source.slice(at + 1, after);
    // `\foo*{x}` is a variant of `\foo{x}`; in formulas a star may also multiply.
    const isStarred =
      this.source.charAt(after) === "*" && "{[".includes(this.source.charAt(after + 1) || " ");
    const from = isStarred ? after + 1 : after;

    const accent = accents[name];
    if (accent && mode === "text") {
      const accented = this.accented(this.text.skipSpace(after, end), end, accent, depth);
      if (accented) return accented;
    }
    const step =
      this.layout(name, from, end, depth, tail) ??
      this.withArguments(name, from, end, mode, depth, tail) ??
      this.quantity(name, from, end) ??
      this.infix(name, after, end, depth, tail);
    if (step) return step;
    const symbol = symbols[name] ?? furtherSigns[name];
    if (symbol !== undefined) return this.symbol(name, symbol, after, end, mode, depth);
    const abbreviation = abbreviations[name];
    if (abbreviation !== undefined && mode === "text") {
      const named = this.text.afterName(after, end);
      return { text: abbreviation, at: this.source.charAt(named) === "." ? named + 1 : named };
    }
    return this.unknown(
      at,
      name,
      mode === "math" && this.source.charAt(after) === "*" ? after + 1 : from,
      end,
      mode,
      depth,
    );
  }

  /** What a command of one sign prints. */
  private symbol(
    name: string,
    symbol: string,
    after: number,
    end: number,
    mode: Mode,
    depth: number,
  ): LatexStep {
    if (symbol === "" && this.source.charAt(after) === "{" && switches.has(name)) {
      return this.argument(after, end, mode, depth);
    }
    const named = this.text.afterName(after, end);
    if (named !== after) return { text: symbol, at: named };
    const next = this.source.charAt(after + 1);
    const isLetter = mode === "text" && name.length <= 2 && /^\p{L}$/u.test(symbol);
    const isSilent = symbol === "" && name !== "xspace";
    const isOpening = mode === "text" && /^[“‘„‚«‹¡¿/]$/u.test(symbol);
    // `$\mu m$` is the unit, whose letters TeX prints without the space.
    const isUnit =
      /^[µμ°]$/u.test(symbol) &&
      /[mgslAFVWJKLCFN]/.test(next) &&
      !/\p{L}/u.test(this.source.charAt(after + 2));
    return {
      text: symbol,
      at: isLetter || isSilent || isOpening || isUnit ? this.text.skipSpace(after, end) : after,
    };
  }

  // --- environments and references ----------------------------------------------

  private layout(name: string, after: number, end: number, depth: number, tail: string): LatexStep | null {
    if (name === "begin") return this.environment(after, end, depth);
    if (name === "end") return { text: " ", at: this.text.rawArgument(after, end)?.at ?? after };
    if (name === "item") {
      const closing = this.source.charAt(after) === "[" ? this.text.skipOption(after, end) : after;
      const label = closing > after ? this.convert(after + 1, closing - 1, "text", depth + 1) : "•";
      return { text: `${/\S$/.test(tail) ? " " : ""}${label} `, at: this.text.skipSpace(closing, end) };
    }
    if (!references.has(name)) return null;
    const options = this.text.skipOption(this.text.skipOption(after, end), end);
    const argument = this.text.rawArgument(options, end);
    return { text: gap, at: argument?.at ?? options };
  }

  private environment(after: number, end: number, depth: number): LatexStep {
    const opening = this.text.rawArgument(after, end);
    if (!opening) return { text: " ", at: after };
    const name = opening.text.replace(/\*$/, "");
    const options = this.text.skipOption(opening.at, end);
    const from = environmentsWithArgument.has(name)
      ? (this.text.rawArgument(this.text.skipOption(options, end), end)?.at ?? options)
      : options;
    const isMath = mathEnvironments.has(name);
    const closing = isMath || tables.has(name) ? this.text.find(`\\end{${opening.text}}`, from) : -1;
    if (closing === -1 || closing >= end) return { text: " ", at: from };
    this.rowsOpen += 1;
    const text = this.convert(from, closing, isMath ? "math" : "text", depth + 1);
    this.rowsOpen -= 1;
    const rows = text.trim().replaceAll(" ; ", "; ").replace(/ ?;$/, "");
    const [opener = "", closer = ""] = brackets[name] ?? [];
    return { text: ` ${opener}${rows}${closer} `, at: closing + opening.text.length + 6 };
  }

  // --- commands with arguments -----------------------------------------------------

  private withArguments(
    name: string,
    after: number,
    end: number,
    mode: Mode,
    depth: number,
    tail: string,
  ): LatexStep | null {
    const modifier = modifiers[name];
    if (modifier) {
      const argument = this.argument(after, end, "math", depth);
      return { text: combine(argument.text, modifier), at: argument.at };
    }
    if (name === "mathbb" || name === "mathds" || name === "mathbbm") {
      const argument = this.argument(after, end, "math", depth);
      return { text: [...argument.text].map((char) => doubleStruck[char] ?? char).join(""), at: argument.at };
    }
    if (name === "textsuperscript" || name === "textsubscript") {
      const { text, at } = this.argument(after, end, "text", depth);
      return { text: writeScript(name === "textsuperscript" ? "^" : "_", text.trim()), at };
    }
    if (name === "url" || name === "path" || name === "nolinkurl") {
      const raw = this.text.rawArgument(after, end);
      if (raw) return { text: raw.text.replaceAll(/\\([_%&#~$])/g, "$1"), at: raw.at };
    }
    if (name === "verb" || name === "lstinline") return this.verbatim(after, end);
    if (styleCommands.has(name)) {
      return this.argument(after, end, name.startsWith("math") ? "math" : mode, depth);
    }
    if (/^[dtc]?frac$|^[ns]icefrac$|^sfrac$/.test(name)) return this.fraction(after, end, depth, tail);
    if (/^[dt]?binom$/.test(name)) {
      const top = this.argument(after, end, "math", depth);
      const bottom = this.argument(top.at, end, "math", depth);
      return { text: `(${top.text} choose ${bottom.text})`, at: bottom.at };
    }
    if (name === "sqrt") return this.root(after, end, depth);
    if (name === "overset" || name === "stackrel" || name === "underset") {
      const script = this.argument(after, end, "math", depth);
      const base = this.argument(script.at, end, "math", depth);
      const sign = name === "underset" ? "_" : "^";
      return { text: `${base.text}${writeScript(sign, script.text.trim())}`, at: base.at };
    }
    if (/^x(?:right|left|leftright)arrow$/.test(name)) {
      const label = this.argument(this.text.skipOption(after, end), end, "math", depth);
      const arrow = name === "xrightarrow" ? "→" : name === "xleftarrow" ? "←" : "↔";
      return { text: `${arrow}${writeScript("^", label.text.trim())}`, at: label.at };
    }
    if (name === "footnote" || name === "footnotetext" || name === "thanks") {
      return this.footnote(this.text.skipOption(after, end), end, depth);
    }
    return this.shaped(name, after, end, mode, depth);
  }

  /** A command of which some arguments are printed and others are not. */
  private shaped(name: string, after: number, end: number, mode: Mode, depth: number): LatexStep | null {
    const shape = shapes[name];
    if (shape === undefined) return null;
    let at = this.text.skipOption(after, end);
    if (name === "cmidrule" && this.source.charAt(at) === "(") at = Math.max(at, this.text.find(")", at) + 1);
    let text = "";
    for (const kind of shape) {
      const raw = this.text.rawArgument(at, end);
      if (!raw) {
        // An address without a text prints itself.
        if (kind === "k" && name === "href") break;
        if (kind === "_") return { text, at };
        const argument = this.argument(at, end, mode, depth);
        return { text: argument.text, at: argument.at };
      }
      if (kind === "k") text += this.convert(raw.at - raw.text.length - 1, raw.at - 1, mode, depth + 1);
      else if (name === "href" && this.source.charAt(this.text.skipSpace(raw.at, end)) !== "{")
        text = raw.text;
      at = this.text.skipOption(raw.at, end);
    }
    return { text, at };
  }

  /** Numbers with units, and chemistry, as the packages siunitx and mhchem write them. */
  private quantity(name: string, after: number, end: number): LatexStep | null {
    const shape = quantities[name];
    if (shape === undefined) return null;
    let at = this.text.skipOption(after, end);
    const given: string[] = [];
    for (let left = shape.arguments; left > 0; left -= 1) {
      const raw = this.text.rawArgument(at, end);
      if (!raw) return null;
      given.push(raw.text);
      at = left > 1 ? this.text.skipOption(raw.at, end) : raw.at;
    }
    return { text: shape.write(given), at };
  }

  private verbatim(after: number, end: number): LatexStep | null {
    const mark = this.source.charAt(after);
    if (mark === "{") {
      const raw = this.text.rawArgument(after, end);
      return raw ? { text: raw.text, at: raw.at } : null;
    }
    if (!/[|!+"/=@]/.test(mark)) return null;
    const closing = this.text.find(mark, after + 1);
    return closing === -1 || closing >= end
      ? null
      : { text: this.source.slice(after + 1, closing), at: closing + 1 };
  }

  private root(after: number, end: number, depth: number): LatexStep {
    const option = this.text.skipOption(after, end);
    const degree = option > after ? this.convert(after + 1, option - 1, "math", depth + 1).trim() : "";
    const { text, at } = this.argument(option, end, "math", depth);
    const sign = roots[degree] ?? `${writeScript("^", degree)}√`.replace(/^\^/, "");
    return { text: `${sign}${[...text].length > 1 ? `(${text})` : text}`, at };
  }

  // --- commands between what they belong to --------------------------------------------

  private infix(name: string, after: number, end: number, depth: number, tail: string): LatexStep | null {
    if (name === "not") {
      const { text, at } = this.argument(after, end, "math", depth);
      return { text: [...text].length === 1 ? `${text}\u0338`.normalize("NFC") : `not ${text}`, at };
    }
    if (name === "left" || name === "right") {
      return { text: "", at: this.source.charAt(after) === "." ? after + 1 : after };
    }
    const space = /\S$/.test(tail) ? " " : "";
    if (name === "pmod" || name === "pod") {
      const { text, at } = this.argument(after, end, "math", depth);
      return { text: `${space}(${name === "pmod" ? "mod " : ""}${text})`, at };
    }
    const word = infixWords[name];
    if (word !== undefined) return { text: `${space}${word} `, at: this.text.skipSpace(after, end) };
    if (!functionNames.has(name)) return null;
    const glue = /[a-zA-Z\d\\]/.test(this.source.charAt(this.text.skipSpace(after, end)));
    const apart = /[\p{L}\d]$/u.test(tail) ? " " : "";
    return { text: `${apart}${name}${glue ? " " : ""}`, at: this.text.skipSpace(after, end) };
  }

  /** A macro of the authors' own: its argument, or its bare name, which is how it is mostly printed. */
  private unknown(
    at: number,
    name: string,
    after: number,
    end: number,
    mode: Mode,
    depth: number,
  ): LatexStep {
    const optioned = this.text.skipOption(after, end);
    const opener = this.source.charAt(optioned) === "{" ? optioned : after;
    if (this.source.charAt(opener) === "{" && this.text.closerWithin(opener, end) !== -1) {
      const printed: string[] = [];
      let next: LatexStep = { text: "", at: opener };
      while (this.source.charAt(next.at) === "{" && this.text.closerWithin(next.at, end) !== -1) {
        next = this.argument(next.at, end, mode, depth);
        if (next.text !== "") printed.push(next.text);
      }
      return { text: printed.length === 0 ? name : printed.join(" "), at: next.at };
    }
    const before = at > 0 ? this.source.charAt(at - 1) : " ";
    // `C:\Users` and `a\b` are no macros.
    const isGlued = /\w/.test(before) && this.source.charAt(after) !== "{";
    const isPath = mode === "text" && (name.length < 3 || isGlued || /[:\\]/.test(before));
    return { text: isPath ? `\\${name}` : name, at: after };
  }

  private footnote(after: number, end: number, depth: number): LatexStep {
    // A footnote that is cut off runs to the end.
    if (this.source.charAt(after) === "{" && this.text.closerWithin(after, end) === -1) {
      return { text: ": ", at: after + 1 };
    }
    const { text, at } = this.argument(after, end, "text", depth);
    return { text: text === "" ? "" : ` (${text})`, at };
  }

  private fraction(after: number, end: number, depth: number, tail: string): LatexStep {
    const top = this.argument(after, end, "math", depth);
    const bottom = this.argument(top.at, end, "math", depth);
    const apart = /\d$/.test(tail) ? " " : "";
    return { text: `${apart}${bracketed(top.text)}/${bracketed(bottom.text)}`, at: bottom.at };
  }

  /** The argument of a command: a group, a command or one character. */
  private argument(from: number, end: number, mode: Mode, depth: number): LatexStep {
    const at = this.text.skipSpace(from, end);
    if (at >= end) return { text: "", at };
    const char = this.source.charAt(at);
    if (char === "{") {
      const closer = this.text.closerWithin(at, end);
      if (closer === -1) return { text: "", at: at + 1 };
      return { text: this.convert(at + 1, closer, mode, depth + 1), at: closer + 1 };
    }
    if (depth > deepest) return { text: "", at: at + 1 };
    if (char === "\\") return this.command(at, end, mode, depth + 1, "");
    const point = String.fromCodePoint(this.source.codePointAt(at) ?? 0x20);
    return "$^_}".includes(char) ? { text: "", at } : { text: point, at: at + point.length };
  }

  // --- accents ----------------------------------------------------------------

  private accented(from: number, end: number, mark: string, depth: number): LatexStep | null {
    if (from >= end || depth > deepest) return null;
    const char = this.source.charAt(from);
    if (char === "{") {
      const closer = this.text.closerWithin(from, end);
      if (closer === -1 || closer - from > longestAccented) return null;
      const inner = this.convert(from + 1, closer, "text", depth + 1).trim();
      if (inner === "") return { text: standingAlone[mark] ?? "", at: closer + 1 };
      const text = accentuate(inner, mark, true);
      return text === null ? null : { text, at: closer + 1 };
    }
    if (char === "\\") {
      const dotless = /^\\([ij])(?![a-zA-Z])/.exec(this.source.slice(from, from + 3))?.[1];
      const inner = dotless
        ? { text: dotless, at: from + 2 }
        : this.command(from, end, "text", depth + 1, "");
      const text = accentuate(inner.text, mark, false);
      if (text === null) return null;
      // TeX swallows the space after `\i`; a capital after it begins another word all the same.
      const isSwallowed = dotless && /^ \p{Ll}/u.test(this.source.slice(inner.at, inner.at + 2));
      const isClosed = dotless && this.source.startsWith("{}", inner.at);
      return { text, at: inner.at + (isClosed ? 2 : isSwallowed ? 1 : 0) };
    }
    const text = accentuate(char, mark, false);
    return text === null ? null : { text, at: from + 1 };
  }

  // --- dollars ----------------------------------------------------------------

  private dollar(at: number, end: number, mode: Mode, depth: number, tail: string): LatexStep {
    if (mode === "math") return { text: "", at: at + 1 };
    const width = this.source.charAt(at + 1) === "$" ? 2 : 1;
    const from = at + width;
    const closing = this.text.findUnescaped("$", from);
    if (closing === -1 || closing >= end || closing === from) return { text: "$".repeat(width), at: from };
    const isWide = width === 2 && this.source.charAt(closing + 1) === "$";
    if (width === 2 && !isWide) return { text: "$$", at: from };
    const inner = this.source.slice(from, closing);
    if (width === 1 && !isMath(inner, this.source.charAt(closing + 1))) return { text: "$", at: from };
    // `2$\frac{1}{2}$` is two and a half, not twenty-one halves.
    const apart = /\d$/.test(tail) && fractionFirst.test(inner) ? " " : "";
    return { text: apart + this.convert(from, closing, "math", depth + 1).trim(), at: closing + width };
  }

  // --- scripts ----------------------------------------------------------------

  private script(at: number, end: number, mode: Mode, depth: number, tail: string): LatexStep {
    const step = this.scriptAt(at, end, mode, depth, tail);
    if (step.at > at + 1) this.scriptEnd = step.at;
    return step;
  }

  private scriptAt(at: number, end: number, mode: Mode, depth: number, tail: string): LatexStep {
    const sign = this.source.charAt(at);
    const plain: LatexStep = { text: sign, at: at + 1 };
    const power = sign === "^" ? this.power(at, end, mode, tail) : null;
    if (power) return power;
    if (mode === "text" && !this.isScript(at, tail) && !this.isFurtherScript(at)) return plain;
    const word = sign === "^" ? this.wordScript(at + 1) : null;
    if (word) return { text: word.text, at: this.afterDegree(word) };
    if (at + 1 >= end) return mode === "math" ? { text: "", at: at + 1 } : plain;
    const atoms = mode === "text" ? this.atoms(at, tail) : null;
    if (atoms !== null) return { text: writeScript(sign, atoms), at: at + 1 + atoms.length };
    const argument = this.argument(at + 1, end, "math", depth + 1);
    if (argument.at <= at + 1) return mode === "math" ? { text: "", at: at + 1 } : plain;
    const text = argument.text.trim();
    if (sign === "^" && text === "∘")
      return { text: "°", at: this.afterDegree({ text: "°", at: argument.at }) };
    return { text: writeScript(sign, text), at: argument.at };
  }

  /** The place after a degree sign, without the space that TeX does not print before a scale. */
  private afterDegree({ text, at }: LatexStep): number {
    const isScale = /^ (?:\\(?:mathrm|text|rm)\{)?[CFK](?![a-zA-Z])/.test(this.source.slice(at, at + 14));
    return text === "°" && isScale ? at + 1 : at;
  }

  /** A number above the line without braces, or above a word, such as a unit: `10^-3`, `km^2`, `cm^{-3}`. */
  private power(at: number, end: number, mode: Mode, tail: string): LatexStep | null {
    if (!/[\p{L}\p{M}\d)\]}|]$/u.test(tail)) return null;
    const source = this.source.slice(at + 1, Math.min(end, at + 12));
    const pattern =
      mode === "math"
        ? /^([-−]\d{1,4})(?![\p{L}\d])/u
        : /^(?:\{ ?([-+−]?\d{1,6}) ?\}|([-−]?\d{1,6})(?![\p{L}\d_^]|\.\d))/u;
    const found = pattern.exec(source);
    if (!found) return null;
    return { text: writeScript("^", found[1] ?? found[2] ?? ""), at: at + 1 + found[0].length };
  }

  /** A script after a script: `x^{2}_{1}`. */
  private isFurtherScript(at: number): boolean {
    if (at !== this.scriptEnd) return false;
    const next = this.source.charAt(at + 1);
    if (next === "{") return this.text.isClosed(at + 1);
    return /^[\p{L}\d*](?![\p{L}\d_])/u.test(this.source.slice(at + 1, at + 3));
  }

  /**
   * Outside of dollars, `^` and `_` are scripts only where a formula is plain to see: `R^2`, `10^{-3}`, `w_k`,
   * not `snake_case`, `eval_v1` or an address.
   */
  private isScript(at: number, tail: string): boolean {
    if (hasAddress(tail)) return false;
    // `AnyTalk_{RT}`: nobody but TeX writes braces after a sign.
    if (
      /[\p{L}\p{M}\d)\]'′]$/u.test(tail) &&
      this.source.charAt(at + 1) === "{" &&
      this.text.isClosed(at + 1)
    )
      return true;
    if (this.atoms(at, tail) !== null) return true;
    const base = /(?:^|[^\p{L}\d_])([\p{L}\d]|\d+|\p{Lu}+|\p{L}\p{M})[)\]⁰-₟¹²³ᵢ-ᵪⱼᴬ-ᵛ]*$|[)\]}|]$/u.test(
      tail,
    );
    if (!base) return false;
    const next = this.source.charAt(at + 1);
    if (next === "{") return this.text.isClosed(at + 1);
    if (this.source.charAt(at) === "^" && this.wordScript(at + 1)) return true;
    const following = this.source.slice(at + 2, at + 4);
    // The names of methods: `G^2RPO`.
    if (this.source.charAt(at) === "^" && /\d/.test(next) && /^\p{L}/u.test(following)) return true;
    if (!/[\p{L}\d*]/u.test(next)) return false;
    return !/^[\p{L}\d_@]/u.test(following) && !/^\.\d/.test(following);
  }

  /** How many atoms of an element: the 60 of `C_60`, which TeX would print as C₆0 and nobody means so. */
  private atoms(at: number, tail: string): string | null {
    if (!isFormulaOfChemistry(tail)) return null;
    return /^_(\d{1,2})(?:\p{Lu}|[^\p{L}\d_]|$)/u.exec(this.source.slice(at, at + 4))?.[1] ?? null;
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

  private group(at: number, end: number, mode: Mode, depth: number): LatexStep {
    const closer = this.text.closerWithin(at, end);
    if (mode === "math") {
      if (closer === -1) return { text: "", at: at + 1 };
      return { text: this.convert(at + 1, closer, "math", depth + 1), at: closer + 1 };
    }
    if (closer === -1) return { text: "{", at: at + 1 };
    const before = at > 0 ? this.source.charAt(at - 1) : "";
    const after = this.source.charAt(closer + 1);
    if (closer === at + 1 && /[^\s([{,]/.test(before)) return { text: "", at: closer + 1 };
    const inner = this.source.slice(at + 1, Math.min(closer, at + longestGroup));
    // `{=}` and `{,}` keep TeX from spacing a sign; `{F}_t` lost its \mathcal; `{\"o}` and `{\bf x}` are LaTeX's.
    const isSign = closer === at + 2 && /[=,<>+\-/:.]/.test(inner);
    const isBase = closer === at + 2 && /[_^]/.test(after) && /\p{L}/u.test(inner);
    const isCommand = /^ ?\\(["'`^~=.]|[a-zA-Z])/.test(inner) || /\\[a-zA-Z"'`^~=.]/.test(inner);
    // `{BERT}` keeps its capitals, `{B}ayesian` one of them; `{name}` and `{a, b}` are no LaTeX.
    // A set, `{x}ᵢ`, that an earlier pass wrote, stays one.
    const isWord = closer - at < longestGroup && /^[a-zA-ZÀ-ž\d][a-zA-ZÀ-ž\d +-]*$/.test(inner);
    const isGlued = /[a-zA-ZÀ-ž\d]/.test(before) || /[a-zA-ZÀ-ž\d]/.test(after);
    const isKept =
      isWord &&
      ((isGlued && !inner.includes(" ")) ||
        ((inner.length > 1 || before === "-" || after === "-") && /\p{Lu}/u.test(inner)));
    // `{sim}50`, of which the source lost the backslash.
    const lost = lostSigns.has(inner) ? symbols[inner] : undefined;
    if (lost !== undefined) return { text: lost, at: closer + 1 };
    const isAddress = /^https?:\/\/\S{1,500}$/.test(this.source.slice(at + 1, Math.min(closer, at + 510)));
    if (!isSign && !isBase && !isCommand && !isKept && !isAddress) return { text: "{", at: at + 1 };
    return { text: this.convert(at + 1, closer, mode, depth + 1), at: closer + 1 };
  }

  /** `text{CO}rrecting`, where the source lost a backslash. */
  private remnant(at: number, end: number, mode: Mode, depth: number, tail: string): LatexStep {
    const [name = ""] = lostCommand.exec(this.source.slice(at, at + 12)) ?? [];
    const opener = at + name.length;
    const isRemnant =
      name !== "" && this.text.closerWithin(opener, end) > opener + 1 && !/[\p{L}\d_\\]$/u.test(tail);
    return isRemnant
      ? this.named(at - 1, end, mode, depth, tail)
      : { text: this.source.charAt(at), at: at + 1 };
  }

  /** `Fig.~3` and `Kim~et al.` are tied; `~100` means about. */
  private isTie(at: number, mode: Mode): boolean {
    if (mode === "math") return true;
    if (at === 0) return false;
    const [before, after] = [this.source.charAt(at - 1), this.source.charAt(at + 1)];
    if (/[\d%}$;'"”]/u.test(before))
      return /[\p{L}\\$([]/u.test(after) && !hasAddress(this.source.slice(Math.max(0, at - 12), at));
    return /[\p{L}.,)\]]/u.test(before) && /[\p{L}\d\\$([]/u.test(after);
  }

  private dashes(at: number, end: number): LatexStep {
    let after = at;
    while (after < end && this.source.charAt(after) === "-") after += 1;
    const before = at > 0 ? this.source.charAt(at - 1) : "";
    const following = this.source.charAt(after);
    const isBetween =
      (/[\p{L}\p{M}\p{N})%$}\]]/u.test(before) && /[\p{L}\p{N}($\\∼≈]/u.test(following)) ||
      (before === " " && following === " ");
    if (!isBetween || after - at > 3 || after - at < 2)
      return { text: this.source.slice(at, after), at: after };
    return { text: after - at === 2 ? "–" : "—", at: after };
  }

  /** ``...'' are LaTeX's quotation marks; some close them with a plain one. */
  private quotes(at: number, end: number): LatexStep {
    if (this.source.charAt(at + 1) !== "`" || this.source.charAt(at + 2) === "`") {
      const single = this.singleQuoted(at, end);
      if (single) return single;
      let after = at;
      while (after < end && this.source.charAt(after) === "`") after += 1;
      return { text: this.source.slice(at, after), at: after };
    }
    return this.quoted(at, end, this.text.nearest(["''", '"', "”"], at + 2)) ?? { text: "``", at: at + 2 };
  }

  /** `...' are single ones; within them an apostrophe stands between letters. */
  private singleQuoted(at: number, end: number): LatexStep | null {
    const isOpening =
      (at === 0 || /[\s([“-]/u.test(this.source.charAt(at - 1))) &&
      /[\p{L}\d\\$]/u.test(this.source.charAt(at + 1));
    if (!isOpening) return null;
    const [whole = ""] =
      /^`[^`'\s](?:[^`']|'(?=\p{L})){0,200}'(?![\p{L}\d'])/u.exec(
        this.source.slice(at, Math.min(end, at + 210)),
      ) ?? [];
    if (whole === "") return null;
    return {
      text: `‘${this.convert(at + 1, at + whole.length - 1, "text", deepest)}’`,
      at: at + whole.length,
    };
  }

  /** "...'', by who opened with the other sign. */
  private openingSign(at: number, end: number): LatexStep {
    const isOpening =
      (at === 0 || /[\s([]/.test(this.source.charAt(at - 1))) &&
      /[\p{L}\d\\$]/u.test(this.source.charAt(at + 1));
    const closing = isOpening ? this.text.nearest(["''", '"'], at + 1) : null;
    if (closing?.width !== 2 || closing.at >= end || closing.at - at > 500) return { text: '"', at: at + 1 };
    return { text: `“${this.convert(at + 1, closing.at, "text", deepest)}”`, at: closing.at + 2 };
  }

  /** ''...'', by who closed what they never opened. */
  private closingSigns(at: number, end: number): LatexStep {
    const isOpening =
      this.source.charAt(at + 1) === "'" &&
      (at === 0 || /[\s(]/.test(this.source.charAt(at - 1))) &&
      /[\p{L}\d]/u.test(this.source.charAt(at + 2));
    const found = isOpening ? this.quoted(at, end, this.text.nearest(["''"], at + 2)) : null;
    return found ?? { text: "'", at: at + 1 };
  }

  private quoted(at: number, end: number, closing: { at: number; width: number } | null): LatexStep | null {
    if (closing === null || closing.at >= end || closing.at - at > 500) return null;
    const inner = this.convert(at + 2, closing.at, "text", deepest);
    return { text: `“${inner}”`, at: closing.at + closing.width };
  }

  /** An address stays as it is, but for the escapes that LaTeX asks of its author. */
  private address(at: number, end: number): LatexStep {
    if (!/^https?:\/\//.test(this.source.slice(at, at + 8))) return { text: "h", at: at + 1 };
    let after = at;
    while (after < end && !/[\s<>"{}|`]/.test(this.source.charAt(after))) after += 1;
    const address = this.source.slice(at, after).replaceAll(/\\([_%&#~])/g, "$1");
    // What is left of \href{address}{text} when its backslash and first braces are gone.
    const text = this.source.charAt(after) === "{" ? this.text.rawArgument(after, end) : null;
    if (!text || text.text.length > 500) return { text: address, at: after };
    const bare = (one: string) =>
      one
        .replaceAll(/\\(?=[_%&#~])/g, "")
        .replace(/^https?:\/\//, "")
        .replace(/\/$/, "");
    if (text.text.trim() === "" || bare(text.text.trim()) === bare(address))
      return { text: address, at: text.at };
    return { text: `${address} (${this.convert(after + 1, text.at - 1, "text", deepest)})`, at: text.at };
  }
}

const lostCommand =
  /^(?:text(?:bf|it|tt|sc|rm|sf|up)?|emph|math(?:rm|bf|cal|bb|it|sf|tt)|underline|url|black|blue|red)(?=\{)/;

const lostSigns = new Set(
  "sim approx times pm leq geq leqslant geqslant simeq cdot infty rightarrow leftarrow uparrow downarrow neq".split(
    " ",
  ),
);

/** Commands without argument that some believe to take one: `\bf{x}`. */
const switches = new Set(
  "bf it em tt sc rm sf sl bfseries itshape scshape ttfamily small large Large tiny".split(" "),
);

/** What stands around a matrix. */
const brackets: Record<string, [string, string]> = {
  pmatrix: ["(", ")"],
  bmatrix: ["[", "]"],
  Bmatrix: ["{", "}"],
  vmatrix: ["|", "|"],
  Vmatrix: ["‖", "‖"],
};

const fractionFirst = /^\s?\\[dtc]?frac(?![a-zA-Z])/;

const roots: Record<string, string> = { "": "√", "2": "√", "3": "∛", "4": "∜" };

const infixWords: Record<string, string> = { bmod: "mod", mod: "mod", choose: "choose", over: "/" };

function bracketed(text: string): string {
  return /^[\p{L}\p{M}\d.⁰-₟²³¹]*$/u.test(text) ? text : `(${text})`;
}
