import { defaultLanguage, type Language, usualBrand } from "../../words/words.ts";
import type { Colour } from "../brand/colour.ts";
import type { Logo } from "./logo.ts";
import type { SettingValues } from "./registry.ts";

/** What an installation calls itself and looks like. */
export type Brand = {
  /** One line of at most 40 characters. */
  name: string;
  /** One line beside the name; null where there is none. */
  tagline: string | null;
  /** Readable in both schemes (`checkAccent`); null leaves the colours as they come. */
  accent: Colour | null;
  logo: Logo | null;
  /** A few lines at the foot of mails and pages, plain text; null where there are none. */
  footerText: string | null;
  /** Of whoever has chosen none. */
  language: Language;
};

/** @param mailFrom the sender as it is set; its display name is the installation's where no name is set. */
export function brandOf(values: SettingValues, mailFrom: string): Brand {
  return {
    name: values["brand.name"] ?? senderName(mailFrom) ?? usualBrand,
    tagline: values["brand.tagline"],
    accent: values["brand.accent"],
    logo: values["brand.logo"],
    footerText: values["brand.footer"],
    language: values["brand.language"] ?? defaultLanguage,
  };
}

/** The display name of a `From` header (RFC 5322, section 3.4); null where it has none. */
function senderName(from: string): string | null {
  const name = from
    .replace(/<[^>]*>\s*$/, "")
    .trim()
    .replace(/^"(.*)"$/, (_, quoted: string) => quoted.replace(/\\(.)/g, "$1"))
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
  if (name === "" || name.includes("@")) return null;
  // By characters, since half of one is none.
  const characters = [...name];
  return characters.length <= 40 ? name : `${characters.slice(0, 39).join("").trimEnd()}…`;
}
