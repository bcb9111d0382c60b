import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { elementsOf, type Placeholders } from "../../words/placeholders.ts";

/** Reads a message as `words/argument-types.ts` does: a brace after a letter or digit opens a branch. */
export function placeholdersByTypes(message: string): Placeholders {
  const found: Placeholders = { arguments: {}, tags: [] };
  for (const [, name = "", kind] of message.matchAll(/(?<![A-Za-z0-9]){([^{},]*)(?:, (\w+))?/g)) {
    if (kind === "plural" || kind === "selectordinal" || kind === "number") found.arguments[name] = "number";
    else found.arguments[name] ??= "text";
  }
  for (const [, name = ""] of message.matchAll(/<([^/>]*)>/g)) found.tags.push(name);
  return found;
}

/** Names of dates and times that a message would write itself, in the zone of the machine. */
export function datesIn(message: string): string[] {
  return elementsOf(parse(message)).flatMap((element) =>
    element.type === TYPE.date || element.type === TYPE.time ? [element.value] : [],
  );
}

/** The branches of each choice by a word. */
export function choicesIn(message: string): Record<string, string[]> {
  return Object.fromEntries(
    elementsOf(parse(message)).flatMap((element) =>
      element.type === TYPE.select ? [[element.value, Object.keys(element.options)]] : [],
    ),
  );
}
