import type { Colour } from "../../brand/colour.ts";
import type { LogoType } from "../../brand/inspect-logo.ts";
import { breakLines, drawableText } from "./fit-text.ts";
import type { Typeface } from "./typeface.ts";

/** What every site that shows cards takes, in pixels. */
export const pictureSize = { width: 1200, height: 630 };

/** What a picture says, each in plain text. */
export type PictureText = {
  site: string;
  /** What it shows, such as `Daily papers`. */
  kind: string;
  /** Of which time; empty for the picture of the site itself. */
  period: string;
  /** Each with what stands for it where its signs cannot be drawn. */
  titles: { title: string; instead: string }[];
  /** What stands below them; empty for nothing. */
  more: string;
  /** Readable on light grounds (`shadesOf`). */
  accent: Colour;
  /** In place of the site's icon and name; with its size in pixels. */
  logo: { type: LogoType; base64: string; width: number; height: number } | null;
};

const colours = { ground: "#fbfaf7", ink: "#1d1b18", soft: "#5d5850", line: "#e5e0d6" };
const edge = 72;
const titleSize = 38;
const lineHeight = 48;
const gap = 20;
const mostNameWidth = 760;

/** A picture for cards, as SVG that needs no font. Titles are drawn as outlines: nothing of them is ever read as SVG. */
export function pictureSvg(
  text: PictureText,
  { plain, strong }: { plain: Typeface; strong: Typeface },
): string {
  const { kind, period, titles, more, accent } = text;
  const { width } = pictureSize;
  const { ink, soft } = colours;
  if (period === "")
    return svgOf(accent, [
      name(text, strong, { y: 215, height: 115, size: 92 }),
      ...breakLines(kind, (line) => plain.widthOf(line, 32), { width: width - 2 * edge, mostLines: 2 }).map(
        (line, index) => plain.draw(line, { x: edge, y: 410 + 44 * index, size: 32, colour: soft }),
      ),
    ]);
  const parts = [
    name(text, strong, { y: 60, height: 51, size: 36 }),
    plain.draw(kind, { x: width - edge - plain.widthOf(kind, 28), y: 96, size: 28, colour: soft }),
    strong.draw(period, { x: edge, y: 192, size: 46, colour: accent }),
    `<rect x="${edge}" y="222" width="${width - 2 * edge}" height="2" fill="${colours.line}"/>`,
  ];
  let y = 280;
  titles.forEach(({ title, instead }, index) => {
    const x = edge + 52;
    const drawn = drawableText(title, plain.covers) ?? instead;
    const lines = breakLines(drawn, (line) => plain.widthOf(line, titleSize), {
      width: width - edge - x,
      mostLines: 2,
    });
    parts.push(strong.draw(`${index + 1}`, { x: edge, y, size: titleSize, colour: accent }));
    for (const line of lines) {
      parts.push(plain.draw(line, { x, y, size: titleSize, colour: ink }));
      y += lineHeight;
    }
    y += gap;
  });
  parts.push(plain.draw(more, { x: edge + 52, y: Math.min(y, 598), size: 26, colour: soft }));
  return svgOf(accent, parts);
}

function svgOf(accent: Colour, parts: string[]): string {
  const { width, height } = pictureSize;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${colours.ground}"/>`,
    `<rect width="${width}" height="12" fill="${accent}"/>`,
    ...parts,
    "</svg>",
  ].join("");
}

type NamePlace = {
  /** Of its upper edge. */
  y: number;
  height: number;
  /** Of its letters. */
  size: number;
};

/** Whose the picture is: the logo, or the site's icon and name in letters that leave room for what stands beside. */
function name({ site, accent, logo }: PictureText, strong: Typeface, { y, height, size }: NamePlace): string {
  if (logo !== null) {
    const scale = Math.min(height / logo.height, mostNameWidth / logo.width);
    const [width, shown] = [logo.width * scale, logo.height * scale];
    return `<image x="${edge}" y="${y + (height - shown) / 2}" width="${width}" height="${shown}" href="data:${logo.type};base64,${logo.base64}"/>`;
  }
  const scale = height / 32;
  const drawn = drawableText(site, strong.covers) ?? "";
  const x = edge + height * 1.3;
  const most = mostNameWidth - height * 1.3;
  const fitting = Math.min(size, (size * most) / strong.widthOf(drawn, size));
  return [
    mark(accent, { x: edge, y, scale }),
    strong.draw(drawn, { x, y: y + height * 0.5 + fitting * 0.33, size: fitting, colour: colours.ink }),
  ].join("");
}

/** The site's icon. */
function mark(accent: Colour, { x, y, scale }: { x: number; y: number; scale: number }): string {
  return `<g transform="translate(${x} ${y}) scale(${scale})"><rect width="32" height="32" rx="7" fill="${accent}"/><path d="M8 8h16v16H8z" fill="#fff"/><path d="M11 12h10M11 16h10M11 20h6" stroke="${accent}" stroke-width="2" stroke-linecap="round"/></g>`;
}
