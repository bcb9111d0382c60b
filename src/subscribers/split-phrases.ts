/**
 * Keywords as people type them: one a line, or several with commas, semicolons or bars between. A comma between two
 * digits (`1,000 GPUs`) parts nothing.
 */
export function splitKeywords(text: string): string[] {
  return text.split(/[\r\n;|；｜，、]|(?<!\d),|,(?!\d)/u);
}

/** Names of authors and organisations, which may hold commas (`LeCun, Yann`, `Foo, Inc.`): semicolons and bars part them. */
export function splitNames(text: string): string[] {
  return text.split(/[\r\n;|；｜]/u);
}
