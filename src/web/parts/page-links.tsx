export type PageLinksProps = {
  /** From 1. */
  page: number;
  pages: number;
  pathTo: (page: number) => string;
};

/** Links to the pages before and after; nothing when there is but one. */
export function PageLinks({ page, pages, pathTo }: PageLinksProps) {
  if (pages <= 1) return null;
  return (
    <nav className="pages" aria-label="Pages">
      {page > 1 ? (
        <a className="button quiet small" rel="prev" href={pathTo(page - 1)}>
          ‹ Previous
        </a>
      ) : null}
      <span>
        Page {page} of {pages}
      </span>
      {page < pages ? (
        <a className="button quiet small" rel="next" href={pathTo(page + 1)}>
          Next ›
        </a>
      ) : null}
    </nav>
  );
}
