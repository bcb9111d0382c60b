import { domainToUnicode } from "node:url";
import type { Address } from "./address.ts";

/** The spellings, in lower case, in which somebody else may have written an address. */
export function spellingsOf({ email, emailKey }: Pick<Address, "email" | "emailKey">): string[] {
  const at = emailKey.lastIndexOf("@");
  const inOwnLetters = `${emailKey.slice(0, at)}@${domainToUnicode(emailKey.slice(at + 1))}`;
  return [...new Set([email.toLowerCase(), emailKey, inOwnLetters, inOwnLetters.normalize("NFD")])];
}

/** Patterns of `like` for texts that hold one of these. */
export function holdsAnyOf(texts: string[]): string[] {
  return texts.map((text) => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`);
}
