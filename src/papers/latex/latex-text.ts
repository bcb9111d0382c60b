/** What was read at a place, as it was written or as it was converted, and the place after it. */
export type LatexStep = { text: string; at: number };

/** Characters that are looked over for the end of an option. */
const longestOption = 200;

/** A text in which places are looked up: braces that belong together, arguments, the next of some signs. */
export class LatexText {
  /** Position of the brace that closes the one at an index, or -1. */
  private readonly closers: Int32Array;
  private readonly nextSeen = new Map<string, number>();

  constructor(private readonly source: string) {
    this.closers = matchBraces(source);
  }

  /** Whether a brace at a place has one that closes it. */
  isClosed(at: number): boolean {
    return this.closers[at] !== -1;
  }

  /** Position of the brace that closes the one at a place; -1 when it lies beyond the end, or is missing. */
  closerWithin(at: number, end: number): number {
    const closer = this.closers[at] ?? -1;
    return closer < end ? closer : -1;
  }

  /** What stands in the braces at a place, as it was written, and the place after them; null when none does. */
  rawArgument(from: number, end: number): LatexStep | null {
    const at = this.skipSpace(from, end);
    if (at >= end || this.source.charAt(at) !== "{") return null;
    const closer = this.closerWithin(at, end);
    return closer === -1 ? null : { text: this.source.slice(at + 1, closer), at: closer + 1 };
  }

  /** The place after an option in square brackets, if one stands here. */
  skipOption(from: number, end: number): number {
    if (this.source.charAt(from) !== "[") return from;
    const closing = this.source.slice(from, Math.min(end, from + longestOption)).indexOf("]");
    return closing === -1 ? from : from + closing + 1;
  }

  /** The place after a space, if one stands here. */
  skipSpace(at: number, end: number): number {
    return at < end && this.source.charAt(at) === " " ? at + 1 : at;
  }

  /** TeX swallows the space after a command, but `\alpha and` in broken input must stay two words. */
  afterName(after: number, end: number): number {
    return this.source.startsWith("{}", after) && after + 2 <= end ? after + 2 : after;
  }

  /** `indexOf` that remembers what it saw, so that a text full of openers is searched once. */
  find(text: string, from: number): number {
    const seen = this.nextSeen.get(text);
    if (seen !== undefined && (seen === -1 || seen >= from)) return seen;
    const found = this.source.indexOf(text, from);
    this.nextSeen.set(text, found);
    return found;
  }

  /** The next such character without a backslash before it, or -1. */
  findUnescaped(char: string, from: number): number {
    let at = this.find(char, from);
    while (at > from && this.source.charAt(at - 1) === "\\") at = this.find(char, at + 1);
    return at;
  }

  /** The first of some signs from a place on. */
  nearest(signs: string[], from: number): { at: number; width: number } | null {
    const found = signs
      .map((sign) => ({ at: this.find(sign, from), width: sign.length }))
      .filter((sign) => sign.at !== -1);
    return found.toSorted((a, b) => a.at - b.at)[0] ?? null;
  }
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
