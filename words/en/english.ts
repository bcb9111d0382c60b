import { addressNoticeMessages } from "./address-notices.ts";
import { digestMessages } from "./digest.ts";
import { editorsNoteMessages } from "./editors-note.ts";
import { noticeMessages } from "./notices.ts";
import { rankingMessages } from "./ranking.ts";
import { siteMessages } from "./site.ts";
import { stillReadingMessages } from "./still-reading.ts";
import { themeMessages } from "./themes.ts";

/** All sentences, in English: the language that is complete, so that its keys and arguments are the catalogue's. */
export const english = {
  ...rankingMessages,
  ...digestMessages,
  ...editorsNoteMessages,
  ...noticeMessages,
  ...addressNoticeMessages,
  ...stillReadingMessages,
  ...siteMessages,
  ...themeMessages,
} as const;
