import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addEnvFile } from "../../../src/config/env-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paperboy env-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string | Buffer, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const path = join(folder, "variables");
  writeFileSync(path, text);
  addEnvFile(env, path);
  return env;
}

it("reads names and values with quotes, comments, exports, several lines and a byte order mark", () => {
  const text =
    "\ufeff# a comment\r\nPLAIN=one two # said\r\n\r\nexport EXPORTED=2\nQUOTED=\"a # b\" # said\nLINES='first\nsecond'\nEMPTY=\n";
  expect(read(text)).toEqual({
    PLAIN: "one two",
    EXPORTED: "2",
    QUOTED: "a # b",
    LINES: "first\nsecond",
    EMPTY: "",
  });
});

it("lets variables that are given win, also empty ones", () => {
  expect(read("GIVEN=file\nEMPTY=file\nNEW=file", { GIVEN: "caller", EMPTY: "" })).toEqual({
    GIVEN: "caller",
    EMPTY: "",
    NEW: "file",
  });
});

it.each([
  ["a line without a value", "A=1\nhunter2\n", /^Line 2 of .*variables is neither NAME=value/],
  ["a name that is none", "A=1\n\n2B=hunter2", /^Line 3 .*neither/],
  ["a quote that stays open", 'A=1\nB="hunter2\nC=3\n', /^Line 2 .*quote \("\) that is never closed/],
  ["text after a quote", "A='x\ny' hunter2\n", /^Line 2 .*after its closing quote/],
  ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x41, 0x00]), /not a text in UTF-8/],
])("refuses %s in a sentence that names the line and shows no value", (_, text, words) => {
  const env: NodeJS.ProcessEnv = {};
  let message = "";
  try {
    read(text, env);
  } catch (error) {
    message = error instanceof Error ? error.message : "";
  }
  expect(message).toMatch(words);
  expect(message).not.toContain("hunter2");
  expect(env).toEqual({});
});

it("refuses a named file that is not there or is a folder", () => {
  expect(() => addEnvFile({}, join(folder, "nowhere"))).toThrow(/no file .*nowhere/);
  expect(() => addEnvFile({}, folder)).toThrow(/EISDIR/);
});
