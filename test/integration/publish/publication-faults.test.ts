import { afterEach, describe, expect, it } from "vitest";
import {
  type HourStage,
  openStage,
  type PublicationFault,
  type PublicationHour,
  publicationFaults,
  publicationHours,
} from "../../support/publication-hour.ts";
import { editionIds } from "../../support/publishing.ts";
import { redisUrls } from "../../support/redis.ts";

let stage: HourStage;
afterEach(() => stage.close());

/** Each fault at the hour of one cadence; every fault at every hour is a matter of the slow tests. */
const pairs = publicationFaults.flatMap((fault, index): (PublicationFault & PublicationHour)[] => {
  const hour = publicationHours[index % publicationHours.length];
  return hour ? [{ ...fault, ...hour }] : [];
});

describe.each(redisUrls())("the hour of publication on $backend", ({ url }) => {
  it.each(pairs)("of the $cadence edition may pass $name", async ({ befall, ...hour }) => {
    stage = await openStage(url, hour);
    await befall(stage);
    await stage.untilPublished(hour.edition);
  }, 120_000);

  it("comes once, however many processes wait for it", async () => {
    stage = await openStage(url, {
      cadence: "monthly",
      at: "2026-07-01T04:00:00Z",
      edition: "monthly-2026-06",
      day: "2026-06-30",
    });
    await Promise.all([1, 2, 3].map(() => stage.work()));
    await stage.untilPublished("daily-2026-06-30");
    await stage.untilPublished("monthly-2026-06");
    await stage.rest();
    expect((await editionIds(stage.database)).sort()).toEqual(["daily-2026-06-30", "monthly-2026-06"]);
  }, 120_000);
});
