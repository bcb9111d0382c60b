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
};

const colours = { ground: "#fbfaf7", ink: "#1d1b18", soft: "#5d5850", line: "#e5e0d6", accent: "#b5371b" };
const edge = 72;
const titleSize = 38;
const lineHeight = 48;
const gap = 20;

/** A picture for cards, as SVG that needs no font. Titles are drawn as outlines: nothing of them is ever read as SVG. */
export function pictureSvg(
  { site, kind, period, titles, more }: PictureText,
  { plain, strong }: { plain: Typeface; strong: Typeface },
): string {
  const { width } = pictureSize;
  const { ink, soft, accent } = colours;
  if (period === "")
    return svgOf([
      mark({ x: edge, y: 215, scale: 3.6 }),
      strong.draw(site, { x: edge + 150, y: 304, size: 92, colour: ink }),
      plain.draw(kind, { x: edge, y: 410, size: 32, colour: soft }),
    ]);
  const parts = [
    mark({ x: edge, y: 60, scale: 1.6 }),
    strong.draw(site, { x: edge + 68, y: 98, size: 36, colour: ink }),
    plain.draw(kind, { x: width - edge - plain.widthOf(kind, 28), y: 96, size: 28, colour: soft }),
    strong.draw(period, { x: edge, y: 192, size: 46, colour: accent }),
    `<rect x="${edge}" y="222" width="${width - 2 * edge}" height="2" fill="${colours.line}"/>`,
  ];
  let y = 280;
  titles.forEach(({ title, instead }, index) => {
    const x = edge + 52;
    const text = drawableText(title, plain.covers) ?? instead;
    const lines = breakLines(text, (line) => plain.widthOf(line, titleSize), {
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
  return svgOf(parts);
}

function svgOf(parts: string[]): string {
  const { width, height } = pictureSize;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${colours.ground}"/>`,
    `<rect width="${width}" height="12" fill="${colours.accent}"/>`,
    ...parts,
    "</svg>",
  ].join("");
}

/** The site's icon. */
function mark({ x, y, scale }: { x: number; y: number; scale: number }): string {
  const { accent } = colours;
  return `<g transform="translate(${x} ${y}) scale(${scale})"><rect width="32" height="32" rx="7" fill="${accent}"/><path d="M8 8h16v16H8z" fill="#fff"/><path d="M11 12h10M11 16h10M11 20h6" stroke="${accent}" stroke-width="2" stroke-linecap="round"/></g>`;
}
