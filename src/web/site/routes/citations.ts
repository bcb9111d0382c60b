import { Hono, type Context as RequestContext } from "hono";
import { parsePeriod } from "../../../calendar/page-periods.ts";
import { isCadence } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { listEditionCitations } from "../../../editions/citations-store.ts";
import { editionId } from "../../../editions/freeze-edition.ts";
import { findReleasedRow } from "../../../editions/store.ts";
import { listCitedPapers } from "../../../papers/citations/store.ts";
import { parsePaperId } from "../../../papers/parse-paper-id.ts";
import { listSearchIds, mostResults } from "../../../papers/search/search-papers.ts";
import { savedName } from "../../http/known-settings.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { type CitationFormat, citationFormats, isCitationFormat, sendCitations } from "../send-citations.ts";
import { readSearchQuery, searchOf } from "./search.tsx";

/** A reference seldom changes: with a title that its authors revise, or a DOI that comes later. */
const maxAgeSeconds = 3_600;
const searchMaxAgeSeconds = 60;

/** References to one paper, to those of an edition and to what a search finds, as files: `/papers/2605.19577.bib`. */
export function citationRoutes(ctx: Context): Hono {
  const app = new Hono();

  app.get("/papers/:file{[A-Za-z0-9.-]+(?:(?:/|%2[Ff])[0-9]+)?[.](?:bib|ris)}", async (c) => {
    const { name, format } = splitFile(c);
    const id = parsePaperId(name);
    const papers = id === null ? [] : await listCitedPapers(ctx.db, [id]);
    const [paper] = papers;
    if (!paper) throw new NoSuchPageError((say) => say("site.refusal.no-paper"));
    return sendCitations(c, papers, { format, name: `arxiv-${paper.id}`, maxAgeSeconds });
  });

  app.get("/editions/:cadence/:file{[A-Za-z0-9-]+[.](?:bib|ris)}", async (c) => {
    const cadence = c.req.param("cadence");
    if (!isCadence(cadence)) throw new NoSuchPageError((say) => say("site.refusal.no-cadence"));
    const { name, format } = splitFile(c);
    const period = parsePeriod(cadence, name);
    if (!period) throw new NoSuchPageError((say) => say("site.refusal.no-period", { cadence }));
    const edition = await findReleasedRow(ctx.db, editionId(cadence, period.period));
    if (!edition) throw new NoSuchPageError((say) => say("site.refusal.no-edition"));
    const papers = await listEditionCitations(ctx.db, edition.id);
    return sendCitations(c, papers, { format, name: savedName(c, edition.id), maxAgeSeconds });
  });

  for (const format of citationFormats) {
    app.get(`/search.${format}`, async (c) => {
      const query = readSearchQuery(c);
      const search = { ...searchOf(query, ctx.clock.now()), limit: mostResults };
      const papers = await listCitedPapers(ctx.db, await listSearchIds(ctx.db, search));
      if (papers.length === 0) throw new NoSuchPageError((say) => say("site.search.nothing"));
      return sendCitations(c, papers, {
        format,
        name: savedName(c, "search"),
        maxAgeSeconds: searchMaxAgeSeconds,
      });
    });
  }

  return app;
}

/** @throws {NoSuchPageError} where the name has no ending that is known. */
function splitFile(c: RequestContext): { name: string; format: CitationFormat } {
  const [, name = "", ending = ""] = /^(.*)\.(\w+)$/.exec(c.req.param("file") ?? "") ?? [];
  if (!isCitationFormat(ending)) throw new NoSuchPageError((say) => say("site.refusal.no-page"));
  return { name, format: ending };
}
