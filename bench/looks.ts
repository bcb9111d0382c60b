import { growLedger } from "./support/grown-ledger.ts";
import { type LookTimes, timeLooks } from "./support/looks.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, print, seatReaders } from "./support/stage.ts";

const fewEditions = 5;
const password = "a password of the bench";

/**
 * What operators, Prometheus and the program itself look at again and again: how long each look takes with few editions
 * behind, and by how much longer with many, which should be by nothing.
 *
 *     npm run bench -- looks [--readers 20000] [--editions 60]
 */
export async function benchLooks(args: string[]): Promise<void> {
  const { readers, editions } = readSizes(args, {
    readers: { usual: 20_000, small: 300 },
    editions: { usual: 60, small: 7, least: fewEditions + 1 },
  });
  const { ctx, close, url } = await openStage({ OPS_PASSWORD: password });
  try {
    await seatReaders(ctx.db, readers);
    const grow = (count: number) =>
      growLedger(
        ctx.db,
        Array.from({ length: count }, (_, index) => ({ daysAgo: index + 1, readers })),
      );
    const look = () => timeLooks(ctx, { databaseUrl: url, password, times: 5 });
    await grow(fewEditions);
    const few = await look();
    await grow(editions);
    tell(few, await look(), editions);
  } finally {
    await close();
  }
}

function tell(few: LookTimes, many: LookTimes, editions: number): void {
  print("look", `${fewEditions} editions   ${editions} editions   ratio`);
  for (const [name, ms] of many) {
    const before = few.get(name) ?? Number.NaN;
    const figures = [`${before.toFixed(1)} ms`, `${ms.toFixed(1)} ms`, (ms / before).toFixed(2)];
    print(name, figures.map((figure) => figure.padStart(12)).join(""));
  }
}
