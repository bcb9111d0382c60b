import { z } from "zod";

/** A colour as `#b5371b`. */
export const accentSchema = z
  .string("must be text")
  .trim()
  .regex(/^#(?:[\da-f]{3}|[\da-f]{6})$/i, "must be a colour such as #b5371b")
  .transform((colour) => colour.toLowerCase().replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3"));
