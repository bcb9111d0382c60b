import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { clientLimits } from "../../../subscribers/limits.ts";
import { LinkNotValidError } from "../../../subscribers/tokens.ts";
import { forgetTaste } from "../../../taste/forget-taste.ts";
import { markPaper } from "../../../taste/mark-paper.ts";
import { isMarkKind } from "../../../taste/marks-store.ts";
import { seedMarks } from "../../../taste/seed-marks.ts";
import { takeOutTerm } from "../../../taste/take-out-term.ts";
import { limitClient } from "../../http/limit-client.ts";
import { openReaderLink } from "../../http/open-reader-link.ts";
import { type Form, readForm } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { InvalidRequestError } from "../../http/worded-error.ts";
import { NothingSeededPage, SeededPage } from "../pages/seeded-page.tsx";

/** A library's worth of references. */
const mostBytes = 1024 * 1024;

/** What was learned from a reader's marks, changed on their preferences' page, by the link to it. */
export function tasteRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/preferences/taste", privatePage());
  app.use("/preferences/seed", privatePage());

  app.post("/preferences/taste", async (c) => {
    const form = await readForm(c);
    // What was learned is computed anew after each change, as after a mark.
    await limitClient(c, ctx, clientLimits.mark);
    const token = form.first("token");
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    const at = await change(subscriber.id, form);
    return c.redirect(`/preferences?token=${encodeURIComponent(token)}#${at}`, 303);
  });

  app.post("/preferences/seed", async (c) => {
    const form = await readForm(c, { mostBytes, takesFiles: true });
    await limitClient(c, ctx, clientLimits.seed);
    const token = form.first("token");
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    // Each is read by itself: a file in one form stands beside lines in another.
    const texts = [form.first("papers"), form.first("file")].filter((text) => text.trim() !== "");
    if (texts.length === 0) return sendPage(c, <NothingSeededPage token={token} />, { status: 422 });
    const result = await seedMarks(ctx, { subscriberId: subscriber.id, texts });
    if (result === null) throw new LinkNotValidError(false);
    return sendPage(c, <SeededPage result={result} token={token} />);
  });

  /** @returns the part of the page that has changed. */
  async function change(subscriberId: string, form: Form): Promise<string> {
    if (form.first("forget") === "all") {
      await forgetTaste(ctx, { subscriberId });
      return "taste";
    }
    if (form.has("take-out")) {
      await takeOutTerm(ctx, { subscriberId, lexeme: form.first("take-out") });
      return "taste";
    }
    const [kind = "", paperId = ""] = form.first("unmark").split(" ");
    if (!isMarkKind(kind)) throw new InvalidRequestError((say) => say("site.mark.kind"));
    await markPaper(ctx, { subscriberId, paperId, kind, isSet: false });
    return "marked";
  }

  return app;
}
