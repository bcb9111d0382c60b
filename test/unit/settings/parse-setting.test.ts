import { describe, expect, it } from "vitest";
import { brandOf } from "../../../src/settings/brand.ts";
import { parseSetting } from "../../../src/settings/parse-setting.ts";
import {
  noSettings,
  type SettingName,
  settingNames,
  settingsRegistry,
} from "../../../src/settings/registry.ts";

describe("a setting", () => {
  it.each<[SettingName, string, unknown]>([
    ["brand.name", "  Acme Digest ", "Acme Digest"],
    ["brand.name", "Papiere, täglich & kurz", "Papiere, täglich & kurz"],
    ["brand.accent", "#06C", "#0066cc"],
    ["brand.footer", "Acme Lab \r\n\r\n Berlin", "Acme Lab\n\nBerlin"],
    ["brand.language", "de", "de"],
  ])("of %s is read from %j", (name, typed, value) => {
    expect(parseSetting(name, typed)).toEqual({ kind: "value", value });
  });

  it.each<[SettingName, string, RegExp]>([
    ["brand.name", " ", /^must not be empty$/],
    ["brand.name", "a".repeat(41), /^must have at most 40 characters$/],
    ["brand.name", "Acme <digest@acme.example>", /^must not have any of/],
    ["brand.name", "Acme\u202edigest", /^must be one line without control characters$/],
    ["brand.name", "\u200b\u2060", /^must have a character that can be seen$/],
    ["brand.accent", "red", /^must be a colour such as #/],
    ["brand.footer", "a\n".repeat(9), /^must have at most 6 lines$/],
    ["brand.language", "fr", /^must be one of en, de$/],
    ["brand.logo", "<html><script>alert(1)</script>", /^must be a/],
  ])("of %s refuses %j in one sentence", (name, typed, problem) => {
    expect(parseSetting(name, typed)).toEqual({ kind: "refused", problem: expect.stringMatching(problem) });
  });

  it("is never a secret", () => {
    for (const name of settingNames) {
      expect(settingsRegistry[name].variable).not.toMatch(/SECRET|KEY|PASSWORD|TOKEN|URL/);
    }
  });
});

describe("the name", () => {
  it.each([
    ["Acme Digest <digest@acme.example>", "Acme Digest"],
    ['"Acme, Inc." <digest@acme.example>', "Acme, Inc."],
    [`${"😀".repeat(40)} <digest@acme.example>`, "😀".repeat(40)],
    [`${"a".repeat(38)}😀 and more <digest@acme.example>`, `${"a".repeat(38)}😀…`],
    ["digest@acme.example", "Paperboy"],
    ["<digest@acme.example>", "Paperboy"],
    ['"me@acme.example" <digest@acme.example>', "Paperboy"],
  ])("is, where none is set, that of %s: %s", (from, name) => {
    expect(brandOf(noSettings, from).name).toBe(name);
  });

  it("is what is set, whoever sends", () => {
    expect(brandOf({ ...noSettings, "brand.name": "Acme" }, "Other <digest@acme.example>").name).toBe("Acme");
  });
});
