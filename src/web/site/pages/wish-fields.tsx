import { topicLabel } from "../../../papers/topics.ts";
import { type Wishes, wishFields } from "../../../subscribers/follow.ts";
import { useWords } from "../../http/page-words.tsx";

/** Carries what a reader wishes to follow through a form. */
export function WishFields({ wishes }: { wishes: Wishes }) {
  return wishFields.flatMap((field) =>
    (wishes[field] ?? []).map((wish) => (
      <input key={`${field} ${wish}`} type="hidden" name={field} value={wish} />
    )),
  );
}

/**
 * Says what a form that was opened from a name's page leads to; on the preferences, that it is filled in and not saved
 * yet. Nothing where there is no such wish.
 */
export function WishNote({ wishes, isFilledIn = false }: { wishes: Wishes; isFilledIn?: boolean }) {
  const { say, list } = useWords();
  const { topics = [], keywords = [], organizations = [], authors = [] } = wishes;
  const names = [...topics.map(topicLabel), ...keywords, ...organizations, ...authors];
  if (names.length === 0) return null;
  return (
    <p className="notice" dir="auto">
      {say(isFilledIn ? "site.browse.filled-in" : "site.browse.wishes", { names: list(names) })}
    </p>
  );
}
