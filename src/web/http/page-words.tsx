import type { Context as RequestContext } from "hono";
import { detectFromHeader } from "hono/language";
import { createContext, createElement, Fragment, type ReactNode, useContext } from "react";
import {
  defaultLanguage,
  isLanguage,
  type Language,
  languageOfPapers,
  languages,
  type Words,
  wordsIn,
} from "../../../words/words.ts";
import { settingsOf } from "./known-settings.ts";

const OfPage = createContext<Words>(wordsIn(defaultLanguage));

/**
 * The language of whoever a request is known to come from (`openReaderLink`), else the one that it asks for, as far as
 * there is one of its; else that of the installation.
 */
export function languageOf(c: RequestContext): Language {
  const found = c.get("language") ?? detectFromHeader(c, detection);
  return found !== undefined && isLanguage(found) ? found : settingsOf(c).brand.language;
}

/** The words of the language that a request asks for. */
export function wordsOf(c: RequestContext): Words {
  return settingsOf(c).wordsIn(languageOf(c));
}

const detection: Parameters<typeof detectFromHeader>[1] = {
  order: ["header"],
  lookupFromHeaderKey: "accept-language",
  lookupQueryString: "lang",
  lookupCookie: "language",
  lookupFromPathIndex: 0,
  caches: false,
  ignoreCase: true,
  fallbackLanguage: defaultLanguage,
  supportedLanguages: languages,
};

/** A page, or a part of one, in some words. */
export function InWords({ words, children }: { words: Words; children?: ReactNode }) {
  return <OfPage.Provider value={words}>{children}</OfPage.Provider>;
}

/** A page of operators, who read English by the catalogue whatever readers are told. */
export function InOperatorsWords({ children }: { children?: ReactNode }) {
  const { brand } = useWords();
  return <InWords words={wordsIn("en", brand)}>{children}</InWords>;
}

/** The words of the page that is rendered; of the default language outside of any. */
export function useWords(): Words {
  return useContext(OfPage);
}

/** The `lang` of what is quoted of papers, on a page in another language than theirs. */
export function usePaperLanguage(): string | undefined {
  return languageOfPapers(useWords());
}

type Inside = (string | ReactNode)[];

/** What `rich` made, for a page: elements in a list would each want a key. */
export function inline(parts: Inside): ReactNode {
  return createElement(Fragment, null, ...parts);
}

/** For a message's tag `b`. */
export function strong(inside: Inside): ReactNode {
  return <strong>{inline(inside)}</strong>;
}

/** For a message's tag that leads somewhere. */
export function anchorTo(href: string): (inside: Inside) => ReactNode {
  return (inside) => <a href={href}>{inline(inside)}</a>;
}
