import { expect, it } from "vitest";
import { parseAuditFilter } from "../../../src/console/audit/audit-filter.ts";

it.each([
  "0000-01-01",
  "9999-12-31",
  "2026-02-30",
  "18 June",
  "-1",
])("refuses the day %s, of which no entry can be", (day) => {
  expect(() => parseAuditFilter((name) => (name === "day" ? day : ""))).toThrow("YYYY-MM-DD");
});

it("asks for nothing by what is empty, and cuts what is long", () => {
  expect(parseAuditFilter((name) => (name === "who" ? ` ${"x".repeat(500)}` : " \0"))).toEqual({
    who: "x".repeat(100),
  });
});
