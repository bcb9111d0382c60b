import { Hono, type Context as RequestContext } from "hono";
import { cadences } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { details } from "../../../editions/edition.ts";
import { AppError, InvalidInputError } from "../../../errors.ts";
import { type PreviewInput, previewDigest } from "../../../preview/preview-digest.ts";
import { sendTest } from "../../../preview/send-test.ts";
import { requireSubscriberByAddress } from "../../../publish/draft-mail.ts";
import { withLinksOutside } from "../../../publish/preview-for-subscriber.ts";
import { shownPeriod } from "../../../ranking/default-period.ts";
import { mailPolicy } from "../../http/security.ts";
import { sendPage, sendText } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { forceScheme, type Scheme } from "../force-scheme.ts";
import { goOn, pageProps, refuseAddress } from "../page-request.ts";
import { PreviewPage, previewQuery } from "../pages/preview-page.tsx";

type Choice = { input: PreviewInput; scheme: Scheme };

/** A digest before it goes: as a page with all there is to know of it, and the mail itself for its frames. */
export function previewRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/preview", async (c) => {
    refuseAddress(c, "as");
    const choice = readChoice((name) => c.req.query(name));
    try {
      const preview = await previewDigest(ctx, choice.input);
      const page = { ...pageProps(ctx, access, c), ...choice, as: preview.reader ?? "" };
      return sendPage(c, <PreviewPage {...page} preview={preview} problem={null} />);
    } catch (error) {
      return sendProblem(c, choice, "", error);
    }
  });

  // A form that posts: the address becomes an id before it stands in an address line.
  app.post("/preview", async (c) => {
    const form = await access.readOwnForm(c);
    const as = form.first("as").trim();
    const choice = readChoice((name) => form.first(name));
    try {
      const subscriberId = as === "" ? null : (await requireSubscriberByAddress(ctx, as)).id;
      const { input, scheme } = choice;
      return c.redirect(`/ops/preview?${previewQuery({ ...input, subscriberId }, { scheme })}`, 303);
    } catch (error) {
      return sendProblem(c, choice, as, error);
    }
  });

  app.get("/preview/mail", async (c) => {
    const { input, scheme } = readChoice((name) => c.req.query(name));
    const preview = await previewDigest(ctx, input);
    c.header("content-security-policy", mailPolicy);
    const html = preview.kind === "mail" ? preview.mail.html : "<p>No mail.</p>";
    return sendText(c, forceScheme(withLinksOutside(html), scheme), "text/html; charset=utf-8");
  });

  app.post("/preview/send-test", async (c) => {
    const form = await access.readOwnForm(c);
    const choice = readChoice((name) => c.req.query(name));
    const { cadence, subscriberId, detail, date } = choice.input;
    const to = form.first("to").trim();
    try {
      const period = await shownPeriod(ctx.db, { cadence, date }, ctx.clock.now());
      const { editionId } = await sendTest(ctx, {
        ...{ cadence, period, to, subscriberId },
        ...(detail === null ? {} : { detail }),
        ...(form.has("seen") ? { seen: form.first("seen") } : {}),
      });
      const path = `/ops/preview?${previewQuery(choice.input, { scheme: choice.scheme })}`;
      return goOn(c, path, `A test of ${editionId} is on its way to ${to}.`);
    } catch (error) {
      return sendProblem(c, choice, "", error);
    }
  });

  return app;

  function sendProblem(c: RequestContext, choice: Choice, as: string, error: unknown): Response {
    if (!(error instanceof AppError)) throw error;
    const page = { ...pageProps(ctx, access, c), ...choice, as };
    return sendPage(c, <PreviewPage {...page} preview={null} problem={error.message} />, {
      status: error.httpStatus,
    });
  }
}

function readChoice(read: (name: string) => string | undefined): Choice {
  const given = (name: string) => read(name)?.trim() || null;
  const subscriberId = given("reader");
  const input: PreviewInput = {
    cadence: oneOf(cadences, given("cadence") ?? "daily"),
    date: given("date"),
    detail: given("detail") === null ? null : oneOf(details, given("detail") ?? ""),
    subscriberId,
  };
  return { input, scheme: read("scheme") === "dark" ? "dark" : "light" };
}

function oneOf<T extends string>(words: readonly T[], text: string): T {
  const found = words.find((word) => word === text);
  if (!found) throw new InvalidInputError(`Choose one of ${words.join(", ")}.`);
  return found;
}
