import { readFileSync } from "node:fs";
import { usualBrand, type Words } from "../../../words/words.ts";
import { shippedAccent } from "../../brand/shades.ts";
import type { Context } from "../../context.ts";
import { drawApart } from "../../editions/pictures/draw-apart.ts";
import type { PictureText } from "../../editions/pictures/picture-svg.ts";
import type { Brand } from "../../settings/brand.ts";

/** One that could not be drawn is tried again after this time. */
const retryMs = 10 * 60_000;

/**
 * Gives what is shown beside links to pages without a picture of their own, as PNG: the shipped one, or that of the
 * installation's own name and look, drawn when it is asked for first; null where that cannot be drawn for now.
 */
export function sitePictures({
  settings,
  clock,
  log,
}: Pick<Context, "settings" | "clock" | "log">): () => Promise<Buffer | null> {
  const shipped = readFileSync(new URL("./assets/card.png", import.meta.url));
  let drawn: { brand: Brand; triedAt: number; png: Promise<Buffer | null> } | null = null;
  return async () => {
    const { brand, wordsIn } = settings.current();
    if (isShipped(brand)) return shipped;
    const now = clock.now().getTime();
    if (drawn?.brand === brand && ((await drawn.png) !== null || now - drawn.triedAt < retryMs))
      return drawn.png;
    const png = drawApart(siteText(brand, wordsIn(brand.language))).catch((error: unknown) => {
      log.error({ err: error }, "the site's picture was not drawn");
      return null;
    });
    drawn = { brand, triedAt: now, png };
    return png;
  };
}

/** Whether the picture that lies with the site says the same. */
function isShipped({ name, tagline, accent, logo }: Brand): boolean {
  return (
    name === usualBrand && tagline === null && logo === null && (accent === null || accent === shippedAccent)
  );
}

/** In the installation's language, since one picture is for everybody. */
function siteText({ name, tagline, accent, logo }: Brand, { say }: Words): PictureText {
  return {
    site: name,
    kind: tagline ?? say("site.card.lede"),
    period: "",
    titles: [],
    more: "",
    accent: accent ?? shippedAccent,
    logo,
  };
}
