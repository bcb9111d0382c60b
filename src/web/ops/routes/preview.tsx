import { Hono, type Context as RequestContext } from "hono";
import type { Context } from "../../../context.ts";
import { sendTest } from "../../../delivery/send-test.ts";
import type { Cadence, Detail } from "../../../editions/model.ts";
import { AppError, InvalidInputError } from "../../../errors.ts";
import { type PreviewInput, previewDigest } from "../../../ops/preview.ts";
import { mailPolicy } from "../../http/security.ts";
import { sendPage, sendText } from "../../http/send-page.ts";
import { withLinksOutside } from "../../preview-digest.ts";
import type { Access } from "../access.tsx";
import { forceScheme, type Scheme } from "../force-scheme.ts";
import { goOn, pageProps } from "../page-request.ts";
import { PreviewPage, previewQuery } from "../pages/preview-page.tsx";

const cadences: Cadence[] = ["daily", "weekly", "monthly"];
const details: Detail[] = ["title", "summary", "abstract"];

/** A digest before it goes: as a page with all there is to know of it, and the mail itself for its frames. */
export function previewRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/preview", async (c) => {
    const input = readInput(c);
    const scheme = readScheme(c);
    const common = { ...pageProps(ctx, access, c), input, scheme };
    try {
      const preview = await previewDigest(ctx, input);
      return sendPage(c, <PreviewPage {...common} preview={preview} problem={null} />);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const page = <PreviewPage {...common} preview={null} problem={error.message} />;
      return sendPage(c, page, { status: error.httpStatus });
    }
  });

  app.get("/preview/mail", async (c) => {
    const preview = await previewDigest(ctx, readInput(c));
    c.header("content-security-policy", mailPolicy);
    const html = preview.kind === "mail" ? preview.mail.html : "<p>No mail.</p>";
    return sendText(c, forceScheme(withLinksOutside(html), readScheme(c)), "text/html; charset=utf-8");
  });

  app.post("/preview/send-test", async (c) => {
    const form = await access.readOwnForm(c);
    const input = readInput(c);
    const preview = await previewDigest(ctx, input);
    const to = form.first("to").trim();
    await sendTest(ctx, {
      cadence: input.cadence,
      period: preview.edition.period,
      to,
      ...(input.detail === null ? {} : { detail: input.detail }),
    });
    const path = `/ops/preview?${previewQuery(input, { scheme: readScheme(c) })}`;
    return goOn(c, path, `A test of ${preview.edition.id} is on its way to ${to}.`);
  });

  return app;
}

function readInput(c: RequestContext): PreviewInput {
  const given = (name: string) => c.req.query(name)?.trim() || null;
  return {
    cadence: oneOf(cadences, given("cadence") ?? "daily"),
    date: given("date"),
    detail: given("detail") === null ? null : oneOf(details, given("detail") ?? ""),
    as: given("as"),
  };
}

function readScheme(c: RequestContext): Scheme {
  return c.req.query("scheme") === "dark" ? "dark" : "light";
}

function oneOf<T extends string>(words: T[], text: string): T {
  const found = words.find((word) => word === text);
  if (!found) throw new InvalidInputError(`Choose one of ${words.join(", ")}.`);
  return found;
}
