import { publishEdition } from "../src/publish/publish-edition.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, perSecond, print, seatReaders } from "./support/stage.ts";

/**
 * Freezing an edition and planning its deliveries for a growing number of readers: the time for each and what
 * memory this process needs, which must not grow with them.
 *
 *     npm run bench -- plan [--readers 1000000]
 */
export async function benchPlan(args: string[]): Promise<void> {
  const { readers: most } = readSizes(args, { readers: { usual: 1_000_000, small: 200 } });
  for (const readers of [most / 100, most / 10, most].map(Math.round).filter((count) => count > 0)) {
    const { ctx, day, close } = await openStage();
    try {
      await seatReaders(ctx.db, readers);
      const startedAt = performance.now();
      const { planned, batches } = await publishEdition(ctx, {
        cadence: "daily",
        period: day,
        isHeld: false,
        isNow: false,
      });
      const ms = performance.now() - startedAt;
      print(
        `${planned.toLocaleString("en")} deliveries in ${batches.toLocaleString("en")} batches`,
        `${(ms / 1000).toFixed(2)} s, ${perSecond(planned, ms)} a second, ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
      );
    } finally {
      await close();
    }
  }
}
