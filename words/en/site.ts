import { addressChangeMessages } from "./site/address-change.ts";
import { archiveMessages } from "./site/archive.ts";
import { browseMessages } from "./site/browse.ts";
import { cardMessages } from "./site/cards.ts";
import { choosingMessages } from "./site/choosing.ts";
import { citingMessages } from "./site/citing.ts";
import { consentMessages } from "./site/consents.ts";
import { editionMessages } from "./site/editions.ts";
import { feedMessages } from "./site/feeds.ts";
import { filterMessages } from "./site/filter.ts";
import { findMessages } from "./site/find.ts";
import { frameMessages } from "./site/frame.ts";
import { hoursMessages } from "./site/hours.ts";
import { markMessages } from "./site/marks.ts";
import { matchesMessages } from "./site/matches.ts";
import { ownDataMessages } from "./site/own-data.ts";
import { preferencesMessages } from "./site/preferences.ts";
import { readingListMessages } from "./site/reading-list.ts";
import { refusalMessages } from "./site/refusals.ts";
import { searchMessages } from "./site/search.ts";
import { seeingMessages } from "./site/seeing.ts";
import { sharingMessages } from "./site/sharing.ts";
import { subscribingMessages } from "./site/subscribing.ts";
import { todayMessages } from "./site/today.ts";
import { trendingMessages } from "./site/trending.ts";

/** The readers' pages and feeds. */
export const siteMessages = {
  ...frameMessages,
  ...feedMessages,
  ...editionMessages,
  ...sharingMessages,
  ...searchMessages,
  ...seeingMessages,
  ...findMessages,
  ...subscribingMessages,
  ...consentMessages,
  ...preferencesMessages,
  ...choosingMessages,
  ...hoursMessages,
  ...addressChangeMessages,
  ...markMessages,
  ...matchesMessages,
  ...ownDataMessages,
  ...readingListMessages,
  ...refusalMessages,
  ...citingMessages,
  ...browseMessages,
  ...trendingMessages,
  ...cardMessages,
  ...archiveMessages,
  ...filterMessages,
  ...todayMessages,
} as const;
