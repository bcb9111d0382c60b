import { Hono, type Context as RequestContext } from "hono";
import { LRUCache } from "lru-cache";
import type { ReactElement } from "react";
import type { Words } from "../../../../words/words.ts";
import { type DayFilter, extras, noFilter, type ShownDay, showDay } from "../../../browse/day-filter.ts";
import { type Period, parsePeriod } from "../../../calendar/page-periods.ts";
import { type Cadence, dayOf, isCadence, isDay, periodDays, periodOf } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import type { FrozenPaper } from "../../../editions/edition.ts";
import { type EditionPart, pagesOf, partOf } from "../../../editions/edition-part.ts";
import { findEditionPart } from "../../../editions/find-edition-part.ts";
import { editionId, freezePaper } from "../../../editions/freeze-edition.ts";
import { findNeighbours, findNewestListedDay } from "../../../editions/neighbours-store.ts";
import { rankEdition } from "../../../editions/rank-edition.ts";
import { findEdits } from "../../../editions/revisions-store.ts";
import {
  type EditionRow,
  editionOf,
  findLatestReleased,
  findReleasedRow,
  listDroppedIds,
  listEditionMarks,
} from "../../../editions/store.ts";
import { withoutDropped } from "../../../editions/without-dropped.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { listMissingSources } from "../../../papers/runs-store.ts";
import { findTopic } from "../../../papers/topics.ts";
import { sealWording } from "../../../subscribers/seal-wording.ts";
import { settingsOf } from "../../http/known-settings.ts";
import { lookOf } from "../../http/page-look.tsx";
import { wordsOf } from "../../http/page-words.tsx";
import { type PreparedText, prepareText, sizeOf } from "../../http/prepared-text.ts";
import { renderDocument, sendPage, sendPrepared } from "../../http/send-page.ts";
import { InvalidRequestError, NoSuchPageError } from "../../http/worded-error.ts";
import { findSignedReader, isSigned, privateWhenSigned, signedQuery } from "../find-signed-reader.ts";
import { EditionPage } from "../pages/edition-page.tsx";
import { ForReader } from "../pages/signed-reader.tsx";

/** A frozen page changes only with its neighbours and an operator's edits; a list that still runs changes with every poll. */
const frozenMaxAgeSeconds = 300;
const runningMaxAgeSeconds = 60;
const html = "text/html; charset=utf-8";

/** The latest edition, every edition, and the lists that still run. */
export function editionRoutes(ctx: Context): Hono {
  const app = new Hono();
  const runningPapers = rankOnceAtATime(ctx);
  const rendered = new LRUCache<string, PreparedText>({
    max: 200,
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: sizeOf,
  });

  app.use("/", privateWhenSigned());
  app.use("/editions/*", privateWhenSigned());

  app.get("/", async (c) => {
    const edition = await findLatestReleased(ctx.db, "daily");
    if (edition) return sendEdition(c, edition, { isHome: true, page: 1 });
    const today = dayOf(ctx.clock.now());
    const newest = (await findNewestListedDay(ctx.db, today)) ?? today;
    return sendRunning(c, periodFrom("daily", newest), { isHome: true, page: 1 });
  });

  app.get("/editions", (c) => {
    const cadence = readCadence(c.req.query("cadence") ?? "daily");
    const day = c.req.query("date") ?? "";
    if (!isDay(day)) throw new InvalidRequestError((say) => say("site.refusal.date"));
    return c.redirect(`/editions/${cadence}/${periodOf(cadence, day)}${signedQuery(c)}`, 302);
  });

  app.get("/editions/:cadence", async (c) => {
    const cadence = readCadence(c.req.param("cadence"));
    const edition = await findLatestReleased(ctx.db, cadence);
    const period = edition?.period ?? (await periodWithPapers(ctx, cadence));
    return c.redirect(`/editions/${cadence}/${period}${signedQuery(c)}`, 302);
  });

  app.get("/editions/:cadence/:period", async (c) => {
    const cadence = readCadence(c.req.param("cadence"));
    const period = parsePeriod(cadence, c.req.param("period"));
    if (!period) throw noSuchPeriod(cadence);
    const edition = await findReleasedRow(ctx.db, editionId(cadence, period.period));
    const page = readPage(c.req.query("page"));
    const filter = cadence === "daily" ? readFilter(c) : noFilter;
    if (edition) return sendEdition(c, edition, { isHome: false, page, filter });
    const today = dayOf(ctx.clock.now());
    if (period.firstDay > today) throw new NoSuchPageError((say) => say("site.refusal.future", { cadence }));
    return sendRunning(c, period, { isHome: false, page, filter });
  });

  /** A list that is not frozen, or whose edition is not let go. */
  async function sendRunning(
    c: RequestContext,
    period: Period,
    { isHome, page, filter = noFilter }: { isHome: boolean; page: number; filter?: DayFilter },
  ) {
    const [listed, dropped, near, missingSources] = await Promise.all([
      runningPapers(period),
      listDroppedIds(ctx.db, editionId(period.cadence, period.period)),
      findNeighbours(ctx.db, period, dayOf(ctx.clock.now())),
      listMissingSources(ctx.db, periodDays(period.cadence, period.period)),
    ]);
    const shown = showPapers(period.cadence, withoutDropped(listed, dropped), page, filter);
    const { part } = shown;
    if (page > pagesOf(part.counts)) throw noSuchListPage();
    const running = pageOf(ctx, wordsOf(c), {
      period,
      ...shown,
      edition: null,
      missingSources,
      ...near,
      isHome,
      page,
    });
    if (isSigned(c)) return sendSigned(c, running, part);
    return sendPage(c, running, { maxAgeSeconds: runningMaxAgeSeconds });
  }

  async function sendEdition(
    c: RequestContext,
    row: EditionRow,
    { isHome, page, filter = noFilter }: { isHome: boolean; page: number; filter?: DayFilter },
  ) {
    const period = periodFrom(row.cadence, row.period);
    const today = dayOf(ctx.clock.now());
    const [near, marks] = await Promise.all([
      findNeighbours(ctx.db, period, today),
      listEditionMarks(ctx.db, [row.id]),
    ]);
    const words = wordsOf(c);
    const look = lookOf(c);
    // Its papers are read only where they are needed: a page that is at hand needs none of them.
    const readShown = async (): Promise<Shown> =>
      row.cadence === "daily"
        ? showPapers(row.cadence, (await editionOf(ctx.db, row)).papers, page, filter)
        : { part: await findEditionPart(ctx.db, row, page), filter: null };
    const makePage = async (shown: Shown) => {
      if (page > pagesOf(shown.part.counts)) throw noSuchListPage();
      const { missingSources } = row;
      const note = row.revision === 1 ? null : (await findEdits(ctx.db, row.id)).note;
      return pageOf(ctx, words, {
        ...{ period, ...shown, marks, edition: row, missingSources, note, ...near, isHome, page },
      });
    };
    if (isSigned(c)) {
      const shown = await readShown();
      return sendSigned(c, await makePage(shown), shown.part);
    }
    const key = JSON.stringify([
      words.language,
      settingsOf(c).version,
      row.id,
      row.revision,
      isHome,
      page,
      filter,
      near.previous,
      near.next,
      today,
      [...marks],
    ]);
    let document = rendered.get(key);
    if (document === undefined) {
      const { publicUrl, showsPictures } = ctx.config.site;
      document = prepareText(
        renderDocument(await makePage(await readShown()), words, publicUrl, showsPictures, look),
      );
      rendered.set(key, document);
    }
    return sendPrepared(c, document, html, {
      maxAgeSeconds: isHome ? runningMaxAgeSeconds : frozenMaxAgeSeconds,
    });
  }

  /** A page of one reader's own, with buttons on its papers. */
  async function sendSigned(c: RequestContext, page: ReactElement, { own, late }: EditionPart) {
    const ids = [...own, ...late].map(({ id }) => id);
    return sendPage(c, <ForReader reader={await findSignedReader(ctx, c, ids)}>{page}</ForReader>);
  }

  return app;
}

function noSuchPeriod(cadence: Cadence): NoSuchPageError {
  return new NoSuchPageError((say) => say("site.refusal.no-period", { cadence }));
}

function noSuchListPage(): NoSuchPageError {
  return new NoSuchPageError((say) => say("site.refusal.no-list-page"));
}

function readCadence(text: string): Cadence {
  if (isCadence(text)) return text;
  throw new NoSuchPageError((say) => say("site.refusal.no-cadence"));
}

function periodFrom(cadence: Cadence, text: string): Period {
  const period = parsePeriod(cadence, text);
  if (!period) throw noSuchPeriod(cadence);
  return period;
}

function readPage(text: string | undefined): number {
  if (text === undefined) return 1;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw noSuchListPage();
  return Number(text);
}

type Shown = { part: EditionPart; filter: ShownDay["filter"] | null };

/** A page of papers that are all at hand; those of a day may be filtered. */
function showPapers(cadence: Cadence, papers: FrozenPaper[], page: number, filter = noFilter): Shown {
  return cadence === "daily"
    ? showDay(papers, filter, page)
    : { part: partOf(cadence, papers, page), filter: null };
}

/** @throws {NoSuchPageError} for a choice that there is not. */
function readFilter(c: RequestContext): DayFilter {
  const asked = c.req.query("topic") ?? "";
  const topic = findTopic(asked)?.id ?? null;
  const wanted = c.req.queries("with") ?? [];
  const known = extras.filter((extra) => wanted.includes(extra));
  if ((asked !== "" && topic === null) || wanted.some((one) => !extras.some((extra) => extra === one)))
    throw new NoSuchPageError((say) => say("site.filter.unknown"));
  return { topic, with: known };
}

/** Where a cadence begins that has no edition yet: at the day that was published last, else that was listed last. */
async function periodWithPapers(ctx: Context, cadence: Cadence): Promise<string> {
  const today = dayOf(ctx.clock.now());
  const latest = await findLatestReleased(ctx.db, "daily");
  return periodOf(cadence, latest?.period ?? (await findNewestListedDay(ctx.db, today)) ?? today);
}

type RunningPapers = (period: Period) => Promise<FrozenPaper[]>;

/**
 * The order as it would be if the period ended now; nothing for one before the first collected day. It reads the votes
 * of months, so that whoever asks while it is found waits for the same answer.
 */
function rankOnceAtATime(ctx: Context): RunningPapers {
  const underWay = new Map<string, Promise<FrozenPaper[]>>();
  const rank = async ({ cadence, period }: Period) =>
    (await rankEdition(ctx.db, { cadence, period, now: ctx.clock.now() })).map(freezePaper);
  return ({ period, ...rest }) => {
    const known = underWay.get(period);
    if (known) return known;
    const found = rank({ period, ...rest }).finally(() => underWay.delete(period));
    underWay.set(period, found);
    return found;
  };
}

type PageInput = Shown & {
  period: Period;
  /** Of papers that were frozen; a list that still runs leaves out what has a mark. */
  marks?: ReadonlyMap<string, PaperMark>;
  edition: EditionRow | null;
  missingSources: string[];
  /** What an editor says of it, as Markdown. */
  note?: string | null;
  previous: string | null;
  next: string | null;
  isHome: boolean;
  page: number;
};

function pageOf(
  ctx: Context,
  { say }: Words,
  { edition, marks = new Map(), note = null, ...page }: PageInput,
) {
  const today = dayOf(ctx.clock.now());
  const consent = sealWording(ctx.config, say("site.consent.subscribe"));
  return <EditionPage {...page} {...{ marks, note, today, consent }} number={edition?.number ?? null} />;
}
