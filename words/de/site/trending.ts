import type { trendingMessages as english } from "../../en/site/trending.ts";

/** What gains votes now. `window` is `day`, `three` or `week`. */
export const germanTrending: Record<keyof typeof english, string> = {
  "site.trending.title": "Im Trend",
  "site.trending.description":
    "Forschungspaper, die gerade die meisten Upvotes gewinnen, von welchem Tag sie auch sind.",
  "site.trending.window": "Zeitraum",
  "site.trending.name": "{window, select, day{24 Stunden} three{3 Tage} other{7 Tage}}",
  "site.trending.how":
    "Geordnet nach den Upvotes, die Paper bei Hugging Face in den {window, select, day{24 Stunden} three{3 Tagen} other{7 Tagen}} vor dem {at} (UTC) gewonnen haben; da haben wir zuletzt nachgesehen. Ein Paper, das in dieser Zeit zuerst gelistet wurde, zählt mit all seinen Upvotes; eines, das wir erst nach seinem Tag sahen, nur mit dem, was es seither gewonnen hat.",
  "site.trending.never": "Wir haben bei Hugging Face noch nicht nachgesehen.",
  "site.trending.none":
    "In den {window, select, day{24 Stunden} three{3 Tagen} other{7 Tagen}} vor dem {at} (UTC), als wir zuletzt nachgesehen haben, hat kein Paper Upvotes gewonnen.",
  "site.trending.gained":
    "+{gained, number} {gained, plural, one{Upvote} other{Upvotes}} in {window, select, day{24 Stunden} three{3 Tagen} other{7 Tagen}}",
};
