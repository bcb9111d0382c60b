import type { Context as RequestContext } from "hono";
import { within } from "../../calendar/within.ts";
import { AppError } from "../../errors.ts";
import { InvalidRequestError, WordedError } from "./worded-error.ts";

/** A body that is longer than the address takes. */
class BodyTooLargeError extends WordedError {
  readonly code = "body_too_large";
  override readonly httpStatus = 413;

  constructor(bytes: number) {
    super((say) => say("site.request.large", { kilobytes: Math.floor(bytes / 1024) }));
  }
}

/** A body that did not come to its end in time. */
class BodyTooSlowError extends WordedError {
  readonly code = "body_too_slow";
  override readonly httpStatus = 408;

  constructor() {
    super((say) => say("site.request.slow"));
  }
}

/** A form of this site, and an event of the provider, has some kilobytes; the import has a door of its own. */
const usualBytes = 256 * 1024;

/** Enough for the longest body over a slow telephone. */
export const bodyPatienceMs = 20_000;

/**
 * Reads what was posted whole, at most 256 KiB unless said, within 20 seconds. What is larger or slower is not read on: the
 * connection closes with the answer.
 *
 * @throws {BodyTooLargeError} {BodyTooSlowError} {InvalidRequestError} when the client broke off.
 */
export async function readBody(c: RequestContext, mostBytes = usualBytes): Promise<Uint8Array> {
  const length = c.req.header("content-length");
  if (Number(length ?? 0) > mostBytes) throw refusal(c, new BodyTooLargeError(mostBytes));
  // The server itself counts to a length that is told: no need to do it in a stream, which costs more.
  const isTold = length !== undefined && c.req.header("transfer-encoding") === undefined;
  const reading = isTold
    ? c.req.arrayBuffer().then((buffer) => new Uint8Array(buffer))
    : readStream(c.req.raw.body, mostBytes);
  try {
    return await within(bodyPatienceMs, reading, () => new BodyTooSlowError());
  } catch (cause) {
    if (cause instanceof AppError) throw refusal(c, cause);
    throw new InvalidRequestError((say) => say("site.request.broken-off"), { cause });
  }
}

function refusal(c: RequestContext, error: AppError): AppError {
  c.header("connection", "close");
  return error;
}

async function readStream(body: ReadableStream<Uint8Array> | null, mostBytes: number): Promise<Uint8Array> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    size += part.value.length;
    if (size > mostBytes) throw new BodyTooLargeError(mostBytes);
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}
