import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { IntlMessageFormat } from "intl-messageformat";
import { english } from "./en/english.ts";
import { elementsOf, placeholdersOf } from "./placeholders.ts";
import { isLanguage, type Language, languages, type MessageId } from "./words.ts";

/** An installation's own sentences, by language and id, which stand in place of the catalogue's. */
export type OwnWording = Partial<Record<Language, Partial<Record<MessageId, string>>>>;

const mostCharacters = 2_000;

/** Read apart where readers' interests are matched, for every language at once: the catalogue's own marks hold. */
const fixedIds: ReadonlySet<string> = new Set<MessageId>(["site.preferences.quoted"]);

/**
 * Why something cannot be laid over the catalogue, each as what stands after "must"; none when it is an `OwnWording`.
 * A sentence must be of the catalogue and take what that takes, so that nothing that is said anywhere lacks a part.
 */
export function listWordingProblems(given: unknown): string[] {
  if (!isObject(given)) return ['be an object such as {"en": {"welcome.subject": "Hello from {brand}"}}'];
  return Object.entries(given).flatMap(([language, sentences]) => {
    if (!isLanguage(language))
      return [`name languages of ours, ${languages.join(" or ")}: not ${shown(language)}`];
    if (!isObject(sentences)) return [`hold sentences by their ids under ${language}`];
    return Object.entries(sentences).flatMap(([id, text]) => {
      const problem = problemOf(id, text);
      return problem === null ? [] : [`${problem}: ${language} ${shown(id)}`];
    });
  });
}

/**
 * What of a wording can still be laid over the catalogue: one that was kept for the sentences of another release loses
 * those that have changed since, not all.
 */
export function fittingWording(given: unknown): OwnWording {
  if (!isObject(given)) return {};
  const fitting: OwnWording = {};
  for (const language of languages) {
    const sentences = given[language];
    if (!isObject(sentences)) continue;
    fitting[language] = Object.fromEntries(
      Object.entries(sentences).filter(([id, text]) => problemOf(id, text) === null),
    );
  }
  return fitting;
}

function problemOf(id: string, text: unknown): string | null {
  if (!isMessageId(id) || fixedIds.has(id)) return "name sentences of the catalogue";
  if (typeof text !== "string" || text.trim() === "") return "say something by each sentence";
  if (text.length > mostCharacters) return `have at most ${mostCharacters} characters in a sentence`;
  if (/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text))
    return "have no control characters in a sentence";
  const wanted = placeholdersOf(english[id]);
  const found = parsed(text);
  if (found === null)
    return "be ICU MessageFormat in each sentence, with paired braces and tags, and a branch `other`";
  if (listed(found.tags) !== listed(wanted.tags)) {
    return wanted.tags.length === 0
      ? "have no tags in a sentence that has none"
      : `have the tags ${listed(wanted.tags)} that the sentence has`;
  }
  if (!areNumbersWritten(text)) return "write its numbers in a style that there is";
  // The installation's name is at hand wherever it is said, and may be written out instead.
  const kinds = (of: typeof found) =>
    listed(
      Object.entries(of.arguments).flatMap(([name, kind]) =>
        name === "brand" ? [] : [`{${name}} (${kind})`],
      ),
    );
  if (kinds(found) !== kinds(wanted) || ("brand" in found.arguments && !("brand" in wanted.arguments))) {
    const names = listed(Object.entries(wanted.arguments).map(([name, kind]) => `{${name}} (${kind})`));
    return `be filled with ${names === "" ? "nothing" : names} as the sentence is`;
  }
  return null;
}

function parsed(text: string): ReturnType<typeof placeholdersOf> | null {
  try {
    return placeholdersOf(text);
  } catch {
    return null; // the parser throws for what is no message
  }
}

/** The parser takes any style of a number (`::currency/XX`); what no number can be written in fails when it is said. */
function areNumbersWritten(text: string): boolean {
  try {
    for (const element of elementsOf(parse(text)))
      if (element.type === TYPE.number)
        new IntlMessageFormat([element], languages).format({ [element.value]: 1 });
    return true;
  } catch {
    return false; // the formatter throws for what it cannot write
  }
}

function listed(names: string[]): string {
  return [...new Set(names)].sort().join(", ");
}

/** A name from outside, as a sentence can hold it. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

function isMessageId(id: string): id is MessageId {
  return Object.hasOwn(english, id);
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
