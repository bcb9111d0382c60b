import { createContext, type ReactNode, useContext } from "react";
import { markPath } from "../../../subscribers/links.ts";
import type { MarkKind } from "../../../taste/marks-store.ts";
import { markKinds } from "../../../taste/tables.ts";
import { useWords } from "../../http/page-words.tsx";

/** Who reads a page that was opened with a link for marking papers. */
export type SignedReader = {
  /** Marks papers and does nothing else. */
  token: string;
  /** What they said of the papers of the page, by the papers' ids. */
  marks: ReadonlyMap<string, MarkKind[]>;
  /** Path and query of the page, to which a pressed button comes back. */
  here: string;
};

const OfPage = createContext<SignedReader | null>(null);

/** A page, or a part of one, on whose papers this reader may say what they think; for nobody when null. */
export function ForReader({ reader, children }: { reader: SignedReader | null; children?: ReactNode }) {
  return <OfPage.Provider value={reader}>{children}</OfPage.Provider>;
}

/** Makes a path of the site one on which the reader of this page may mark papers too. */
export function useSignedPath(): (path: string) => string {
  const reader = useContext(OfPage);
  if (reader === null) return (path) => path;
  return (path) => `${path}${path.includes("?") ? "&" : "?"}t=${reader.token}`;
}

/** Whether the reader of this page is known by a link for marking papers. */
export function useIsSigned(): boolean {
  return useContext(OfPage) !== null;
}

/** Lets a form that leads to another page of the site stay signed; nothing where nobody is known. */
export function SignedField() {
  const reader = useContext(OfPage);
  return reader === null ? null : <input type="hidden" name="t" value={reader.token} />;
}

/** Says that the page is signed, and what that means; nothing on any other. */
export function SignedNote() {
  const { say } = useWords();
  return useContext(OfPage) === null ? null : <p className="notice">{say("site.mark.signed")}</p>;
}

/** What each button says. */
const buttonWords = {
  more: "site.mark.more",
  less: "site.mark.less",
  save: "site.mark.save",
} as const satisfies Record<MarkKind, string>;

export type MarkButtonsProps = {
  paperId: string;
  /** Whether a script may send what is pressed and leave the page as it is. */
  isInPlace?: boolean;
};

/** The three buttons on a paper, each pressed or not; nothing where nobody is known. */
export function MarkButtons({ paperId, isInPlace = true }: MarkButtonsProps) {
  const reader = useContext(OfPage);
  const { say } = useWords();
  if (reader === null) return null;
  const path = markPath(paperId).replace(/\?.*$/, "");
  const marked = new Set(reader.marks.get(paperId));
  return (
    <form
      className="marks"
      id={anchorOf(paperId)}
      method="post"
      action={path}
      data-marks={isInPlace ? say("site.mark.take-back") : undefined}
    >
      <input type="hidden" name="t" value={reader.token} />
      <input type="hidden" name="back" value={`${reader.here}#${anchorOf(paperId)}`} />
      {markKinds.map((kind) => (
        <button
          key={kind}
          className={`quiet small mark-${kind}`}
          type="submit"
          name={marked.has(kind) ? "unset" : "set"}
          value={kind}
          aria-pressed={marked.has(kind)}
          title={marked.has(kind) ? say("site.mark.take-back") : undefined}
        >
          {say(buttonWords[kind])}
        </button>
      ))}
    </form>
  );
}

function anchorOf(paperId: string): string {
  return `mark-${paperId.replaceAll(/[^A-Za-z0-9]/g, "-")}`;
}
