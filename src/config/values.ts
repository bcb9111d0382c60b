import { z } from "zod";

/** The parts between commas, without blanks and empty ones. */
export function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Without a trailing slash. */
export const httpUrl = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    message: "must be an absolute http or https URL",
  })
  .transform((text) => text.replace(/\/+$/, ""));

/** As it was given. */
export function urlOf(protocols: RegExp, example: string) {
  return z.string().refine((text) => URL.canParse(text) && protocols.test(new URL(text).protocol), {
    message: `must be a URL such as ${example}`,
  });
}

/** A number written in digits alone, both ends included. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, {
      message: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);
}
