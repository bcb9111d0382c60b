import { readFileSync } from "node:fs";
import { isLanguage, wordsIn } from "../../words/words.ts";
import type { DigestEmailProps } from "./digest.tsx";

/** A digest of real papers for React Email's preview, as `scripts/email.ts` writes it. */
export type RealDigest = {
  cadence: "daily" | "weekly" | "monthly";
  language: string;
  /** Words are functions, which no file holds. */
  props: Omit<DigestEmailProps, "words">;
};

/** The props of the digest in the file that `PREVIEW_PROPS` names; null when there is none of this cadence. */
export function realDigest(cadence: RealDigest["cadence"]): DigestEmailProps | null {
  const path = process.env.PREVIEW_PROPS;
  if (!path) return null;
  const real = parseRealDigest(readFileSync(path, "utf8"));
  if (real.cadence !== cadence || !isLanguage(real.language)) return null;
  return { ...real.props, words: wordsIn(real.language) };
}

/** The file is written by the same checkout for this one run. */
function parseRealDigest(text: string): RealDigest {
  return JSON.parse(text) as RealDigest;
}
