import type { CSSProperties } from "react";

/** Colours by role, light and dark. Every pair that carries text has a contrast of 4.5 to 1 or more. */
export const palette = {
  light: {
    ground: "#f6f3ec",
    sheet: "#ffffff",
    ink: "#1d1b18",
    soft: "#5d5850",
    line: "#e5e0d6",
    accent: "#b5371b",
    onAccent: "#ffffff",
    rise: "#2f6b3c",
  },
  dark: {
    ground: "#151412",
    sheet: "#1e1c19",
    ink: "#ece8e0",
    soft: "#aaa398",
    line: "#3a362f",
    accent: "#ff9a76",
    onAccent: "#2a0f06",
    rise: "#8fd19d",
  },
} as const;

/** An accent in both schemes, each with what is written on it. */
export type AccentShades = Record<"light" | "dark", { accent: string; onAccent: string }>;

const light = palette.light;

/** Unquoted, so that no quote has to be escaped in a style attribute. */
export const fonts = {
  serif: "Charter,Georgia,serif",
  sans: "-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif",
} as const;

/** Widths and steps in pixels. */
export const space = { width: 600, gutter: 32, phoneGutter: 20, rank: 34, phoneRank: 26, gap: 12 } as const;

const text = (size: number, lineHeight: number, color: string): CSSProperties => ({
  fontSize: `${size}px`,
  lineHeight: `${lineHeight}px`,
  color,
});

/** The type scale, in the colours of the shipped accent. */
export const type = {
  wordmark: { ...text(30, 34, light.ink), fontFamily: fonts.serif, fontWeight: 700 },
  title: { ...text(22, 29, light.ink), fontFamily: fonts.serif, fontWeight: 700 },
  lead: { ...text(23, 29, light.ink), fontFamily: fonts.serif, fontWeight: 700 },
  paper: { ...text(18, 24, light.ink), fontFamily: fonts.serif, fontWeight: 700 },
  rank: { ...text(18, 24, light.accent), fontFamily: fonts.serif },
  dateline: { ...text(15, 22, light.ink), fontFamily: fonts.serif, fontWeight: 700 },
  section: { ...text(15, 20, light.ink), fontWeight: 700 },
  group: { ...text(13, 19, light.accent), fontWeight: 700 },
  deck: { ...text(18, 27, light.ink), fontFamily: fonts.serif },
  body: text(15, 23, light.ink),
  small: text(13, 19, light.soft),
  links: { fontSize: "13px", lineHeight: "28px" },
} satisfies Record<string, CSSProperties>;

/**
 * One-letter classes that dark mode and phones act upon; markup repeats them for every paper, so they are
 * short. `g` ground, `s` sheet, `i` ink, `m` soft (muted), `a` accent, `b` bar, `l` line as a ground, `h` hairline, `k` rule in ink,
 * `u` button, `r` rise, `p` gutter, `w` the column, `n` rank, `t` the cell beside it.
 */
export const classes = {
  ground: "g",
  sheet: "s",
  ink: "i",
  soft: "m",
  accent: "a",
  bar: "b",
  line: "l",
  hairline: "h",
  rule: "k",
  button: "u",
  rise: "r",
  gutter: "p",
  column: "w",
  rank: "n",
  text: "t",
} as const;

const dark = palette.dark;

/** Rules of the dark scheme, under a prefix that tells whose dark mode it is. */
const darkRules = (prefix: string, { accent, onAccent }: AccentShades["dark"]): string =>
  [
    `.g{background-color:${dark.ground}!important}`,
    `.s{background-color:${dark.sheet}!important}`,
    `.i{color:${dark.ink}!important}`,
    `.m{color:${dark.soft}!important}`,
    `.a{color:${accent}!important}`,
    `.b{background-color:${accent}!important}`,
    `.l{background-color:${dark.line}!important}`,
    `.h{border-color:${dark.line}!important}`,
    `.k{border-color:${dark.ink}!important}`,
    `.u{background-color:${accent}!important;color:${onAccent}!important}`,
    `.r{color:${dark.rise}!important}`,
  ]
    .map((rule) => prefix + rule)
    .join("");

const outlookFonts = `table,td,p,a,span,h1,h2{font-family:Arial,sans-serif}.w{width:${space.width}px}`;

/**
 * The style sheet of every mail of an accent. Classic Outlook gets its own, in a conditional comment: Word's engine neither
 * inherits fonts into tables nor knows `max-width`. The comment closes and opens the style element because a
 * component cannot emit a comment of its own.
 */
export const styleSheet = ({ dark }: AccentShades): string =>
  [
    ":root{color-scheme:light dark;supported-color-schemes:light dark}",
    "a:hover{text-decoration:underline!important}",
    "td{word-break:break-word}",
    `@media (max-width:480px){.p{padding-left:${space.phoneGutter}px!important;padding-right:${space.phoneGutter}px!important}.n{width:${space.phoneRank}px!important;padding-left:${space.phoneGutter}px!important}.t{padding-right:${space.phoneGutter}px!important}}`,
    `@media (prefers-color-scheme:dark){${darkRules("", dark)}}`,
    // Outlook.com and Outlook's apps repaint by themselves; they mark what they repainted.
    darkRules("[data-ogsc] ", dark),
    `</style><!--[if mso]><style>${outlookFonts}</style><![endif]--><style>`,
  ].join("");
