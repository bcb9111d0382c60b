import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

/** What a message is filled with: names with what each must be, and its tags. A date is one that it would write itself. */
export type Placeholders = { arguments: Record<string, "text" | "number" | "date">; tags: string[] };

/** Reads a message as the formatter does. @throws {SyntaxError} when it is malformed. */
export function placeholdersOf(message: string): Placeholders {
  const found: Placeholders = { arguments: {}, tags: [] };
  const isDate = (name: string) => found.arguments[name] === "date";
  for (const element of elementsOf(parse(message))) {
    if (element.type === TYPE.tag) found.tags.push(element.value);
    if (element.type === TYPE.argument || element.type === TYPE.select)
      found.arguments[element.value] ??= "text";
    if ((element.type === TYPE.plural || element.type === TYPE.number) && !isDate(element.value))
      found.arguments[element.value] = "number";
    if (element.type === TYPE.date || element.type === TYPE.time) found.arguments[element.value] = "date";
  }
  return found;
}

/** The elements of a message with those within its branches and tags, in the order of its text. */
export function elementsOf(elements: MessageFormatElement[]): MessageFormatElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.select || element.type === TYPE.plural)
      return [element, ...Object.values(element.options).flatMap(({ value }) => elementsOf(value))];
    return element.type === TYPE.tag ? [element, ...elementsOf(element.children)] : [element];
  });
}
