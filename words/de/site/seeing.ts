import type { seeingMessages as english } from "../../en/site/seeing.ts";

/** What is seen of papers beside their text: pictures, videos, what cites them. */
export const germanSeeing: Record<keyof typeof english, string> = {
  "site.picture.title": "{kinds, select, pictures{Bilder} videos{Videos} other{Bilder und Videos}}",
  "site.picture.paper": "Bild des Papers",
  "site.picture.figure": "Abbildung {place, number} von der Seite des Papers bei Hugging Face",
  "site.picture.video":
    "{videos, plural, one{Video bei Hugging Face ansehen} other{Video {place, number} bei Hugging Face ansehen}}",
  "site.picture.video-note":
    "{videos, plural, one{Der Link führt zu Hugging Face; von dort wird das Video geladen.} other{Die Links führen zu Hugging Face; von dort werden die Videos geladen.}}",
  "site.picture.has-video": "Video",
  "site.picture.unknown": "Dieses Bild gibt es nicht.",
  "site.picture.away": "Dieses Bild ist im Moment nicht zu bekommen.",
  "site.picture.busy":
    "Gerade werden viele Bilder geholt: Bitte dieses in ein paar Sekunden noch einmal anfordern.",

  "site.repos.title": "Bei Hugging Face zitiert von",
  "site.repos.models": "{count, plural, one{# Modell} other{# Modellen}}",
  "site.repos.datasets": "{count, plural, one{# Datensatz} other{# Datensätzen}}",
  "site.repos.spaces": "{count, plural, one{# Space} other{# Spaces}}",
  "site.repos.likes": "{count, plural, one{# Like} other{# Likes}}",
  "site.repos.as-of": "Stand: {day}.",
  "site.repos.all": "Alle bei Hugging Face",

  "site.privacy.site-pictures":
    "Die Seiten hier zeigen Bilder von Papern. Diese Website holt sie bei Hugging Face und gibt sie weiter, sodass Ihr Browser sonst niemanden danach fragt: Hugging Face erfährt, dass hier jemand ein Paper angesehen hat, nicht wer. Links zu Videos und zu anderen Websites führen dorthin, wo man Sie sieht wie bei jedem Besuch.",
};
