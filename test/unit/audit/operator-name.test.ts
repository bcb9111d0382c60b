import { expect, it } from "vitest";
import { parseOperatorName } from "../../../src/audit/operator-name.ts";

it.each([
  ["Ada \u202eecalevoL", "Ada ecalevoL"],
  ["Ada\u200b\u00ad\ufeff", "Ada"],
  ["  Grace\r\n\u2028Hopper\t", "Grace Hopper"],
  ["=1+1", "=1+1"],
  ["نرگس‌خانم", "نرگس‌خانم"],
  ["李雷", "李雷"],
])("keeps %j as one line of what is seen", (typed, name) => {
  expect(parseOperatorName(typed)).toEqual({ kind: "name", name });
});

it.each([
  "",
  " ",
  "\u200b\u2060\u00ad",
  "\u3164",
  "---",
  "\0\n",
  "ada@example.com",
  "x".repeat(61),
])("takes no name of %j", (typed) => {
  expect(parseOperatorName(typed).kind).toBe("refused");
});
