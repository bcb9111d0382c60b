import { seedSample } from "../../seeds/seed.ts";
import { command, withContext } from "./program.ts";

export const seedCommand = () =>
  command("seed", "load the sample day and sample subscribers; repeatable", "seed").action((options) =>
    withContext(options, async ({ ctx, out }) => {
      const seeded = await seedSample(ctx);
      out.json(seeded);
      out.line(`${seeded.day}: ${seeded.papers} papers and ${seeded.subscribers} subscribers.`);
    }),
  );
