import type { NamedPapers } from "../../../browse/read-name-page.ts";
import type { NameKind } from "../../../browse/tables.ts";
import type { WishField } from "../../../subscribers/follow.ts";
import { useWords } from "../../http/page-words.tsx";
import { SignedField } from "./signed-reader.tsx";

/** The preference that follows names of a kind. */
export const fieldOf = {
  topic: "topics",
  keyword: "keywords",
  organization: "organizations",
  author: "authors",
} as const satisfies Record<NameKind, WishField>;

export type FollowNameProps = {
  found: NamedPapers["found"];
  /** Whether the reader of a signed page follows it; null where nobody is known. */
  isFollowed: boolean | null;
  /** Path and query of the page, to which a pressed button comes back. */
  here: string;
};

/** Leads to the subscription with this wish filled in; a known reader adds it by one button, and takes it back. */
export function FollowName({ found, isFollowed, here }: FollowNameProps) {
  const { say } = useWords();
  if (isFollowed === null) {
    const wish = new URLSearchParams({ [fieldOf[found.kind]]: wishOf(found) });
    return (
      <div className="follow">
        <a className="button small" href={`/subscribe?${wish}`}>
          {say("site.browse.follow")}
        </a>
        <p className="hint">{say("site.browse.follow-note", { kind: found.kind })}</p>
      </div>
    );
  }
  return (
    <form className="follow" method="post" action="/follow">
      <SignedField />
      <input type="hidden" name="kind" value={found.kind} />
      <input type="hidden" name="name" value={found.key} />
      <input type="hidden" name="back" value={here} />
      <button
        className={isFollowed ? "quiet small" : "small"}
        type="submit"
        name="set"
        value={isFollowed ? "no" : "yes"}
      >
        {say(isFollowed ? "site.browse.unfollow" : "site.browse.follow-here")}
      </button>
      <p className="hint">
        {isFollowed ? say("site.browse.followed") : say("site.browse.follow-note", { kind: found.kind })}
      </p>
    </form>
  );
}

/** What stands among the preferences of whoever follows a name. */
export function wishOf({ kind, key, name }: NamedPapers["found"]): string {
  return kind === "topic" ? key : name;
}
