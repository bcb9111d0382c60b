import { type Preferences, parsePreferences } from "./preferences.ts";

/** What can be followed, by the preference that holds it. */
export const wishFields = ["topics", "keywords", "authors", "organizations"] as const;
export type WishField = (typeof wishFields)[number];

/** What a reader wishes to follow, as preferences keep it. */
export type Wishes = Partial<Pick<Preferences, WishField>>;

/**
 * What somebody wishes to follow, as a form or an address names it: what cannot be kept is left out. Anybody can write
 * such an address, so it fills in a form at most.
 */
export function readWishes(all: (field: WishField) => string[]): Wishes {
  const wishes: Wishes = {};
  for (const field of wishFields) {
    const parsed = parsePreferences({ [field]: all(field).slice(0, mostWishes) });
    if (parsed.kind === "preferences" && (parsed.preferences[field]?.length ?? 0) > 0)
      Object.assign(wishes, parsed.preferences);
  }
  return wishes;
}

/** A link to the subscription names one or a few. */
const mostWishes = 5;

/** An address has room for some ten names, or for one in any letters, and for the token of a link. */
const longestQuery = 1_500;

/**
 * The query by which an address names wishes, without a mark before it; empty for none. What would make the address
 * longer than a page of this site may have is left out.
 */
export function wishQuery(wishes: Wishes): string {
  const pairs = wishFields.flatMap((field) =>
    (wishes[field] ?? []).map((wish): [string, string] => [field, wish]),
  );
  return pairs.reduce((query, pair) => {
    const longer = `${query}${query === "" ? "" : "&"}${new URLSearchParams([pair])}`;
    return longer.length > longestQuery ? query : longer;
  }, "");
}

/** Those of some wishes that a reader does not follow yet, as far as they are written alike. */
export function newWishes(followed: Pick<Preferences, WishField>, wishes: Wishes): Wishes {
  const fresh: Wishes = {};
  for (const field of wishFields) {
    const known = new Set(followed[field].map((wish) => wish.toLowerCase()));
    const list = (wishes[field] ?? []).filter((wish) => !known.has(wish.toLowerCase()));
    if (list.length > 0) fresh[field] = list;
  }
  return fresh;
}

/** What a reader follows with these wishes too. */
export function withWishes<T extends Pick<Preferences, WishField>>(followed: T, wishes: Wishes): T {
  const lists = wishFields.map((field) => [field, [...followed[field], ...(wishes[field] ?? [])]]);
  return { ...followed, ...Object.fromEntries(lists) };
}
