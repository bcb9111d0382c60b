import { Redis } from "ioredis";
import { afterEach, describe, it } from "vitest";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import {
  type HourStage,
  openStage,
  publicationFaults,
  publicationHours,
} from "../../support/publication-hour.ts";
import { redisUrls } from "../../support/redis.ts";
import { casesOf } from "../short.ts";

let stage: HourStage;
afterEach(() => stage.close());

describe.each(casesOf(redisUrls()))("the hour of publication on $backend", ({ url }) => {
  describe.each(casesOf(publicationHours))("of the $cadence edition", (hour) => {
    it.each(publicationFaults)("may pass $name", async ({ befall }) => {
      stage = await openStage(url, hour);
      await befall(stage);
      await stage.untilPublished(hour.edition);
    });
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
