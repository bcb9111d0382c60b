/** Text that a template brings, escaped for its place in a mail, and as it stands in a string of JSON. */
export type Literal = {
  text: string;
  /** Of the text in UTF-8. */
  size: number;
  json: Uint8Array;
  /** Whether it begins or ends with half of a surrogate pair, whose other half may stand beside it. */
  isTorn: boolean;
};

/** What takes a body's parts in the order of the mail: text, a count of bytes, or the bytes of a request. */
export type Sink = {
  literal(part: Literal): void;
  /** @param text escaped for its place. */
  value(text: string): void;
};
