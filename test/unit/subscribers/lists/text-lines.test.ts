import { expect, it } from "vitest";
import { readLines } from "../../../../src/subscribers/lists/text-lines.ts";

/** The bytes in pieces of so many. */
async function* inPieces(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function linesOf(bytes: Buffer, size: number, utf16: "utf-16le" | null = "utf-16le") {
  const lines: string[] = [];
  for await (const block of readLines(inPieces(bytes, size), { utf16, legacy: null }))
    lines.push(...block.map(({ text, problem }) => problem ?? text));
  return lines;
}

it("reads lines of UTF-16 wherever the bytes are cut, whatever ends the lines", async () => {
  const bytes = Buffer.from("\ufeffa,ä\r\nb,😀\rc\n\nd", "utf16le");
  for (const size of [1, 2, 3, 5, 7, 100])
    expect(await linesOf(bytes, size)).toEqual(["a,ä", "b,😀", "c", "", "d"]);
});

it("reads one line of many megabytes of UTF-16 in time that grows as it does", async () => {
  const timeOf = async (letters: number) => {
    const bytes = Buffer.from(`${"a".repeat(letters)}\nb`, "utf16le");
    const beganAt = process.cpuUsage();
    expect((await linesOf(bytes, 4_096)).map((line) => line.length)).toEqual([letters, 1]);
    const { user, system } = process.cpuUsage(beganAt);
    return user + system;
  };
  await timeOf(500_000);
  expect(await timeOf(8_000_000)).toBeLessThan(60 * (await timeOf(500_000)));
});

it.each([
  ["ä", null],
  ["語", "utf-16le"],
] as const)("refuses a line of %s of more than 32 MiB instead of cutting it", async (letter, utf16) => {
  const letters = letter.repeat((32 * 1024 * 1024) / 2 + 1);
  const bytes = Buffer.from(`b\n${letters}\nc`, utf16 === null ? "utf8" : "utf16le");
  const refused = "it is longer than any line of a list";
  expect(await linesOf(bytes, 1024 * 1024, utf16)).toEqual(["b", refused, "c"]);
});
