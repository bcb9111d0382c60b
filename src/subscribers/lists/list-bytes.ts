import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { RefusedError } from "../../errors.ts";

/** The bytes of a list as they arrive, once. */
export type ByteStream = AsyncIterable<Uint8Array | string>;

/** A list that can be read from its start as often as is needed. */
export type KeptList = { open(): ByteStream; close(): Promise<void> };

/**
 * Keeps a list that arrives once, as an upload does, so that it can be read several times. It stands in a
 * file without a name, which is gone when it is closed or the process ends, however it ends.
 *
 * @throws {RefusedError} when the disk has no room for it.
 */
export async function keepList(bytes: ByteStream): Promise<KeptList> {
  const file = await openNameless();
  try {
    for await (const chunk of bytes)
      await writeAll(file, typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  } catch (error) {
    await file.close();
    throw error;
  }
  return { open: () => readFrom(file), close: () => file.close() };
}

async function openNameless(): Promise<FileHandle> {
  const name = path.join(tmpdir(), `paperboy-list-${randomUUID()}`);
  try {
    const file = await open(name, "wx+", 0o600);
    await unlink(name);
    return file;
  } catch (cause) {
    throw new RefusedError("No temporary file can be made for the list: set TMPDIR to a folder with room.", {
      cause,
    });
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  try {
    for (let written = 0; written < chunk.length; )
      written += (await file.write(chunk, written, chunk.length - written, null)).bytesWritten;
  } catch (cause) {
    throw new RefusedError(
      "The list cannot be kept while it is read: the disk for temporary files is full.",
      {
        cause,
      },
    );
  }
}

/**
 * How much of a list is read at once. All lines of a piece are there until its last is done with: of larger pieces so
 * many would still be there when memory is cleaned up that they would be kept for long.
 */
export const pieceBytes = 16 * 1024;

async function* readFrom(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}
