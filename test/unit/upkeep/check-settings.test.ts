import { expect, it } from "vitest";
import { checkSettings } from "../../../src/upkeep/doctor/check-settings.ts";

it("says what is wrong with each variable that fixes a setting", async () => {
  const settings = { BRAND_ACCENT: "red", WORDS_FILE: "/no/such/words.json", BRAND_NAME: "Acme" };
  expect((await checkSettings({ settings })).map(({ level, message }) => [level, message])).toEqual([
    ["fail", "BRAND_ACCENT must be a colour such as #b5371b."],
    ["fail", "WORDS_FILE must name a file that this user may read: /no/such/words.json cannot be read."],
  ]);
});

it("says which settings are fixed, and nothing where none is", async () => {
  const [line] = await checkSettings({ settings: { BRAND_NAME: "Acme" } });
  expect(line).toMatchObject({ level: "ok", message: "the environment fixes brand.name" });
  expect(await checkSettings({ settings: {} })).toEqual([]);
});
