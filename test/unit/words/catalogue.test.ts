import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { english } from "../../../words/en/english.ts";
import { choicesIn, datesIn, placeholdersByTypes, placeholdersOf } from "../../support/messages.ts";

const messages = Object.entries<string>(english);

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

function format(message: string, filling: Record<string, string | number>): string {
  const tags = placeholdersOf(message).tags.map((tag) => [tag, (inside: string[]) => inside.join("")]);
  return String(new IntlMessageFormat(message, "en-GB").format({ ...filling, ...Object.fromEntries(tags) }));
}

describe("the catalogue", () => {
  it("says something by every message, in every branch", () => {
    for (const [id, message] of messages)
      for (const filling of fillings(message)) {
        const said = format(message, filling);
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
});
