import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

/** What a message is filled with: names with what each must be, and its tags. */
export type Placeholders = { arguments: Record<string, "text" | "number">; tags: string[] };

/** Reads a message as the formatter does. @throws when it is malformed. */
export function placeholdersOf(message: string): Placeholders {
  const found: Placeholders = { arguments: {}, tags: [] };
  for (const element of elementsOf(parse(message))) {
    if (element.type === TYPE.tag) found.tags.push(element.value);
    if (element.type === TYPE.argument || element.type === TYPE.select)
      found.arguments[element.value] ??= "text";
    if (element.type === TYPE.plural || element.type === TYPE.number)
      found.arguments[element.value] = "number";
  }
  return found;
}

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

function elementsOf(elements: MessageFormatElement[]): MessageFormatElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.select || element.type === TYPE.plural)
      return [element, ...Object.values(element.options).flatMap(({ value }) => elementsOf(value))];
    return element.type === TYPE.tag ? [element, ...elementsOf(element.children)] : [element];
  });
}
