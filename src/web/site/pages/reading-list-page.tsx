import { dayOf } from "../../../calendar/periods.ts";
import { machineSummaryOf } from "../../../papers/machine-summary.ts";
import type { PaperNow } from "../../../papers/papers-now-store.ts";
import { readingSessionMs } from "../../../subscribers/reading-sessions.ts";
import {
  keptLine,
  type ListPart,
  listParts,
  type SavedOrder,
  type SavedPaper,
  savedOrders,
} from "../../../taste/reading-list.ts";
import { anchorTo, inline, strong, useWords } from "../../http/page-words.tsx";
import { PageLinks } from "../../parts/page-links.tsx";
import type { ListFormat } from "../reading-list-exports.ts";
import { type ListView, readingListPath } from "../reading-list-view.ts";
import { cardOfPaper } from "./card-of-paper.ts";
import { Layout } from "./layout.tsx";
import { PaperCard } from "./paper-card.tsx";

/** Days for which a browser opens a list. */
export const readingSessionDays = readingSessionMs / (24 * 60 * 60_000);

const partWords = {
  open: "site.list.open",
  done: "site.list.done",
  all: "site.list.all",
} as const satisfies Record<ListPart, string>;

const orderWords = {
  saved: "site.list.by-saved",
  votes: "site.list.by-votes",
} as const satisfies Record<SavedOrder, string>;

export type ListEntry = SavedPaper & { paper: PaperNow };

export type ReadingListPageProps = {
  view: ListView;
  pages: number;
  counts: { open: number; done: number };
  /** Of this page. */
  shown: ListEntry[];
  formToken: string;
  /** What was just taken off, to be put back. */
  removed: ListEntry | null;
  /** How many papers of this browser's own list were just added; null when none was to be. */
  brought: number | null;
};

/** A reader's own list, in a browser that they let open it. */
export function ReadingListPage(props: ReadingListPageProps) {
  const { view, counts, shown, formToken, removed } = props;
  const { say, rich } = useWords();
  return (
    <Layout title={say("site.list.title")} isPrivate>
      <div data-reading-session={formToken}>
        <h1 className="page-title">{say("site.list.title")}</h1>
        <p className="lede">{say("site.list.counts", counts)}</p>
        {removed === null ? null : (
          <form className="notice undo" method="post" action="/reading-list" role="status">
            <p>{inline(rich("site.list.removed", { title: removed.paper.title }, { b: strong }))}</p>
            <OfList view={view} formToken={formToken} />
            <input type="hidden" name="paper" value={removed.paperId} />
            <input type="hidden" name="kept" value={keptLine(removed)} />
            <button className="quiet small" type="submit" name="act" value="restore">
              {say("site.list.put-back")}
            </button>
          </form>
        )}
        {props.brought === null ? null : (
          <p className="notice" role="status">
            {say("site.list.brought", { papers: props.brought })}
          </p>
        )}
        <ListViews view={view} />
        <div className="list-tools">
          {shown.length === 0 ? <span /> : <Exports view={view} />}
          <form data-bring="">
            <button className="quiet small" type="submit">
              {say("site.list.bring")}
            </button>
          </form>
        </div>
        {shown.length === 0 ? (
          <p className="empty">{say("site.list.empty", { part: view.part })}</p>
        ) : (
          <ol className="papers">
            {shown.map((listed) => (
              <li key={listed.paperId} id={anchorOf(listed.paperId)}>
                <PaperCard
                  paper={cardOfPaper({
                    ...listed.paper,
                    machineSummary: machineSummaryOf(listed.paper) ?? undefined,
                  })}
                  mark={listed.paper.mark}
                  headingLevel={2}
                  actions={<SavedActions {...listed} view={view} formToken={formToken} />}
                />
              </li>
            ))}
          </ol>
        )}
        <ListPages view={view} pages={props.pages} />
        <section className="this-browser" aria-labelledby="this-browser">
          <h2 className="section-title" id="this-browser">
            {say("site.list.this-browser")}
          </h2>
          <p>{say("site.list.opened", { days: readingSessionDays })}</p>
          <form className="choices" method="post" action="/reading-list/forget">
            <input type="hidden" name="form_token" value={formToken} />
            <button className="quiet" type="submit" name="browsers" value="this">
              {say("site.list.forget-this")}
            </button>
            <button className="quiet" type="submit" name="browsers" value="all">
              {say("site.list.forget-all")}
            </button>
          </form>
        </section>
      </div>
    </Layout>
  );
}

export type BrowserListPageProps = {
  view: ListView;
  /** Which browsers were just forgotten; null when none was. */
  forgotten: "this" | "all" | null;
};

/** The list that a browser keeps by itself: the site's script fills it in. */
export function BrowserListPage({ view, forgotten }: BrowserListPageProps) {
  const { say, rich } = useWords();
  const link = anchorTo("/preferences/link");
  return (
    <Layout title={say("site.list.title")} isPrivate>
      <h1 className="page-title">{say("site.list.title")}</h1>
      {forgotten === null ? null : (
        <p className="notice" role="status">
          {say("site.list.forgotten", { browsers: forgotten })}
        </p>
      )}
      <noscript>
        <p className="lede">{inline(rich("site.list.no-script", {}, { link }))}</p>
      </noscript>
      <div className="with-script" data-kept-list={view.part} data-order={view.order} data-page={view.page}>
        <p className="lede">{say("site.list.browser-only")}</p>
        <p>{inline(rich("site.list.open-how", {}, { link }))}</p>
        <ListViews view={view} />
        <form className="exports" method="post" data-export="">
          <input type="hidden" name="ids" />
          <span>{say("site.list.export")}: </span>
          <button className="as-link" type="submit" formAction="/reading-list.bib">
            {say("site.list.bibtex")}
          </button>{" "}
          <button className="as-link" type="submit" formAction="/reading-list.ris">
            {say("site.list.ris")}
          </button>{" "}
          <button className="as-link" type="submit" formAction="/reading-list.json">
            {say("site.list.json")}
          </button>
        </form>
        <details className="clear">
          <summary>{say("site.list.clear")}</summary>
          <p>{say("site.list.clear-hint")}</p>
          <button type="button" className="danger small" data-clear-kept="">
            {say("site.list.clear-button")}
          </button>
        </details>
        <div className="kept-papers" data-kept-papers="" data-failed={say("site.list.failed")} />
      </div>
    </Layout>
  );
}

export type ListedPapersProps = { view: ListView; pages: number; shown: PaperNow[] };

/** The part of a page that the script puts into a list which the browser keeps. */
export function ListedPapers({ view, pages, shown }: ListedPapersProps) {
  const { say } = useWords();
  if (shown.length === 0) return <p className="empty">{say("site.list.empty", { part: view.part })}</p>;
  return (
    <>
      <ol className="papers">
        {shown.map((paper) => (
          <li key={paper.id}>
            <PaperCard
              paper={cardOfPaper({ ...paper, machineSummary: machineSummaryOf(paper) ?? undefined })}
              mark={paper.mark}
              headingLevel={2}
              actions={<KeptActions paperId={paper.id} />}
            />
          </li>
        ))}
      </ol>
      <ListPages view={view} pages={pages} />
    </>
  );
}

/** What of the list is shown, and in which order. */
function ListViews({ view }: { view: ListView }) {
  const { say } = useWords();
  return (
    <div className="list-views">
      <nav aria-label={say("site.list.parts")}>
        {listParts.map((part) => (
          <a
            key={part}
            href={readingListPath({ ...view, part, page: 1 })}
            aria-current={part === view.part ? "page" : undefined}
          >
            {say(partWords[part])}
          </a>
        ))}
      </nav>
      <nav aria-label={say("site.list.order")}>
        {savedOrders.map((order) => (
          <a
            key={order}
            href={readingListPath({ ...view, order, page: 1 })}
            aria-current={order === view.order ? "true" : undefined}
          >
            {say(orderWords[order])}
          </a>
        ))}
      </nav>
    </div>
  );
}

function Exports({ view }: { view: ListView }) {
  const { say } = useWords();
  return (
    <p className="exports">
      {say("site.list.export")}: <a href={exportPath(view, "bib")}>{say("site.list.bibtex")}</a>{" "}
      <a href={exportPath(view, "ris")}>{say("site.list.ris")}</a>{" "}
      <a href={exportPath(view, "json")}>{say("site.list.json")}</a>
    </p>
  );
}

function ListPages({ view, pages }: { view: ListView; pages: number }) {
  return <PageLinks page={view.page} pages={pages} pathTo={(page) => readingListPath({ ...view, page })} />;
}

type SavedActionsProps = SavedPaper & { view: ListView; formToken: string };

function SavedActions({ paperId, savedAt, doneAt, view, formToken }: SavedActionsProps) {
  const { say, day } = useWords();
  const isDone = doneAt !== null;
  const saved = day(dayOf(savedAt), "short");
  return (
    <form className="kept" method="post" action="/reading-list">
      <OfList view={view} formToken={formToken} />
      <input type="hidden" name="paper" value={paperId} />
      <button
        className="quiet small"
        type="submit"
        name="act"
        value={isDone ? "undone" : "done"}
        aria-pressed={isDone}
      >
        {say("site.list.done")}
      </button>
      <button className="quiet small" type="submit" name="act" value="unsave">
        {say("site.list.remove")}
      </button>
      <span className="facts">
        {isDone
          ? say("site.list.done-on", { day: saved, done: day(dayOf(doneAt), "short") })
          : say("site.list.saved-on", { day: saved })}
      </span>
    </form>
  );
}

/** The same for a paper that the browser keeps; the script sets and hears them. */
function KeptActions({ paperId }: { paperId: string }) {
  const { say } = useWords();
  return (
    <div className="kept">
      <button type="button" className="quiet small" data-kept-done={paperId} aria-pressed="false">
        {say("site.list.done")}
      </button>
      <button type="button" className="quiet small" data-kept-remove={paperId}>
        {say("site.list.remove")}
      </button>
    </div>
  );
}

/** What brings the answer to a form back to where it was pressed. */
function OfList({ view, formToken }: { view: ListView; formToken: string }) {
  return (
    <>
      <input type="hidden" name="form_token" value={formToken} />
      <input type="hidden" name="show" value={view.part} />
      <input type="hidden" name="order" value={view.order} />
      <input type="hidden" name="page" value={view.page} />
    </>
  );
}

function exportPath(view: ListView, format: ListFormat): string {
  return `/reading-list/mine.${format}?${new URLSearchParams({ show: view.part, order: view.order })}`;
}

function anchorOf(paperId: string): string {
  return `saved-${paperId.replaceAll(/[^A-Za-z0-9]/g, "-")}`;
}
