type Lower =
  | ("a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "j" | "k" | "l" | "m")
  | ("n" | "o" | "p" | "q" | "r" | "s" | "t" | "u" | "v" | "w" | "x" | "y" | "z");
type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type LetterOrDigit = Lower | Uppercase<Lower> | Digit;

/** What one argument must be, read from what stands between its `{` and the next `}`. */
type Argument<Inside extends string> =
  Inside extends `${infer Name}, ${"plural" | "selectordinal" | "number"}${string}`
    ? { [K in Name]: number }
    : Inside extends `${infer Name}, select,${string}`
      ? { [K in Name]: string }
      : { [K in Inside]: string };

type Arguments<Text extends string> = Text extends `${infer Before}{${infer Rest}`
  ? (Before extends `${string}${LetterOrDigit}`
      ? unknown
      : Rest extends `${infer Inside}}${string}`
        ? Argument<Inside>
        : unknown) &
      Arguments<Rest>
  : unknown;

/**
 * The arguments of a message, read from its text: `{name}` is a string, what is counted or written as a number is a
 * number. A brace right after a letter or digit opens a branch (`one{# paper}`), any other one an argument; a test
 * holds the catalogue to this way of writing. `{brand}` is filled by `Words` itself.
 */
export type ArgumentsOf<Text extends string> = {
  [K in Exclude<keyof Arguments<Text>, "brand">]: Arguments<Text>[K];
};

/** The names of a message's tags: `a` of `See <a>the edition</a>.` */
export type TagsOf<Text extends string> = Text extends `${string}<${infer Name}>${infer Rest}`
  ? (Name extends `/${string}` ? never : Name) | TagsOf<Rest>
  : never;
