import { expect, test } from "vitest";
import { alertKinds } from "../../../src/alerts/tables.ts";
import { noticeKinds } from "../../../src/notices/tables.ts";
import { sampleAlert } from "../../../src/preview/sample-alerts.ts";
import { singleMails } from "../../../src/preview/single-mails.ts";

test.each(alertKinds)("the sample of the alert %s is worded by its own rule", (kind) => {
  expect(sampleAlert(kind).kind).toBe(kind);
});

test("every kind of single mail can be looked at", () => {
  expect(new Set(Object.values(singleMails).map(({ kind }) => kind))).toEqual(new Set(noticeKinds));
});
