import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { listPapers, type StoredPaper } from "../../../papers/store.ts";
import { clientLimits } from "../../../subscribers/limits.ts";
import { markPath } from "../../../subscribers/links.ts";
import { markPaper } from "../../../taste/mark-paper.ts";
import { isMarkKind, listMarksOn } from "../../../taste/marks-store.ts";
import { limitClient } from "../../http/limit-client.ts";
import { openReaderLink } from "../../http/open-reader-link.ts";
import { type Form, readForm, wantsJson } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { InvalidRequestError, NoSuchPageError } from "../../http/worded-error.ts";
import { assertMarked } from "../assert-marked.ts";
import { MarkPage } from "../pages/mark-page.tsx";
import { ForReader } from "../pages/signed-reader.tsx";
import { wayBack } from "../way-back.ts";

const path = "/m/:id{[A-Za-z0-9.-]+(?:/[0-9]+)?}";

/**
 * What a reader says of a paper, by the link beside each paper of a mail. Programs that look through mails open links and
 * run scripts: only what is posted changes anything.
 */
export function markRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/m/*", privatePage());

  app.get(path, async (c) => {
    const token = c.req.query("t") ?? "";
    const { subscriber } = await openReaderLink(c, ctx, "mark", token);
    const paper = await requirePaper(ctx, c.req.param("id"));
    const marks = await listMarksOn(ctx.db, subscriber.id, [paper.id]);
    const here = markPath(paper.id) + token;
    return sendPage(
      c,
      <ForReader reader={{ token, marks, here }}>
        <MarkPage paper={paper} marked={marks.get(paper.id) ?? []} />
      </ForReader>,
    );
  });

  app.post(path, async (c) => {
    const form = await readForm(c);
    await limitClient(c, ctx, clientLimits.mark);
    const token = form.first("t");
    const { subscriber } = await openReaderLink(c, ctx, "mark", token);
    const paperId = c.req.param("id");
    const result = await markPaper(ctx, { subscriberId: subscriber.id, paperId, ...readMark(form) });
    assertMarked(result);
    if (wantsJson(c)) {
      const marks = await listMarksOn(ctx.db, subscriber.id, [paperId]);
      return c.json({ paper: paperId, marks: marks.get(paperId) ?? [] });
    }
    // The answer to a form is an address of its own, so that reading it again sends nothing again.
    return c.redirect(wayBack(c, form) ?? markPath(paperId) + encodeURIComponent(token), 303);
  });

  return app;
}

async function requirePaper(ctx: Context, id: string): Promise<StoredPaper> {
  const [paper] = await listPapers(ctx.db, [id]);
  if (!paper) throw new NoSuchPageError((say) => say("site.refusal.no-paper"));
  return paper;
}

function readMark(form: Form) {
  const isSet = form.has("set");
  const kind = form.first(isSet ? "set" : "unset");
  if (!isMarkKind(kind)) throw new InvalidRequestError((say) => say("site.mark.kind"));
  return { kind, isSet };
}
