import { join } from "node:path";
import type { BuiltForm } from "../test/support/built-form.ts";
import { growLedger } from "./support/grown-ledger.ts";
import { type LookTimes, timeLooks } from "./support/looks.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, print, seatReaders, withForm } from "./support/stage.ts";

const fewEditions = 5;
const password = "a password of the bench";

/**
 * What operators, Prometheus and the program itself look at again and again: how long each look takes with few editions
 * behind, and by how much longer with many, which should be by nothing; and how long the first of each took with many.
 *
 *     npm run bench -- looks [--readers 20000] [--editions 60]
 */
export async function benchLooks(args: string[]): Promise<void> {
  const { readers, editions } = readSizes(args, {
    readers: { usual: 20_000, small: 300 },
    editions: { usual: 60, small: 7, least: fewEditions + 1 },
  });
  await withForm((form) => measure(form, readers, editions));
}

async function measure(form: BuiltForm, readers: number, editions: number): Promise<void> {
  const { ctx, close, env } = await openStage({ OPS_PASSWORD: password, MAIL_TRANSPORT: "outbox" });
  const program = { entry: join(form.folder, "dist/src/cli/main.js"), env };
  try {
    await seatReaders(ctx.db, readers);
    const grow = (count: number) =>
      growLedger(
        ctx.db,
        Array.from({ length: count }, (_, index) => ({ daysAgo: index + 1, readers })),
      );
    const look = () => timeLooks(ctx, { program, password, times: 5 });
    await grow(fewEditions);
    const few = await look();
    await grow(editions);
    tell(few, await look(), editions);
  } finally {
    await close();
  }
}

function tell(few: LookTimes, many: LookTimes, editions: number): void {
  const columns = [`${fewEditions} editions`, `${editions} editions`, "ratio", "the first"];
  print("look", columns.map((column) => column.padStart(12)).join(""));
  for (const [name, { usual, first }] of many) {
    const before = few.get(name)?.usual ?? Number.NaN;
    const figures = [
      `${before.toFixed(1)} ms`,
      `${usual.toFixed(1)} ms`,
      (usual / before).toFixed(2),
      `${first.toFixed(0)} ms`,
    ];
    print(name, figures.map((figure) => figure.padStart(12)).join(""));
  }
}
