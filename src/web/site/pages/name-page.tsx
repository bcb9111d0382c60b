import { type ListOrder, listOrders } from "../../../browse/names-store.ts";
import { mostListed, type NamedPapers } from "../../../browse/read-name-page.ts";
import { useWords } from "../../http/page-words.tsx";
import { PageLinks } from "../../parts/page-links.tsx";
import { FollowName } from "./follow-name.tsx";
import { Layout } from "./layout.tsx";
import { MonthChart } from "./month-chart.tsx";
import { PaperCard } from "./paper-card.tsx";
import { SignedNote, useSignedPath } from "./signed-reader.tsx";

export type NamePageProps = NamedPapers & {
  /** Path of the page without its query. */
  path: string;
  order: ListOrder;
};

const orderWords = {
  date: "site.browse.by-date",
  votes: "site.browse.by-votes",
} as const satisfies Record<ListOrder, string>;

/** The papers of a topic, a keyword, an organisation or an author. */
export function NamePage(props: NamePageProps) {
  const { found, papers, months, page, pages, path, order } = props;
  const { kind, name } = found;
  const { say, list } = useWords();
  const signed = useSignedPath();
  const pathTo = (to: { order?: ListOrder; page?: number }) => pathOf(path, { order, page: 1, ...to });
  const isPast = page > pages;
  return (
    <Layout
      title={say("site.browse.title", { kind, name })}
      description={say("site.browse.description", { kind, name, papers: found.papers })}
      canonical={isPast ? undefined : pathTo({ page })}
      feeds={{
        title: say("site.browse.feed", { name }),
        atom: `${path}/feed.xml`,
        json: `${path}/feed.json`,
      }}
    >
      <div className="edition-head">
        <div>
          <p className="kicker">{say("site.browse.kind", { kind })}</p>
          <h1 className="page-title" dir="auto">
            {name}
          </h1>
          <p className="period">
            {found.papers > mostListed
              ? say("site.browse.first-shown", { papers: found.papers, shown: mostListed })
              : say("site.browse.count", { papers: found.papers })}
          </p>
          {found.otherNames.length === 0 ? null : (
            <p className="hint" dir="auto">
              {say("site.browse.also", { names: list(found.otherNames.slice(0, namedOtherwise)) })}
            </p>
          )}
        </div>
        <FollowName found={found} />
      </div>
      <SignedNote />
      {months.length < 2 ? null : (
        <section className="months" aria-labelledby="months">
          <h2 className="section-title" id="months">
            {say("site.months.title")}
          </h2>
          <MonthChart months={months} />
        </section>
      )}
      {found.papers === 0 ? (
        <p className="empty">{say("site.browse.none")}</p>
      ) : (
        <nav className="chips" aria-label={say("site.browse.order")}>
          {listOrders.map((one) => (
            <a
              key={one}
              href={signed(pathTo({ order: one }))}
              aria-current={one === order ? "true" : undefined}
            >
              {say(orderWords[one])}
            </a>
          ))}
        </nav>
      )}
      {isPast ? (
        <div className="empty" role="status">
          <p>{say("site.browse.past-end", { last: pages })}</p>
          <p>
            <a href={signed(pathTo({ page: pages }))}>{say("site.browse.to-last")}</a>
          </p>
        </div>
      ) : null}
      {papers.length === 0 ? null : (
        <ol className="papers">
          {papers.map((paper) => (
            <li key={paper.id}>
              <PaperCard paper={paper} mark={paper.mark} headingLevel={2} />
            </li>
          ))}
        </ol>
      )}
      {isPast ? null : <PageLinks page={page} pages={pages} pathTo={(to) => signed(pathTo({ page: to }))} />}
    </Layout>
  );
}

const namedOtherwise = 8;

/** The first page by date is the path itself. */
function pathOf(path: string, { order, page }: { order: ListOrder; page: number }): string {
  const query = new URLSearchParams({
    ...(order === "date" ? {} : { order }),
    ...(page === 1 ? {} : { page: String(page) }),
  }).toString();
  return query === "" ? path : `${path}?${query}`;
}
