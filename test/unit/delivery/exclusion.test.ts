import { describe, expect, it } from "vitest";
import type { Cadence } from "../../../src/calendar/periods.ts";
import { type Exclusion, exclusionOf } from "../../../src/delivery/plan/exclusion.ts";
import type { SubscriberCadence } from "../../../src/editions/edition.ts";

const active = { state: "active", cadence: "daily" } as const;
const anotherCadence: Exclusion = "another-cadence";

describe("who is mailed an edition", () => {
  it.each<[Cadence, SubscriberCadence[]]>([
    ["daily", ["daily", "weekdays"]],
    ["weekly", ["weekly"]],
    ["monthly", ["monthly"]],
  ])("of the %s cadence are those who chose %s", (edition, readers) => {
    for (const cadence of ["daily", "weekdays", "weekly", "monthly"] as const)
      expect(exclusionOf({ state: "active", cadence }, false, edition), cadence).toBe(
        readers.includes(cadence) ? null : anotherCadence,
      );
  });

  it.each(["pending", "paused", "unsubscribed"] as const)("is nobody who is %s", (state) => {
    expect(exclusionOf({ ...active, state }, false, "daily")).toBe(state);
    expect(exclusionOf({ ...active, state }, false, "weekly")).toBe(state);
  });

  it("is nobody who is suppressed, whatever else is true of them", () => {
    expect(exclusionOf(active, true, "daily")).toBe("suppressed");
    expect(exclusionOf({ ...active, state: "unsubscribed" }, true, "weekly")).toBe("suppressed");
  });
});
