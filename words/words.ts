import { IntlMessageFormat } from "intl-messageformat";
import type { ArgumentsOf, TagsOf } from "./argument-types.ts";
import { german } from "./de/german.ts";
import { english } from "./en/english.ts";
import { createFormats, type Formats } from "./formats.ts";

type English = typeof english;

export type MessageId = keyof English;

/** Messages that hold tags are composed by `rich`, all others are said. */
export type RichId = { [Id in MessageId]: TagsOf<English[Id]> extends never ? never : Id }[MessageId];
export type PlainId = Exclude<MessageId, RichId>;

/** Messages without arguments, such as may be picked by a code. */
export type FixedId = { [Id in PlainId]: keyof ArgumentsOf<English[Id]> extends never ? Id : never }[PlainId];

type Given<Id extends MessageId> = keyof ArgumentsOf<English[Id]> extends never
  ? Record<never, never>
  : ArgumentsOf<English[Id]>;
type Rest<Id extends MessageId> = keyof ArgumentsOf<English[Id]> extends never
  ? []
  : [given: ArgumentsOf<English[Id]>];

/** What stands in each tag of a rich message, made from what is inside it. */
export type MessageTags<Id extends MessageId, Part> = Record<TagsOf<English[Id]>, Tag<Part>> &
  // The compiler infers what is made from this alone.
  Record<string, Tag<Part>>;
type Tag<Part> = (inside: (string | Part)[]) => Part;

/** Everything that is said to readers in one language. */
export type Words = Formats & {
  /** For the attribute `lang`: `en`. */
  language: string;
  /** What the installation is called; fills `{brand}` in every sentence. */
  brand: string;
  /** A sentence as plain text, not escaped for HTML. */
  say<Id extends PlainId>(id: Id, ...given: Rest<Id>): string;
  /**
   * A sentence in parts, in the order that its language wants: text, and what the functions named after its tags make
   * (a link, bold text). Nothing is escaped.
   */
  rich<Id extends RichId, Part>(id: Id, given: Given<Id>, tags: MessageTags<Id, Part>): (string | Part)[];
  /** Some of its sentences as they are now, JSON-safe; `createWords` says the same from them whatever the catalogue becomes. */
  excerpt(ids: MessageId[]): Layer[];
};

/** Sentences of one language, by id. `locale` says how they count and write numbers: `en-GB`. */
export type Layer = { locale: string; messages: Partial<Record<MessageId, string>> };

const englishLayer: Layer = { locale: "en-GB", messages: english };

const germanLayer: Layer = { locale: "de-DE", messages: german };

const layersOf = { en: [englishLayer], de: [germanLayer] } satisfies Record<string, [Layer, ...Layer[]]>;

export type Language = keyof typeof layersOf;

/** The language of whoever has chosen none. */
export const defaultLanguage: Language = "en";

/** The languages that readers can be written to in. */
export const languages: Language[] = Object.keys(layersOf).filter(isLanguage);

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(layersOf, text);
}

/** In which papers are written, as far as anybody knows, where that is not the language around them; else undefined. */
export function languageOfPapers({ language }: Pick<Words, "language">): string | undefined {
  return language === "en" ? undefined : "en";
}

/** What an installation is called whose operators say nothing. */
export const usualBrand = "Paperboy";

const made = new Map<string, Words>();

/** The catalogue's words of a language; made once. @param brand what the installation is called. */
export function wordsIn(language: Language, brand: string = usualBrand): Words {
  const key = `${language} ${brand}`;
  const words = made.get(key) ?? createWords(language, layersOf[language], brand);
  made.set(key, words);
  return words;
}

/** The words of a language under an installation's own sentences. */
export function ownWordsIn(language: Language, messages: Layer["messages"], brand: string): Words {
  const { locale } = layersOf[language][0];
  return createWords(language, [{ locale, messages }, ...layersOf[language]], brand);
}

/**
 * Words from layers, of which the first that has a message says it: a language's own sentences over English, or an
 * operator's own over both. A sentence counts by the rules of its layer's locale; dates, lists and numbers that stand
 * outside of sentences follow the first layer's.
 *
 * @param brand what the installation is called.
 */
export function createWords(
  language: string,
  [first = englishLayer, ...others]: Layer[],
  brand: string = usualBrand,
): Words {
  const layers = [first, ...others, englishLayer];
  const formatsOf = new Map(layers.map(({ locale }) => [locale, createFormats(locale)]));
  const formats = formatsOf.get(first.locale) ?? createFormats(first.locale);
  const parsed = new Map<MessageId, IntlMessageFormat>();
  const layerOf = (id: MessageId) =>
    layers.find(({ messages }) => messages[id] !== undefined) ?? englishLayer;
  const message = (id: MessageId): IntlMessageFormat => {
    const known = parsed.get(id);
    if (known !== undefined) return known;
    const { locale, messages } = layerOf(id);
    const formatters = formatsOf.get(locale)?.formatters;
    const fresh = new IntlMessageFormat(messages[id] ?? id, locale, undefined, { formatters });
    parsed.set(id, fresh);
    return fresh;
  };
  const said = new Map<MessageId, string>();
  const fixed = (id: MessageId): string => {
    const text = said.get(id) ?? String(message(id).format({ brand }));
    said.set(id, text);
    return text;
  };
  return {
    language,
    brand,
    ...formats,
    // Most sentences take nothing: a page says hundreds, and looking one up is far cheaper than formatting it.
    say: (id, ...[given]) =>
      given === undefined ? fixed(id) : String(message(id).format({ brand, ...given })),
    rich: <Id extends RichId, Part>(id: Id, given: Given<Id>, tags: MessageTags<Id, Part>) => {
      const parts = message(id).format<Part>(valuesOf({ brand, ...given }, tags));
      return Array.isArray(parts) ? parts : [parts];
    },
    excerpt: (ids) =>
      layers
        .map((layer) => {
          const own = ids.filter((id) => layerOf(id) === layer);
          return {
            locale: layer.locale,
            messages: Object.fromEntries(own.map((id) => [id, layer.messages[id]])),
          };
        })
        .filter((layer, index) => index === 0 || Object.keys(layer.messages).length > 0),
  };
}

type Value<Part> = string | number | ((inside: (string | Part)[]) => Part);

/** The compiler cannot follow types that are read from a message through a spread; they say no more than this. */
function valuesOf<Id extends RichId, Part>(given: Given<Id>, tags: MessageTags<Id, Part>) {
  return { ...given, ...tags } as Record<string, Value<Part>>;
}
