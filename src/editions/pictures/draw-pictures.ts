import { shippedAccent } from "../../brand/shades.ts";
import { periodHeading } from "../../calendar/period-words.ts";
import type { Context } from "../../context.ts";
import { drawApart } from "./draw-apart.ts";
import type { PictureText } from "./picture-svg.ts";
import { claimPicture, keepEditionPicture, listFirstTitles } from "./store.ts";

/** What some messengers still show of a picture, in bytes. */
const mostBytes = 100_000;
const shownTitles = 3;
/** Many wait only when a release comes that draws them; a ring in a minute takes its share. */
const mostAtOnce = 10;
/** Less than a stop waits for; what is left is rung for again. */
const runMs = 15_000;

/**
 * Draws a picture for editions that have none, the latest first, some at once. One that cannot be drawn is left for
 * later, and in the end does without. Safe to repeat, in many processes at once.
 *
 * @returns how many were drawn.
 */
export async function drawPictures(
  ctx: Pick<Context, "clock" | "db" | "log" | "settings">,
): Promise<{ drawn: number }> {
  let drawn = 0;
  const begun = performance.now();
  for (let tries = 0; tries < mostAtOnce && performance.now() - begun < runMs; tries += 1) {
    const edition = await claimPicture(ctx.db, ctx.clock.now());
    if (edition === null) break;
    try {
      await keepEditionPicture(ctx.db, edition, await drawSmall(await textOf(ctx, edition)));
      drawn += 1;
    } catch (error) {
      ctx.log.warn({ editionId: edition.id, err: error }, "an edition's picture was not drawn");
    }
  }
  return { drawn };
}

type Claimed = NonNullable<Awaited<ReturnType<typeof claimPicture>>>;

/** In the installation's language and look, since one picture is for everybody. */
async function textOf(
  ctx: Pick<Context, "db" | "settings">,
  { id, cadence, period }: Claimed,
): Promise<PictureText> {
  const { wordsIn, brand } = await ctx.settings.read(ctx.db);
  const words = wordsIn(brand.language);
  const { titles, papers } = await listFirstTitles(ctx.db, id, shownTitles);
  const more = papers - titles.length;
  return {
    site: brand.name,
    kind: words.say("site.edition.name", { cadence }),
    period: periodHeading(words, cadence, period),
    titles: titles.map((paper) => ({
      title: paper.title,
      instead: words.say("site.paper.arxiv-id", { id: paper.id }),
    })),
    more: more > 0 ? words.say("site.card.more", { count: more }) : "",
    accent: brand.accent ?? shippedAccent,
    logo: brand.logo,
  };
}

/** With as many titles as leave the picture small. */
async function drawSmall(text: PictureText): Promise<Buffer> {
  const png = await drawApart(text);
  if (png.length <= mostBytes || text.titles.length === 0) return png;
  return drawSmall({ ...text, titles: text.titles.slice(0, -1) });
}
