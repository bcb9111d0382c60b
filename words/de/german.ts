import type { english } from "../en/english.ts";
import { germanAddressNotice } from "./address-notices.ts";
import { germanDigest } from "./digest.ts";
import { germanEditorsNote } from "./editors-note.ts";
import { germanNotice } from "./notices.ts";
import { germanRanking } from "./ranking.ts";
import { germanSite } from "./site.ts";
import { germanStillReading } from "./still-reading.ts";
import { germanTheme } from "./themes.ts";

/** All sentences, in German. */
export const german: Record<keyof typeof english, string> = {
  ...germanRanking,
  ...germanDigest,
  ...germanEditorsNote,
  ...germanNotice,
  ...germanAddressNotice,
  ...germanStillReading,
  ...germanTheme,
  ...germanSite,
};
