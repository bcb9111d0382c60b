// Draws the picture that is shown of pages which have none of their own.
import { writeFileSync } from "node:fs";
import { shippedAccent } from "../../src/brand/shades.ts";
import { drawApart } from "../../src/editions/pictures/draw-apart.ts";
import { defaultLanguage, wordsIn } from "../../words/words.ts";

const { say } = wordsIn(defaultLanguage);
const text = {
  site: say("site.frame.name"),
  kind: say("site.card.lede"),
  period: "",
  titles: [],
  more: "",
  accent: shippedAccent,
  logo: null,
};
writeFileSync(new URL("../../src/web/site/assets/card.png", import.meta.url), await drawApart(text));
