import { z } from "zod";
import { checkAccent } from "../brand/shades.ts";

/** A colour as `#b5371b` that can be read on pages and mails of both schemes (`checkAccent`). */
export const accentSchema = z.string("must be text").transform((text, refused) => {
  const checked = checkAccent(text);
  if (checked.kind === "readable") return checked.accent;
  refused.addIssue(checked.problem);
  return z.NEVER;
});
