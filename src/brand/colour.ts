/** An opaque colour of sRGB as `#rrggbb`, in lower case. */
export type Colour = `#${string}`;

/** A colour by lightness (0 to 1), chroma (0 is grey) and hue (radians) of OKLab, in which equal steps look equal. */
type Lch = { lightness: number; chroma: number; hue: number };

/** Reads `#b5371b` or `#b37`, in either case, with or without the sign; null for anything else. */
export function parseColour(text: string): Colour | null {
  const [, digits] = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text.trim().toLowerCase()) ?? [];
  if (digits === undefined) return null;
  return `#${digits.length === 6 ? digits : [...digits].map((digit) => digit + digit).join("")}`;
}

/** From 1 to 21, as WCAG 2.2 defines the contrast ratio. */
export function contrastOf(one: Colour, other: Colour): number {
  const [first, second] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** @param share of the first colour, from 0 to 1. */
export function mixColours(one: Colour, other: Colour, share: number): Colour {
  const [first, second] = [channelsOf(one), channelsOf(other)];
  return colourOf(first.map((channel, at) => channel * share + (second[at] ?? 0) * (1 - share)));
}

/** Björn Ottosson, "A perceptual color space for image processing" (2020). */
export function toLch(colour: Colour): Lch {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map(toLinear);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hue: Math.atan2(b, a),
  };
}

/** The colour of this lightness and hue that is as colourful as asked, or as a screen can show. */
export function fromLch({ lightness, chroma, hue }: Lch): Colour {
  let [least, most] = [0, chroma];
  if (isShown(linearOf({ lightness, chroma, hue }))) least = chroma;
  else
    for (let step = 0; step < 20; step += 1) {
      const middle = (least + most) / 2;
      if (isShown(linearOf({ lightness, chroma: middle, hue }))) least = middle;
      else most = middle;
    }
  return colourOf(linearOf({ lightness, chroma: least, hue }).map(toGamma));
}

function linearOf({ lightness, chroma, hue }: Lch): number[] {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** Within half a step of what eight bits hold. */
function isShown(linear: number[]): boolean {
  return linear.every((channel) => channel > -0.0002 && channel < 1.002);
}

function luminanceOf(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map(toLinear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 0 to 1 each. */
function channelsOf(colour: Colour): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
}

function colourOf(channels: number[]): Colour {
  const digits = channels.map((channel) =>
    Math.round(255 * Math.min(1, Math.max(0, channel)))
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${digits.join("")}`;
}

function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function toGamma(channel: number): number {
  return channel <= 0.0031308 ? 12.92 * channel : 1.055 * Math.max(0, channel) ** (1 / 2.4) - 0.055;
}
