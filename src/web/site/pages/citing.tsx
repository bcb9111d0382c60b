import { bibtexOf } from "../../../papers/citations/bibtex.ts";
import type { CitedPaper } from "../../../papers/citations/cited-paper.ts";
import { referenceOf } from "../../../papers/citations/reference.ts";
import { anchorTo, inline, useWords } from "../../http/page-words.tsx";
import { paperPath } from "../../parts/paths.ts";

/** A paper by thousands names them in its file alone. */
const longestShown = 5_000;

/** References to the page's paper: as files, to copy where a script may, and as text that can be selected. */
export function CitePaper({ paper }: { paper: CitedPaper }) {
  const { say } = useWords();
  const path = paperPath(paper.id);
  const bibtex = bibtexOf([paper]);
  return (
    <section className="cite" aria-labelledby="cite">
      <h2 className="section-title" id="cite">
        {say("site.cite.title")}
      </h2>
      <ul className="links">
        <li>
          <a href={`${path}.bib`}>{say("site.cite.bibtex")}</a>
        </li>
        <li>
          <a href={`${path}.ris`}>{say("site.cite.ris")}</a>
        </li>
        <li>
          <CopyButton of="citation" label={say("site.cite.copy")} />
        </li>
      </ul>
      <details>
        <summary>{say("site.cite.as-text")}</summary>
        <p id="citation" dir="auto">
          {referenceOf(paper)}
        </p>
        {bibtex.length > longestShown ? null : (
          <>
            <pre id="bibtex">{bibtex}</pre>
            <CopyButton of="bibtex" label={say("site.cite.copy-bibtex")} />
          </>
        )}
      </details>
    </section>
  );
}

/** Copies the text of an element; it takes its place from the start, and is seen where a script runs. */
function CopyButton({ of, label }: { of: string; label: string }) {
  const { say } = useWords();
  return (
    <button className="quiet small copy" type="button" data-copy={of} data-copied={say("site.cite.copied")}>
      {label}
    </button>
  );
}

type CiteListProps = {
  /** Of the page without an ending, in which the list is the same. */
  path: string;
  /** What follows the ending in the address, with its question mark. */
  query?: string;
  /** How many papers the files hold. */
  count: number;
  /** Whether there are more. */
  isCut?: boolean;
};

/** References to all papers of a list, as files; nothing where there are none. */
export function CiteList({ path, query = "", count, isCut = false }: CiteListProps) {
  const { rich } = useWords();
  if (count === 0) return null;
  const links = { bib: anchorTo(`${path}.bib${query}`), ris: anchorTo(`${path}.ris${query}`) };
  return (
    <p className="section-note">
      {inline(rich(isCut ? "site.cite.first" : "site.cite.list", { count }, links))}
    </p>
  );
}
