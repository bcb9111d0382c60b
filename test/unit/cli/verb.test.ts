import { expect, it } from "vitest";
import { verb } from "../../../src/cli/verb.ts";

const verbOf = (...words: string[]) => verb(["node", "paperboy", ...words]);

it("names a process by its command, also behind the program's own options, as units of systemd give them", () => {
  expect(verbOf("worker")).toBe("worker");
  expect(verbOf("--env-file", "/run/credentials/env", "worker")).toBe("worker");
  expect(verbOf("--env-file=.env", "--no-env-file", "status", "--json")).toBe("status");
  expect([verbOf("--version"), verbOf()]).toEqual(["", ""]);
});
