import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepLatest, writeWhole } from "../../../src/upkeep/backup-file.ts";

const now = new Date("2026-06-18T04:00:00Z");
const newest = "paperboy-20260618T040000Z.dump";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paperboy backups-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, changed = now): void {
  writeFileSync(path.join(folder, name), "");
  utimesSync(path.join(folder, name), changed, changed);
}

it("keeps the backup that was just made, also where one of a wrong clock bears a later name", async () => {
  const later = "paperboy-20990101T000000Z.tar.gz";
  const before = "paperboy-20260617T040000Z.dump";
  for (const name of [newest, later, before, "notes.txt"]) write(name);
  expect(await keepLatest(folder, 2, path.join(folder, newest), now)).toEqual([before]);
  expect(readdirSync(folder).toSorted()).toEqual(["notes.txt", newest, later]);
});

it("takes away what killed backups have left, and nothing that may still be written", async () => {
  const part = (digit: string) => `${newest}.part-${digit.repeat(8)}-0000-4000-8000-000000000000`;
  write(newest);
  write(part("1"), new Date("2026-06-17T03:59:00Z"));
  write(part("2"), new Date("2026-06-17T04:01:00Z"));
  write("other.dump.part-1", new Date("2020-01-01T00:00:00Z"));
  expect(await keepLatest(folder, 1, newest, now)).toEqual([part("1")]);
  expect(readdirSync(folder).toSorted()).toEqual(["other.dump.part-1", newest, part("2")]);
});

it("leaves the former file where the new one fails", async () => {
  const file = path.join(folder, newest);
  writeFileSync(file, "former");
  await expect(
    writeWhole(file, (part) => {
      writeFileSync(part, "half");
      return Promise.reject(new Error("full"));
    }),
  ).rejects.toThrow("full");
  expect(readdirSync(folder)).toEqual([newest]);
  expect(readFileSync(file, "utf8")).toBe("former");
});
