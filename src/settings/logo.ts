import { createHash } from "node:crypto";
import { z } from "zod";
import { inspectLogo, logoTypes } from "../brand/inspect-logo.ts";
import { InvalidInputError } from "../errors.ts";

export type Logo = z.infer<typeof logoSchema>;

/** A picture as it is kept: its size in pixels, its bytes, and their hash, which names it in addresses. */
export const logoSchema = z.object({
  type: z.enum(logoTypes),
  width: z.int().min(1),
  height: z.int().min(1),
  /** Hexadecimal. */
  hash: z.string().regex(/^[\da-f]{16}$/),
  base64: z.base64(),
});

/** @throws {InvalidInputError} when a file's bytes are no picture that mails and pages can show. */
export function readLogo(bytes: Buffer): Logo {
  const inspected = inspectLogo(bytes);
  if (inspected.kind === "refused") throw new InvalidInputError(inspected.problem);
  return {
    ...inspected.facts,
    hash: createHash("sha256").update(bytes).digest("hex").slice(0, 16),
    base64: bytes.toString("base64"),
  };
}
