import { expect, it } from "vitest";
import { dateUnreleased, readUnreleased } from "../../../scripts/release/changelog.ts";

const top = "# Changelog\n\nWhat changes.\n\n";
const older = "## 1.0.0 - 2026-11-29\n\n### Added\n\n- All of it.\n";

it.each([
  ["between versions", `${top}## Unreleased\n\n### Fixed\n\n- A slip, $1.\n\n${older}`, older],
  ["before the first version", `${top}## Unreleased\n\n### Fixed\n\n- A slip, $1.\n`, ""],
])("gives what is unreleased to a version, and leaves an empty section, %s", (_, text, rest) => {
  const dated = dateUnreleased(text, "1.0.1", "2026-12-01");
  expect(dated).toBe(
    `${`${top}## Unreleased\n\n## 1.0.1 - 2026-12-01\n\n### Fixed\n\n- A slip, $1.\n\n${rest}`.trimEnd()}\n`,
  );
  expect(readUnreleased(dated, "1.0.2")).toBe("");
});

it("joins what is unreleased with the section of a version that was never released, part by part", () => {
  const text = `${top}## Unreleased\n\nA word.\n\n### Fixed\n\n- A slip.\n\n### Added\n\n- More.\n\n${older}`;
  expect(dateUnreleased(text, "1.0.0", "2026-12-01")).toBe(
    `${top}## Unreleased\n\n## 1.0.0 - 2026-12-01\n\nA word.\n\n### Fixed\n\n- A slip.\n\n### Added\n\n- More.\n\n- All of it.\n`,
  );
  const between = `${top}## Unreleased\n\n${older}\n## 0.9.0 - 2026-10-01\n\n- Old.\n`;
  expect(dateUnreleased(between, "1.0.0", "2026-12-01")).toBe(between.replace("2026-11-29", "2026-12-01"));
  // All of it may stand in that section alone.
  expect(dateUnreleased(between.replace("## Unreleased\n\n", ""), "1.0.0", "2026-11-29")).toBe(between);
});

it.each([
  ["no section", `${top}${older}`],
  ["an empty one", `${top}## Unreleased\n\n${older}`],
  ["headings alone", `${top}## Unreleased\n\n### Added\n\n### Fixed\n\n${older}`],
])("finds nothing unreleased in %s", (_, text) => {
  expect(readUnreleased(text, "1.0.1")).toBe("");
});
