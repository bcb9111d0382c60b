import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { german } from "../../../words/de/german.ts";
import { english } from "../../../words/en/english.ts";
import { placeholdersOf } from "../../../words/placeholders.ts";
import { choicesIn, datesIn, placeholdersByTypes } from "../../support/messages.ts";

const catalogues: [locale: string, Record<string, string>][] = [
  ["en-GB", english],
  ["de-DE", german],
];

/** Fillings that reach every branch: numbers that count differently, each word that is chosen by. */
function fillings(message: string): Record<string, string | number>[] {
  const choices = choicesIn(message);
  const most = Math.max(3, ...Object.values(choices).map((branches) => branches.length));
  return Array.from({ length: most }, (_, index) =>
    Object.fromEntries(
      Object.entries(placeholdersOf(message).arguments).map(([name, kind]) => [
        name,
        kind === "number" ? index : (choices[name]?.[index % choices[name].length] ?? `[${name}]`),
      ]),
    ),
  );
}

function format(message: string, locale: string, filling: Record<string, string | number>): string {
  const tags = placeholdersOf(message).tags.map((tag) => [tag, (inside: string[]) => inside.join("")]);
  return String(new IntlMessageFormat(message, locale).format({ ...filling, ...Object.fromEntries(tags) }));
}

describe.each(catalogues)("the catalogue of %s", (locale, catalogue) => {
  const messages = Object.entries(catalogue);

  it("says something by every message, in every branch", () => {
    for (const [id, message] of messages)
      for (const filling of fillings(message)) {
        const said = format(message, locale, filling);
        expect(said, id).not.toMatch(/[{}<>]|undefined/);
        expect(said.replaceAll("\u00a0", " "), id).not.toMatch(/ {2}/);
      }
  });

  it("is written so that its types know what each message is filled with", () => {
    for (const [id, message] of messages)
      expect(placeholdersByTypes(message), id).toEqual(placeholdersOf(message));
  });

  it("takes days as written in the reader's words, not in the zone of the machine", () => {
    expect(messages.filter(([, message]) => datesIn(message).length > 0)).toEqual([]);
  });

  it("has every sentence, filled with the same as in English", () => {
    const placeholders = (of: Record<string, string>) =>
      Object.entries(of).map(([id, message]) => {
        const { arguments: given, tags } = placeholdersOf(message);
        return [id, { given, tags: new Set(tags) }] as const;
      });
    expect(new Map(placeholders(catalogue))).toEqual(new Map(placeholders(english)));
  });
});
