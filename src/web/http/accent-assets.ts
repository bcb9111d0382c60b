import { createHash } from "node:crypto";
import { type Colour, parseColour } from "../../brand/colour.ts";
import { checkAccent, shadesOf, shippedAccent } from "../../brand/shades.ts";
import { type Asset, assets } from "./assets.ts";

/** What a page of an accent asks for: its icon, and what it lays over the site's style sheet. */
type AccentAssets = {
  /** Null where the site's own style sheet says all. */
  style: Asset | null;
  icon: Asset;
};

/** The files of an accent that can be read, each under an address that tells the accent and changes with its content. */
export function accentAssets(accent: Colour): AccentAssets {
  if (accent === shippedAccent) return { style: null, icon: assets.icon };
  const name = accent.slice(1);
  return {
    style: assetOf(`accent-${name}`, "css", styleOf(accent), assets.style.type),
    icon: assetOf(
      `icon-${name}`,
      "svg",
      assets.icon.body.replaceAll(shippedAccent, accent),
      assets.icon.type,
    ),
  };
}

/**
 * The file that an address of `accentAssets` names: made anew, so that each process answers for every accent. Null where
 * it names none. Of another release's address the content is this one's: see its `path`.
 */
export function findAccentAsset(name: string): Asset | null {
  const [, kind, digits] = /^(accent|icon)-([0-9a-f]{6})\.[0-9a-f]{10}\.(?:css|svg)$/.exec(name) ?? [];
  const accent = parseColour(digits ?? "");
  if (accent === null || checkAccent(accent).kind === "refused") return null;
  const { style, icon } = accentAssets(accent);
  return kind === "icon" ? icon : style;
}

function styleOf(accent: Colour): string {
  const { light, dark } = shadesOf(accent);
  const tokens = (shades: typeof light) =>
    `:root{--accent:${shades.accent};--accent-ink:${shades.onAccent};--accent-wash:${shades.wash}}`;
  return `${tokens(light)}@media (prefers-color-scheme:dark){${tokens(dark)}}`;
}

function assetOf(name: string, ending: string, body: string, type: string): Asset {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 10);
  return { path: `/assets/${name}.${hash}.${ending}`, body, type };
}
