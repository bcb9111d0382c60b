import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { followsSomething, listMatchingPapers } from "../../../digest/list-matching-papers.ts";
import { papersPerPage } from "../../../editions/edition-part.ts";
import { editionOf, listEditionMarks } from "../../../editions/store.ts";
import { makeDigestTokens } from "../../../subscribers/links.ts";
import { listMarksOn } from "../../../taste/marks-store.ts";
import { addressHere } from "../../http/base-path.ts";
import { openReaderLink } from "../../http/open-reader-link.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { MatchesPage } from "../pages/matches-page.tsx";
import { ForReader } from "../pages/signed-reader.tsx";
import { requireReleased } from "../require-released.ts";

/** All papers of an edition that match what a reader follows now, by the link that their mail of it carries. */
export function matchesRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/matches", privatePage());

  app.get("/matches", async (c) => {
    const token = c.req.query("token") ?? "";
    const { subscriber, subject } = await openReaderLink(c, ctx, "view", token);
    const edition = await requireReleased(ctx.db, subject);
    const { papers } = await editionOf(ctx.db, edition);
    const found = await listMatchingPapers(papers, subscriber, ctx.config.shortForms);
    const page = readPage(c.req.query("page"), found.length);
    const shown = found.slice((page - 1) * papersPerPage, page * papersPerPage);
    // This link never ends: what it leads to ends when the mail's own links do.
    const given = { subscriberId: subscriber.id, editionId: edition.id, now: edition.publishedAt };
    const tokens = makeDigestTokens(ctx.config, given);
    const ids = shown.map(({ paper }) => paper.id);
    const { pathname, search } = addressHere(c);
    const reader = {
      token: tokens.mark,
      marks: await listMarksOn(ctx.db, subscriber.id, ids),
      here: pathname + search,
    };
    return sendPage(
      c,
      <ForReader reader={reader}>
        <MatchesPage
          cadence={edition.cadence}
          period={edition.period}
          shown={shown}
          count={found.length}
          page={page}
          marks={await listEditionMarks(ctx.db, [edition.id])}
          follows={followsSomething(subscriber)}
          withoutTopics={countWithoutTopics(edition.missingSources, subscriber.topics, papers)}
          token={token}
          preferencesToken={tokens.preferences}
        />
      </ForReader>,
    );
  });

  return app;
}

/** How many papers a reader's topics could not be applied to, since arXiv was away. */
function countWithoutTopics(
  missingSources: string[],
  topics: string[],
  papers: { categories: string[] }[],
): number {
  if (topics.length === 0 || !missingSources.includes("arxiv")) return 0;
  return papers.filter(({ categories }) => categories.length === 0).length;
}

/** The last page where there are fewer: the list is shorter when the reader follows less than before. */
function readPage(text: string | undefined, count: number): number {
  const asked = /^[1-9]\d{0,3}$/.test(text ?? "") ? Number(text) : 1;
  return Math.min(asked, Math.max(1, Math.ceil(count / papersPerPage)));
}
