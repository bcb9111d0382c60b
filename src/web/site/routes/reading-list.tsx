import { Hono, type Context as RequestContext } from "hono";
import type { Context } from "../../../context.ts";
import { listPapersNow, orderPaperIds } from "../../../papers/papers-now-store.ts";
import { clientLimits } from "../../../subscribers/limits.ts";
import {
  beginReadingSession,
  endReadingSession,
  endReadingSessions,
} from "../../../subscribers/reading-sessions.ts";
import { LinkNotValidError } from "../../../subscribers/tokens.ts";
import { markDone } from "../../../taste/mark-done.ts";
import { markPaper, mostMarks } from "../../../taste/mark-paper.ts";
import {
  keptLine,
  mostInRequest,
  parseKeptList,
  parsePaperIds,
  type SavedPaper,
} from "../../../taste/reading-list.ts";
import { countSavedPapers, listSavedAmong, pageSavedPapers } from "../../../taste/reading-list-store.ts";
import { savePapers } from "../../../taste/save-papers.ts";
import { limitClient } from "../../http/limit-client.ts";
import { openReaderLink } from "../../http/open-reader-link.ts";
import { type Form, readForm, wantsJson } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage, sendPart } from "../../http/send-page.ts";
import { InvalidRequestError, RefusedRequestError } from "../../http/worded-error.ts";
import { assertMarked } from "../assert-marked.ts";
import {
  BrowserListPage,
  type ListEntry,
  ListedPapers,
  ReadingListPage,
} from "../pages/reading-list-page.tsx";
import {
  findReadingBrowser,
  giveReadingCookie,
  type ReadingBrowser,
  readingCookieOf,
  requireOwnReadingForm,
  requireReadingBrowser,
  takeReadingCookie,
} from "../reading-browser.ts";
import { exportReadingList, listFormats } from "../reading-list-exports.ts";
import { type ListView, readingListPath, readListView } from "../reading-list-view.ts";

const papersPerPage = 30;
/** Papers as they are asked for by id change with each look at their votes. */
const publicMaxAgeSeconds = 300;

/**
 * The papers that a reader saved, in a browser that they let open them; for any other browser a page whose script shows
 * what the browser keeps. The cookie opens this and nothing else, and by GET nothing changes.
 */
export function readingListRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/reading-list/*", privatePage());

  app.get("/reading-list", async (c) => {
    const view = readListView((name) => c.req.query(name));
    const browser = await findReadingBrowser(c, ctx);
    if (browser !== null) return sendPage(c, await ownPage(c, browser, view));
    if (readingCookieOf(c) !== null) takeReadingCookie(c, ctx.config);
    const forgotten = c.req.query("forgotten");
    const page = (
      <BrowserListPage
        view={view}
        forgotten={forgotten === "this" || forgotten === "all" ? forgotten : null}
      />
    );
    return sendPage(c, page);
  });

  app.post("/reading-list", async (c) => {
    const form = await readForm(c);
    await limitClient(c, ctx, clientLimits.mark);
    const { subscriber } = await requireOwnReadingForm(c, ctx, form);
    const paperId = parsePaperIds(form.first("paper"))?.[0] ?? "";
    const before = await findSaved(subscriber.id, paperId);
    await act(subscriber.id, paperId, form);
    if (wantsJson(c)) {
      const saved = await findSaved(subscriber.id, paperId);
      return c.json({ paper: paperId, isSaved: saved !== null, isDone: saved?.doneAt != null });
    }
    const view = readListView((name) => form.first(name));
    const isRemoved = form.first("act") === "unsave" && before !== null;
    return c.redirect(readingListPath(view, isRemoved ? { removed: keptLine(before) } : {}), 303);
  });

  app.post("/reading-list/bring", async (c) => {
    const form = await readForm(c);
    await limitClient(c, ctx, clientLimits.mark);
    const { subscriber } = await requireOwnReadingForm(c, ctx, form);
    const papers = readKept(form.first("kept"));
    const { added, leftOut } = await savePapers(ctx, { subscriberId: subscriber.id, papers });
    return c.json({ added, leftOut });
  });

  app.post("/reading-list/open", async (c) => {
    const token = (await readForm(c)).first("token");
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    const begun = await beginReadingSession(ctx, {
      subscriberId: subscriber.id,
      replaced: readingCookieOf(c),
    });
    if (begun.kind === "gone") throw new LinkNotValidError(false);
    if (begun.kind === "left") throw new RefusedRequestError((say) => say("site.list.left"));
    giveReadingCookie(c, ctx.config, begun.token);
    return c.redirect("/reading-list", 303);
  });

  app.post("/reading-list/forget", async (c) => {
    const form = await readForm(c);
    const { subscriber, token } = await requireOwnReadingForm(c, ctx, form);
    const isAll = form.first("browsers") === "all";
    if (isAll) await endReadingSessions(ctx, { subscriberId: subscriber.id });
    else await endReadingSession(ctx, token);
    takeReadingCookie(c, ctx.config);
    return c.redirect(`/reading-list?forgotten=${isAll ? "all" : "this"}`, 303);
  });

  // By the link to the preferences, from any browser: for one that was lost.
  app.post("/reading-list/forget-all", async (c) => {
    const token = (await readForm(c)).first("token");
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    await endReadingSessions(ctx, { subscriberId: subscriber.id });
    return c.redirect(`/preferences?token=${encodeURIComponent(token)}#reading-list`, 303);
  });

  // Pages are everybody's and may be cached: their script asks here which of their papers are saved.
  app.get("/reading-list/state", async (c) => {
    const { subscriber, formToken } = await requireReadingBrowser(c, ctx);
    const saved = await listSavedAmong(ctx.db, subscriber.id, readIds(c.req.query("ids") ?? ""));
    return c.json({ formToken, saved: saved.map(({ paperId }) => paperId) });
  });

  for (const format of listFormats) {
    app.get(`/reading-list/mine.${format}`, async (c) => {
      const { subscriber } = await requireReadingBrowser(c, ctx);
      const view = readListView((name) => c.req.query(name));
      const saved = await pageSavedPapers(ctx.db, subscriber.id, { ...view, limit: mostMarks, offset: 0 });
      const papers = await listPapersNow(
        ctx.db,
        saved.map(({ paperId }) => paperId),
      );
      return exportReadingList(c, format, { papers, saved });
    });

    // The cookie stays below its folder: who asks for their own list is sent there.
    app.on(["GET", "POST"], `/reading-list.${format}`, async (c) => {
      const asked = await readAsked(c);
      if (asked("ids") === undefined) {
        const { search } = new URL(c.req.url);
        return c.redirect(`/reading-list/mine.${format}${search}`, 302);
      }
      const papers = await listPapersNow(ctx.db, await orderedIds(asked));
      return exportReadingList(c, format, { papers, saved: [] }, publicAge(c));
    });
  }

  app.on(["GET", "POST"], "/reading-list.html", async (c) => {
    const asked = await readAsked(c);
    const view = readListView(asked);
    const ids = await orderedIds(asked);
    const { page, pages, from } = placeOf(view, ids.length);
    const shown = await listPapersNow(ctx.db, ids.slice(from, from + papersPerPage));
    const part = <ListedPapers view={{ ...view, page }} pages={pages} shown={shown} />;
    return sendPart(c, part, publicAge(c));
  });

  async function ownPage(c: RequestContext, { subscriber, formToken }: ReadingBrowser, asked: ListView) {
    const counts = await countSavedPapers(ctx.db, subscriber.id);
    const count = { ...counts, all: counts.open + counts.done }[asked.part];
    const { page, pages, from } = placeOf(asked, count);
    const saved = await pageSavedPapers(ctx.db, subscriber.id, {
      ...asked,
      limit: papersPerPage,
      offset: from,
    });
    const [gone] = parseKeptList(c.req.query("removed") ?? "", ctx.clock.now()) ?? [];
    const removed = gone && (await findSaved(subscriber.id, gone.paperId)) === null ? [gone] : [];
    const brought = c.req.query("brought") ?? "";
    return (
      <ReadingListPage
        view={{ ...asked, page }}
        pages={pages}
        counts={counts}
        shown={await withPapers(saved)}
        formToken={formToken}
        removed={(await withPapers(removed))[0] ?? null}
        brought={/^\d{1,3}$/.test(brought) ? Number(brought) : null}
      />
    );
  }

  async function act(subscriberId: string, paperId: string, form: Form): Promise<void> {
    const kind = "save";
    switch (form.first("act")) {
      case "save":
        return assertMarked(await markPaper(ctx, { subscriberId, paperId, kind, isSet: true }));
      case "unsave":
        return assertMarked(await markPaper(ctx, { subscriberId, paperId, kind, isSet: false }));
      case "done":
        return markDone(ctx, { subscriberId, paperId, isDone: true });
      case "undone":
        return markDone(ctx, { subscriberId, paperId, isDone: false });
      case "restore": {
        const papers = readKept(form.first("kept"));
        const { leftOut } = await savePapers(ctx, { subscriberId, papers: papers.slice(0, 1) });
        return assertMarked({ kind: leftOut.length > 0 ? "too-many" : "marked" });
      }
      default:
        throw new InvalidRequestError((say) => say("site.list.act"));
    }
  }

  /** Of all papers that are asked for, so that few are read of a long list. */
  function orderedIds(asked: Asked): Promise<string[]> {
    const { order } = readListView(asked);
    return orderPaperIds(ctx.db, readIds(asked("ids")), order === "votes" ? "votes" : "asked");
  }

  async function findSaved(subscriberId: string, paperId: string): Promise<SavedPaper | null> {
    return (await listSavedAmong(ctx.db, subscriberId, [paperId]))[0] ?? null;
  }

  async function withPapers(saved: SavedPaper[]): Promise<ListEntry[]> {
    const papers = await listPapersNow(
      ctx.db,
      saved.map(({ paperId }) => paperId),
    );
    const byId = new Map(papers.map((paper) => [paper.id, paper]));
    return saved.flatMap((one) => {
      const paper = byId.get(one.paperId);
      return paper === undefined ? [] : [{ ...one, paper }];
    });
  }

  function readKept(text: string): SavedPaper[] {
    return parseKeptList(text, ctx.clock.now()) ?? refuseMany();
  }

  return app;
}

type Asked = (name: string) => string | undefined;

/** The fields of a query or, for a list that is too long for an address, of a form that changes nothing. */
async function readAsked(c: RequestContext): Promise<Asked> {
  if (c.req.method !== "POST") return (name) => c.req.query(name);
  const form = await readForm(c);
  return (name) => (form.has(name) ? form.first(name) : undefined);
}

function readIds(text: string | undefined): string[] {
  if (text === undefined) throw new InvalidRequestError((say) => say("site.list.no-ids"));
  return parsePaperIds(text) ?? refuseMany();
}

function refuseMany(): never {
  throw new InvalidRequestError((say) => say("site.list.many-ids", { most: mostInRequest }));
}

/** The last page where there are fewer. */
function placeOf({ page: asked }: ListView, count: number): { page: number; pages: number; from: number } {
  const pages = Math.max(1, Math.ceil(count / papersPerPage));
  const page = Math.min(asked, pages);
  return { page, pages, from: (page - 1) * papersPerPage };
}

function publicAge(c: RequestContext): { maxAgeSeconds?: number } {
  return c.req.method === "POST" ? {} : { maxAgeSeconds: publicMaxAgeSeconds };
}
