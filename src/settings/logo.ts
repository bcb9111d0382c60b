import { createHash } from "node:crypto";
import { z } from "zod";
import { InvalidInputError } from "../errors.ts";

export type Logo = z.infer<typeof logoSchema>;

/** A picture as it is kept: its size in pixels, its bytes, and their hash, which names it in addresses. */
export const logoSchema = z.object({
  type: z.enum(["image/png"]),
  width: z.int().min(1),
  height: z.int().min(1),
  /** Hexadecimal. */
  hash: z.string().regex(/^[\da-f]{16}$/),
  base64: z.base64(),
});

const mostBytes = 200_000;

/** @throws {InvalidInputError} when a file's bytes are no picture that mails and pages can show. */
export function readLogo(bytes: Buffer): Logo {
  if (bytes.length > mostBytes) throw new InvalidInputError(`must be no larger than ${mostBytes / 1000} kB`);
  const isPng = bytes.length >= 24 && bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"));
  if (!isPng || bytes.toString("latin1", 12, 16) !== "IHDR")
    throw new InvalidInputError("must be a PNG picture");
  return {
    type: "image/png",
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    hash: createHash("sha256").update(bytes).digest("hex").slice(0, 16),
    base64: bytes.toString("base64"),
  };
}
