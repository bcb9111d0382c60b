import type { Context as RequestContext } from "hono";
import type { Context } from "../../context.ts";
import { type OpenedLink, openLink } from "../../subscribers/links.ts";
import type { Subscriber } from "../../subscribers/store.ts";
import type { TokenPurpose } from "../../subscribers/tokens.ts";

/**
 * As `openLink`; from then on the answer is in the reader's own language, whatever their browser asks for.
 *
 * @throws {LinkNotValidError}
 */
export async function openReaderLink(
  c: RequestContext,
  ctx: Context,
  purpose: TokenPurpose,
  token: string,
): Promise<OpenedLink> {
  const opened = await openLink(ctx, purpose, token);
  answerInLanguageOf(c, opened.subscriber);
  return opened;
}

/** From then on the answer is in the language of this reader, who was found by a link. */
export function answerInLanguageOf(c: RequestContext, { language }: Pick<Subscriber, "language">): void {
  c.set("language", language);
}
