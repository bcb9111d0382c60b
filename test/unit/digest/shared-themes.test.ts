import { expect, test } from "vitest";
import { sharedThemes } from "../../../src/digest/shared-themes.ts";

const themes = [
  { label: "medicine", papers: [0, 1], weight: 40 },
  { label: "agents", papers: [2, 3, 4], weight: 20 },
];

test("that most papers are about is told by the theme of most of them first", () => {
  expect(sharedThemes(themes, [0, 1, 2, 3, 4, 5])).toEqual({ themes: [1, 0], isMost: true });
});

test("where most are about something else, what tells most comes first", () => {
  const shown = Array.from({ length: 20 }, (_, paper) => paper);
  expect(sharedThemes(themes, shown)).toEqual({ themes: [0, 1], isMost: false });
});
