import { Hono, type Context as RequestContext } from "hono";
import type { Context } from "../../../context.ts";
import { AppError } from "../../../errors.ts";
import { draftChoice } from "../../../preview/draft-choice.ts";
import { type MailChoice, parseMailChoice, usualChoice } from "../../../preview/mail-choice.ts";
import { previewBefore, previewMail } from "../../../preview/preview-mail.ts";
import { sendTest } from "../../../preview/send-test.ts";
import { requireSubscriberByAddress } from "../../../publish/draft-mail.ts";
import { withLinksOutside } from "../../../publish/preview-for-subscriber.ts";
import { mailPolicy, mailPolicyWithoutPictures } from "../../http/security.ts";
import { sendPage, sendText } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { forceScheme } from "../force-scheme.ts";
import { goOn, pageProps, refuseAddress } from "../page-request.ts";
import { PreviewPage } from "../pages/preview-page.tsx";
import { type PreviewView, parsePreviewView, previewPath, usualView } from "../pages/preview-query.ts";

type Look = { choice: MailChoice; view: PreviewView };

/** Any mail before it goes: as a page with all there is to know of it, and the mail itself for its frames. */
export function previewRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/preview", (c) =>
    answer(c, "", async () => {
      refuseAddress(c, "as");
      const { choice, view } = readLook((name) => c.req.query(name));
      const preview = await previewMail(ctx, choice);
      const { edition } = preview;
      const before = view.isBeside && edition !== null ? await previewBefore(ctx, choice, edition) : null;
      const page = { ...pageProps(ctx, access, c), choice, view, as: preview.subscriber?.email ?? "" };
      return sendPage(
        c,
        <PreviewPage {...page} preview={preview} before={before} processId={ctx.processId} problem={null} />,
      );
    }),
  );

  // A form that posts: the address becomes an id before it stands in an address line.
  app.post("/preview", async (c) => {
    const form = await access.readOwnForm(c);
    const as = form.first("as").trim();
    return answer(
      c,
      as,
      async () => {
        const { choice, view } = readLook((name) => form.first(name));
        const subscriberId = as === "" ? null : (await requireSubscriberByAddress(ctx, as)).id;
        return c.redirect(previewPath({ ...choice, subscriberId }, view), 303);
      },
      (name) => form.first(name),
    );
  });

  app.get("/preview/mail", async (c) => {
    const { choice, view } = readLook((name) => c.req.query(name));
    const draft = await draftChoice(ctx, choice);
    c.header("content-security-policy", view.pictures === "on" ? mailPolicy : mailPolicyWithoutPictures);
    const html = draft.kind === "mail" ? draft.mail.html : "<p>No mail.</p>";
    return sendText(c, forceScheme(withLinksOutside(html), view.scheme), "text/html; charset=utf-8");
  });

  app.get("/preview/source", async (c) => {
    const draft = await draftChoice(ctx, readLook((name) => c.req.query(name)).choice);
    return sendText(c, draft.kind === "mail" ? draft.mail.html : "No mail.", "text/plain; charset=utf-8");
  });

  app.get("/preview/eml", async (c) => {
    const draft = await draftChoice(ctx, readLook((name) => c.req.query(name)).choice);
    if (draft.kind === "none") return sendText(c, "No mail.", "text/plain; charset=utf-8");
    const id = `preview-${draft.fingerprint}`;
    c.header("content-type", "message/rfc822");
    c.header("content-disposition", 'attachment; filename="preview.eml"');
    // Loaded when a file is asked for: nothing else needs the message builder.
    const { toEml } = await import("../../../digest/eml.ts");
    return c.body(new Uint8Array(await toEml(draft.mail, { id, date: ctx.clock.now() })));
  });

  // Another answer means that another process runs, with other sources.
  app.get("/preview/process", (c) => c.text(ctx.processId));

  app.post("/preview/send-test", async (c) => {
    const form = await access.readOwnForm(c);
    return answer(c, "", async () => {
      const { choice, view } = readLook((name) => c.req.query(name));
      const to = form.first("to").trim();
      const sent = await sendTest(await access.acting(c), {
        choice,
        to,
        ...(form.has("seen") ? { seen: form.first("seen") } : {}),
      });
      const what = sent.editionId ?? "this mail";
      return goOn(c, previewPath(choice, view), `A test of ${what} is on its way to ${to}.`);
    });
  });

  return app;

  /** A refusal is told on the page, above what was chosen as far as that can be read. */
  async function answer(
    c: RequestContext,
    as: string,
    work: () => Promise<Response>,
    read: (name: string) => string | undefined = (name) => c.req.query(name),
  ): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const page = { ...pageProps(ctx, access, c), ...lookOrUsual(read), as };
      return sendPage(
        c,
        <PreviewPage
          {...page}
          preview={null}
          before={null}
          processId={ctx.processId}
          problem={error.message}
        />,
        { status: error.httpStatus },
      );
    }
  }
}

function readLook(read: (name: string) => string | undefined): Look {
  return { choice: parseMailChoice(read), view: parsePreviewView(read) };
}

function lookOrUsual(read: (name: string) => string | undefined): Look {
  try {
    return readLook(read);
  } catch {
    return { choice: usualChoice, view: usualView };
  }
}
