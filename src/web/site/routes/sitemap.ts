import { Hono } from "hono";
import { readList } from "../../../browse/read-list.ts";
import { listNamesOfPages } from "../../../browse/sitemap-store.ts";
import { parsePeriod } from "../../../calendar/page-periods.ts";
import type { Context } from "../../../context.ts";
import { escapeHtml } from "../../../digest/escape-html.ts";
import { listEditionPeriods } from "../../../editions/sitemap-store.ts";
import { listPaperMonths, listPapersOfMonth } from "../../../papers/sitemap-store.ts";
import { basePathOf } from "../../http/base-path.ts";
import { sendText } from "../../http/send-page.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { editionPath, paperPath } from "../../parts/paths.ts";
import { namePath } from "../pages/name-link.tsx";

const maxAgeSeconds = 3_600;
const xml = "application/xml; charset=utf-8";
const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** Pages that are always there; a search and what a signed link opens are no pages to be found by others. */
const lastingPaths = ["/", "/today", "/trending", "/archive", "/subscribe", "/privacy", "/embed"];

/** Where one of the site's pages is, and when it last changed. */
type Place = { path: string; changedAt?: Date };

/** What search engines may find, in files of the protocol of sitemaps.org: pages, editions and names, and papers by month. */
export function sitemapRoutes(ctx: Context): Hono {
  const app = new Hono();
  const { publicUrl } = ctx.config.site;

  app.get("/sitemap.xml", async (c) => {
    const months = await listPaperMonths(ctx.db);
    const files = [
      { path: "/sitemaps/pages.xml" },
      { path: "/sitemaps/names.xml" },
      ...months.map(({ month, changedAt }) => ({ path: `/sitemaps/papers-${month}.xml`, changedAt })),
    ];
    return sendText(c, write("sitemapindex", "sitemap", files), xml, { maxAgeSeconds });
  });

  app.get("/sitemaps/pages.xml", async (c) => {
    const editions = await listEditionPeriods(ctx.db);
    const pages = [
      ...lastingPaths.map((path) => ({ path })),
      ...editions.map(({ cadence, period, changedAt }) => ({
        path: editionPath(cadence, period),
        changedAt,
      })),
    ];
    return sendText(c, write("urlset", "url", pages), xml, { maxAgeSeconds });
  });

  app.get("/sitemaps/names.xml", async (c) => {
    const names = await readList(ctx.db, listNamesOfPages);
    const pages = names.flatMap(({ kind, key }) => {
      const path = namePath[kind](key);
      return path === null ? [] : [{ path }];
    });
    return sendText(c, write("urlset", "url", pages), xml, { maxAgeSeconds });
  });

  app.get("/sitemaps/:file{papers-[1-9][0-9]{3}-[0-9]{2}[.]xml}", async (c) => {
    const month = c.req.param("file").slice("papers-".length, -".xml".length);
    const papers = parsePeriod("monthly", month) === null ? [] : await listPapersOfMonth(ctx.db, month);
    if (papers.length === 0) throw new NoSuchPageError((say) => say("site.refusal.no-page"));
    const pages = papers.map(({ id, updatedAt }) => ({ path: paperPath(id), changedAt: updatedAt }));
    return sendText(c, write("urlset", "url", pages), xml, { maxAgeSeconds });
  });

  app.get("/robots.txt", (c) =>
    c.text(
      [
        "User-agent: *",
        ...closed.map((path) => `Disallow: ${basePathOf(publicUrl)}${path}`),
        "",
        `Sitemap: ${publicUrl}/sitemap.xml`,
        "",
      ].join("\n"),
    ),
  );

  function write(list: "sitemapindex" | "urlset", one: "sitemap" | "url", places: Place[]): string {
    const lines = places.map(({ path, changedAt }) => {
      const changed = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : "";
      return `<${one}><loc>${escapeHtml(publicUrl + path)}</loc>${changed}</${one}>\n`;
    });
    return `<?xml version="1.0" encoding="UTF-8"?>\n<${list} ${namespace}>\n${lines.join("")}</${list}>\n`;
  }

  return app;
}

/** Of readers and operators, each with all below it; and files of searches, which are as many as words. */
const closed = [
  "/confirm",
  "/erase",
  "/export",
  "/ops",
  "/outbox",
  "/preferences",
  "/reading-list",
  "/search.",
  "/undo",
  "/unsubscribe",
  "/view",
];
