import type { Words } from "../../../../words/words.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { inline, strong, useWords } from "../../http/page-words.tsx";

const markWords = {
  withdrawn: "site.paper.withdrawn",
  dropped: "site.paper.dropped",
} as const satisfies Record<PaperMark["kind"], string>;

/** What readers must know of a paper that is still shown; nothing for most. */
export function MarkNotice({ mark }: { mark: PaperMark | null }) {
  const { rich } = useWords();
  if (mark === null) return null;
  return <p className="notice">{inline(rich(markWords[mark.kind], {}, { b: strong }))}</p>;
}

/** The same as plain text; empty for most. */
export function markText({ rich }: Words, mark: PaperMark | null): string {
  if (mark === null) return "";
  return rich(markWords[mark.kind], {}, { b: (inside: string[]) => inside.join("") }).join("");
}
