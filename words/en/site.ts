import { consents } from "./site/consents.ts";
import { editions } from "./site/editions.ts";
import { frame } from "./site/frame.ts";
import { ownData } from "./site/own-data.ts";
import { preferences } from "./site/preferences.ts";
import { refusals } from "./site/refusals.ts";
import { search } from "./site/search.ts";
import { subscribing } from "./site/subscribing.ts";

/** The readers' pages and feeds. */
export const site = {
  ...frame,
  ...editions,
  ...search,
  ...subscribing,
  ...consents,
  ...preferences,
  ...ownData,
  ...refusals,
} as const;
