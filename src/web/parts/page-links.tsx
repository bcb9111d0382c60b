import { useWords } from "../http/page-words.tsx";

export type PageLinksProps = {
  /** From 1. */
  page: number;
  pages: number;
  pathTo: (page: number) => string;
};

/** Links to the pages before and after; nothing when there is but one. */
export function PageLinks({ page, pages, pathTo }: PageLinksProps) {
  const { say } = useWords();
  if (pages <= 1) return null;
  return (
    <nav className="pages" aria-label={say("site.pages.name")}>
      {page > 1 ? (
        <a className="button quiet small" rel="prev" href={pathTo(page - 1)}>
          ‹ {say("site.pages.previous")}
        </a>
      ) : null}
      <span>{say("site.pages.place", { page, pages })}</span>
      {page < pages ? (
        <a className="button quiet small" rel="next" href={pathTo(page + 1)}>
          {say("site.pages.next")} ›
        </a>
      ) : null}
    </nav>
  );
}
