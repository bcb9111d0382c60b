import type { MiddlewareHandler, Context as RequestContext } from "hono";
import type { Context } from "../../context.ts";
import { LinkNotValidError } from "../../subscribers/tokens.ts";
import { listMarksOn } from "../../taste/marks-store.ts";
import { addressHere } from "../http/base-path.ts";
import { openReaderLink } from "../http/open-reader-link.ts";
import { privatePage } from "../http/security.ts";
import type { SignedReader } from "./pages/signed-reader.tsx";

/** Whether a public page was asked for with a link that marks papers; such an answer is nobody else's. */
export function isSigned(c: RequestContext): boolean {
  return c.req.query("t") !== undefined;
}

/** What keeps a page signed to which a signed one leads: a query, or nothing. */
export function signedQuery(c: RequestContext): string {
  const token = c.req.query("t");
  return token === undefined ? "" : `?t=${encodeURIComponent(token)}`;
}

/** Makes a public page a private one when it was asked for with a link that marks papers. */
export function privateWhenSigned(): MiddlewareHandler {
  const makePrivate = privatePage();
  return (c, next) => (isSigned(c) ? makePrivate(c, next) : next());
}

/**
 * Who reads a public page that has papers, by the link that they came with; null for anybody else, also when the link is
 * not valid (any more): the page itself is everybody's.
 */
export async function findSignedReader(
  ctx: Context,
  c: RequestContext,
  paperIds: string[],
): Promise<SignedReader | null> {
  const token = c.req.query("t");
  if (token === undefined) return null;
  try {
    const { subscriber } = await openReaderLink(c, ctx, "mark", token);
    const { pathname, search } = addressHere(c);
    return { token, marks: await listMarksOn(ctx.db, subscriber.id, paperIds), here: pathname + search };
  } catch (error) {
    if (error instanceof LinkNotValidError) return null;
    throw error;
  }
}
