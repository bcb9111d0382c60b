import type { NamedPapers } from "../../../browse/read-name-page.ts";
import type { NameKind } from "../../../browse/tables.ts";
import { type WishField, wishQuery } from "../../../subscribers/follow.ts";
import { useWords } from "../../http/page-words.tsx";

/** The preference that follows names of a kind. */
const fieldOf = {
  topic: "topics",
  keyword: "keywords",
  organization: "organizations",
  author: "authors",
} as const satisfies Record<NameKind, WishField>;

/**
 * Leads to the subscription with this wish filled in, also from a page that a reader signs by a link for marking papers:
 * such a link lies in old mails, and says nothing to the preferences.
 */
export function FollowName({ found }: { found: NamedPapers["found"] }) {
  const { say } = useWords();
  const { kind, key, name } = found;
  const query = wishQuery({ [fieldOf[kind]]: [kind === "topic" ? key : name] });
  return (
    <div className="follow">
      <a className="button small" href={`/subscribe?${query}`}>
        {say("site.browse.follow")}
      </a>
      <p className="hint">{say("site.browse.follow-note", { kind })}</p>
    </div>
  );
}
