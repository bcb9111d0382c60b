import { Hono, type Context as RequestContext } from "hono";
import { countSuppressions, pageSuppressions } from "../../../console/suppression-list.ts";
import type { Context } from "../../../context.ts";
import { isUuid } from "../../../db/is-uuid.ts";
import { gatherDrift } from "../../../delivery/reconcile/drift.ts";
import { NotFoundError } from "../../../errors.ts";
import { findSubscriber } from "../../../subscribers/store.ts";
import { liftSuppression } from "../../../subscribers/suppressions/lift-suppression.ts";
import { findSuppression } from "../../../subscribers/suppressions/store.ts";
import { suppressAddress } from "../../../subscribers/suppressions/suppress-address.ts";
import { suppressionReasons } from "../../../subscribers/tables.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { goOn, knownWord, pageNumber, pageProps } from "../page-request.ts";
import { DriftPage } from "../pages/drift-page.tsx";
import { LiftPage, SuppressionsPage } from "../pages/suppression-pages.tsx";

const longestReason = 500;

/** Addresses that must not be mailed: the list, adding one, lifting one. */
export function suppressionRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/suppressions", async (c) => {
    const id = c.req.query("reader") ?? "";
    const reader = isUuid(id) ? await findSubscriber(ctx.db, id) : null;
    return sendPage(c, await listPage(c, { email: reader?.email ?? "", explanation: "" }, null));
  });

  app.post("/suppressions", async (c) => {
    const form = await access.readOwnForm(c);
    const given = { email: form.first("email"), explanation: readReason(form.first("explanation")) };
    const result = await suppressAddress(await access.acting(c), {
      email: given.email,
      reason: "operator",
      explanation: given.explanation || null,
    });
    if (result.kind === "refused") {
      return sendPage(c, await listPage(c, given, result.reason), { status: 400 });
    }
    const said =
      result.kind === "suppressed"
        ? "The address is suppressed."
        : "The address was suppressed already; the first reason stays.";
    return goOn(c, "/ops/suppressions", said);
  });

  app.get("/suppressions/drift", async (c) =>
    sendPage(
      c,
      <DriftPage
        {...pageProps(ctx, access, c)}
        drift={await gatherDrift(ctx.db)}
        isAsked={ctx.mailer.name !== "outbox"}
      />,
    ),
  );

  app.get("/suppressions/:hash/remove", async (c) => {
    const suppression = await findSuppression(ctx.db, ctx.addressKeys, c.req.param("hash"));
    if (!suppression) throw new NotFoundError("This address is not suppressed, or not any more.");
    return sendPage(c, <LiftPage {...pageProps(ctx, access, c)} suppression={suppression} />);
  });

  app.post("/suppressions/:hash/remove", async (c) => {
    const form = await access.readOwnForm(c);
    const result = await liftSuppression(await access.acting(c), {
      addressHash: c.req.param("hash"),
      explanation: readReason(form.first("explanation")),
    });
    const said =
      result.kind === "lifted"
        ? "The address may be mailed again."
        : "The address was not suppressed any more; nothing changed.";
    return goOn(c, "/ops/suppressions", said);
  });

  async function listPage(
    c: RequestContext,
    given: { email: string; explanation: string },
    problem: string | null,
  ) {
    const reason = knownWord(suppressionReasons, c.req.query("reason"));
    const page = pageNumber(c);
    const [counts, list] = await Promise.all([
      countSuppressions(ctx.db),
      pageSuppressions(ctx.db, { reason, page }),
    ]);
    return (
      <SuppressionsPage {...pageProps(ctx, access, c)} {...{ counts, list, reason, page, given, problem }} />
    );
  }

  return app;
}

const readReason = (text: string) => text.trim().slice(0, longestReason);
