import type { Context as RequestContext } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ComponentType } from "react";
import { AppError } from "../../errors.ts";
import { LinkNotValidError } from "../../subscribers/tokens.ts";
import type { Log } from "../../telemetry/log.ts";
import { wantsJson } from "./read-form.ts";
import { sendPage } from "./send-page.ts";
import { TooManyTriesError } from "./too-many-tries-error.ts";

/** Longer than any path of this site. */
const longestLoggedPath = 200;

/** Answers an address that leads nowhere. */
export function answerNotFound(c: RequestContext, Page: ComponentType<ErrorPageProps>): Response {
  const message = "There is nothing at this address.";
  if (wantsJson(c)) return c.json({ error: "not_found", message }, 404);
  return sendPage(c, <Page title="Not found" message={message} />, { status: 404 });
}

export type ErrorPageProps = { title: string; message: string; isLink?: boolean };

/**
 * Answers a refusal in its own words and a fault in none; a fault is logged without the query, which may hold
 * a token.
 */
export function answerError(
  c: RequestContext,
  error: Error,
  log: Log,
  Page: ComponentType<ErrorPageProps>,
): Response {
  const known = error instanceof AppError ? error : null;
  const status: ContentfulStatusCode = known?.httpStatus ?? 500;
  if (!known) {
    const path = c.req.path.slice(0, longestLoggedPath);
    log.error({ err: error, method: c.req.method, path }, "request failed");
  }
  if (error instanceof TooManyTriesError)
    c.header("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  const message = known?.message ?? "Something went wrong here. It has been noted; please try again.";
  if (wantsJson(c)) return c.json({ error: known?.code ?? "fault", message }, status);
  const isLink = error instanceof LinkNotValidError;
  return sendPage(c, <Page title={titleOf(status)} message={message} isLink={isLink} />, { status });
}

function titleOf(status: number): string {
  if (status === 404) return "Not found";
  if (status === 410) return "This link does not work";
  if (status === 429) return "Too many tries";
  return status >= 500 ? "Something went wrong" : "That does not work";
}
