import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import type { Context as RequestContext } from "hono";
import { within } from "../../calendar/within.ts";
import { AppError, InvalidInputError } from "../../errors.ts";
import { WrongBodyError } from "../http/read-form.ts";

/** More than this door takes in one request. */
class UploadTooLargeError extends AppError {
  readonly code = "upload_too_large";
  override readonly httpStatus = 413;
}

/** The fields that stood before the file in the form, and the file's bytes as they arrive. */
export type Upload = { field(name: string): string; file: AsyncIterable<Uint8Array> | null };

const longestFieldBytes = 64 * 1024;

/** @param mend what to do with a larger file, as a sentence's end: `cut it`. */
type MostUpload = { bytes: number; mend: string };

/**
 * Opens a form with one file (RFC 7578) without waiting for the file: memory does not grow with it. Fields
 * behind the file are not read.
 *
 * @throws {WrongBodyError} when it is no such form, {UploadTooLargeError} when it says that it is larger; the
 * file throws that too, when it turns out larger, and InvalidInputError when it breaks off.
 */
export async function openUpload(c: RequestContext, most: MostUpload): Promise<Upload> {
  const type = c.req.header("content-type") ?? "";
  if (!/^multipart\/form-data\b.*boundary=/i.test(type) || !c.req.raw.body) {
    throw new WrongBodyError((say) => say("site.request.file"));
  }
  const tooLarge = new UploadTooLargeError(
    `The file is larger than ${Math.floor(most.bytes / 1024 / 1024)} MB: ${most.mend}.`,
  );
  if (Number(c.req.header("content-length") ?? 0) > most.bytes + longestFieldBytes) {
    await passOver(c.req.raw.body);
    throw tooLarge;
  }
  const body = Readable.from(c.req.raw.body);
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const field = (name: string) => fields.get(name) ?? "";
    const parser = openParser(type, most.bytes);
    parser.on("field", (name, value) => {
      fields.set(name, value);
    });
    parser.on("file", (_name, stream) => {
      // Whoever reads the file hears of it; when nobody does yet, it must not end the process.
      stream.on("error", () => {});
      parser.on("failed", (cause: Error) => stream.destroy(cause));
      resolve({ field, file: wholeFile(stream, tooLarge, read) });
    });
    const read = pipeline(body, parser);
    read.then(
      () => resolve({ field, file: null }),
      (cause: unknown) => {
        const error = new InvalidInputError("The upload broke off: send the file again.", { cause });
        parser.emit("failed", error);
        reject(error);
      },
    );
  });
}

/** Fields behind the thousandth, and files behind the first, are passed over. */
function openParser(type: string, fileSize: number): BusboyInstance {
  const limits = { fields: 1000, files: 1, fileSize, fieldSize: longestFieldBytes };
  try {
    return new Busboy({ headers: { "content-type": type }, limits });
  } catch (cause) {
    throw new InvalidInputError("The form cannot be read: its boundary is not one.", { cause });
  }
}

/** @param read ends when the whole form was read, what stands behind the longest file too. */
async function* wholeFile(
  stream: Readable & { truncated: boolean },
  tooLarge: Error,
  read: Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) yield chunk;
  if (!stream.truncated) return;
  await unlessLate(passedOverMs, read);
  throw tooLarge;
}

/** Four times the longest list, in bytes. */
const mostPassedOver = 512 * 1024 * 1024;
const passedOverMs = 30_000;
/** Who sends nothing for so long waits for the answer. */
const silenceMs = 2_000;

/**
 * Reads on what is refused and keeps nothing: most clients send all before they read an answer, and find the connection
 * broken instead of it when nobody reads. What is larger still finds it so.
 */
async function passOver(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  for (let size = 0; size <= mostPassedOver; ) {
    const part = await unlessLate(silenceMs, reader.read());
    if (part?.value === undefined) return;
    size += part.value.length;
  }
}

/** Null when work is not done in time, or fails: what comes after it is said all the same. */
async function unlessLate<T>(timeoutMs: number, work: Promise<T>): Promise<T | null> {
  return within(timeoutMs, work).catch(() => null);
}
