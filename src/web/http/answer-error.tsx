import type { Context as RequestContext } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ComponentType } from "react";
import type { Words } from "../../../words/words.ts";
import { AppError } from "../../errors.ts";
import { LinkNotValidError } from "../../subscribers/tokens.ts";
import type { Log } from "../../telemetry/log.ts";
import { wordsOf } from "./page-words.tsx";
import { wantsJson } from "./read-form.ts";
import { sendPage } from "./send-page.ts";
import { TooManyTriesError } from "./too-many-tries-error.ts";
import { NoSuchPageError } from "./worded-error.ts";

/** Longer than any path of this site. */
const longestLoggedPath = 200;

export type ErrorPageProps = { title: string; message: string; isLink?: boolean };

/** How a site shows what went wrong. */
export type ErrorLook = {
  Page: ComponentType<ErrorPageProps>;
  /** What is said of a refusal to whoever uses this site. */
  messageOf(words: Words, error: AppError): string;
};

/** Answers an address that leads nowhere. */
export function answerNotFound(c: RequestContext, log: Log, look: ErrorLook): Response {
  return answerError(c, new NoSuchPageError((say) => say("site.refusal.no-page")), log, look);
}

/**
 * Answers a refusal in words and a fault in none of its own; a fault is logged without the query, which may hold
 * a token.
 */
export function answerError(
  c: RequestContext,
  error: Error,
  log: Log,
  { Page, messageOf }: ErrorLook,
): Response {
  const known = error instanceof AppError ? error : null;
  const status: ContentfulStatusCode = known?.httpStatus ?? 500;
  if (!known) {
    // The address of a reader's feed is all that opens it.
    const path = c.req.path.replace(/^\/feed\/.+/, "/feed/…").slice(0, longestLoggedPath);
    log.error({ err: error, method: c.req.method, path }, "request failed");
  }
  if (error instanceof TooManyTriesError)
    c.header("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  const words = wordsOf(c);
  const message = known ? messageOf(words, known) : words.say("site.refusal.fault");
  if (wantsJson(c)) return c.json({ error: known?.code ?? "fault", message }, status);
  const isLink = error instanceof LinkNotValidError;
  return sendPage(c, <Page title={titleOf(words, status)} message={message} isLink={isLink} />, { status });
}

function titleOf({ say }: Words, status: number): string {
  if (status === 404) return say("site.error.not-found");
  if (status === 410) return say("site.error.link");
  if (status === 429) return say("site.error.too-often");
  return say(status >= 500 ? "site.error.fault" : "site.error.refused");
}
