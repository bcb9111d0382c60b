import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
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
import { casesOf, isShort } from "../short.ts";

let stage: HourStage;
afterEach(() => stage.close());

const backends = redisUrls().map((backend, place) => ({ ...backend, place }));

/** Every fault at the hour of every cadence; in a short run each fault at one of them, on one backend. */
function faultsOn(backend: number): (PublicationFault & PublicationHour)[] {
  return publicationFaults.flatMap((fault, index) =>
    publicationHours
      .filter((_, hour) => !isShort || hour === index % publicationHours.length)
      .filter(() => !isShort || backend === index % backends.length)
      .map((hour) => ({ ...fault, ...hour })),
  );
}

describe.each(backends)("the hour of publication on $backend", ({ url, place }) => {
  it.each(faultsOn(place))("of the $cadence edition may pass $name", async ({ befall, ...hour }) => {
    stage = await openStage(url, hour);
    await befall(stage);
    await stage.untilPublished(hour.edition);
  });

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
  });
});

describe.each(redisUrls().flatMap(({ url }) => url ?? []))("a Redis that lost half of each job", (url) => {
  it.each(
    casesOf(publicationHours),
  )("bars the $cadence edition for no longer than a minute", async (hour) => {
    stage = await openStage(url, hour);
    stage.passHour();
    await dispatchDue(stage.ctx);
    await halfWipeKeys(url, stage.ctx.config.queue.prefix);
    await stage.work();
    await stage.untilPublished(hour.edition);
  });
});

/** Takes the lists of every queue away, and leaves the jobs: their ids still bar what rings by them. */
async function halfWipeKeys(url: string, prefix: string): Promise<void> {
  const client = new Redis(url);
  const lists = (await client.keys(`${prefix}:*`)).filter((key) =>
    /:(wait|delayed|prioritized|active)$/.test(key),
  );
  if (lists.length > 0) await client.del(lists);
  client.disconnect();
}
