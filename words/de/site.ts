import { germanAddressChange } from "./site/address-change.ts";
import { germanArchive } from "./site/archive.ts";
import { germanBrowse } from "./site/browse.ts";
import { germanCard } from "./site/cards.ts";
import { germanChoosing } from "./site/choosing.ts";
import { germanCiting } from "./site/citing.ts";
import { germanConsent } from "./site/consents.ts";
import { germanEdition } from "./site/editions.ts";
import { germanFeed } from "./site/feeds.ts";
import { germanFilter } from "./site/filter.ts";
import { germanFind } from "./site/find.ts";
import { germanFrame } from "./site/frame.ts";
import { germanHours } from "./site/hours.ts";
import { germanMark } from "./site/marks.ts";
import { germanMatches } from "./site/matches.ts";
import { germanOwnData } from "./site/own-data.ts";
import { germanPreferences } from "./site/preferences.ts";
import { germanReadingList } from "./site/reading-list.ts";
import { germanRefusal } from "./site/refusals.ts";
import { germanSearch } from "./site/search.ts";
import { germanSeeing } from "./site/seeing.ts";
import { germanSharing } from "./site/sharing.ts";
import { germanSubscribing } from "./site/subscribing.ts";
import { germanToday } from "./site/today.ts";
import { germanTrending } from "./site/trending.ts";

/** The readers' pages and feeds. */
export const germanSite = {
  ...germanFrame,
  ...germanFeed,
  ...germanEdition,
  ...germanSharing,
  ...germanSearch,
  ...germanSeeing,
  ...germanFind,
  ...germanSubscribing,
  ...germanConsent,
  ...germanPreferences,
  ...germanChoosing,
  ...germanHours,
  ...germanAddressChange,
  ...germanMatches,
  ...germanMark,
  ...germanOwnData,
  ...germanReadingList,
  ...germanRefusal,
  ...germanCiting,
  ...germanBrowse,
  ...germanTrending,
  ...germanCard,
  ...germanArchive,
  ...germanFilter,
  ...germanToday,
};
