import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { listForbidden, listLicences, readLock, writeLicencesPage } from "../../../scripts/licences.ts";

const packages = listLicences(readLock());

it("every package that an installation has is under a licence that is allowed", () => {
  expect(packages.length).toBeGreaterThan(100);
  expect(listForbidden(packages)).toEqual([]);
});

it("the page of licences tells them all (npm run licences)", () => {
  const page = readFileSync(new URL("../../../docs/licences.md", import.meta.url), "utf8");
  expect(page).toBe(writeLicencesPage(packages));
});

it("finds what is not allowed, of production alone", () => {
  const lock = {
    packages: {
      "": { version: "1.0.0", license: "GPL-3.0" },
      "node_modules/a": { version: "1.0.0", license: "GPL-3.0-only" },
      "node_modules/b": { version: "1.0.0" },
      "node_modules/c": { version: "1.0.0", license: "(MIT OR GPL-3.0-only)" },
      "node_modules/d": { version: "1.0.0", license: "MIT AND GPL-2.0" },
      "node_modules/e": { version: "1.0.0", license: "AGPL-3.0", dev: true },
      "node_modules/a/node_modules/f": { version: "1.0.0", license: "SEE LICENSE IN LICENSE" },
    },
  };
  expect(listForbidden(listLicences(lock)).map(({ name }) => name)).toEqual(["a", "b", "d", "f"]);
});
