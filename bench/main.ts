type Bench = (args: string[]) => Promise<void> | void;

/** The measurements in the order in which `npm run bench` takes them; each file exports one function. */
const benches: Record<string, { load: () => Promise<Bench>; about: string; isOnRequest?: boolean }> = {
  send: {
    load: async () => (await import("./send.ts")).benchSend,
    about: "mails a second through the worker, beside resend.batch.send alone",
  },
  plan: {
    load: async () => (await import("./plan.ts")).benchPlan,
    about: "planning a million deliveries",
  },
  import: {
    load: async () => (await import("./import.ts")).benchImport,
    about: "importing a hundred thousand lines of CSV",
  },
  ranking: {
    load: async () => (await import("./ranking.ts")).benchRanking,
    about: "formulas against later weekly tops; needs a folder of saved days",
    isOnRequest: true,
  },
};

/** `npm run bench` takes all that need no argument, `npm run bench -- NAME ...` one with its arguments. */
async function main([name, ...args]: string[]): Promise<void> {
  const chosen =
    name === undefined ? Object.keys(benches).filter((one) => !benches[one]?.isOnRequest) : [name];
  for (const one of chosen) {
    const bench = benches[one];
    if (!bench) {
      const known = Object.entries(benches).map(([known, { about }]) => `  ${known.padEnd(10)} ${about}`);
      process.stderr.write(`There is no bench ${JSON.stringify(one)}:\n${known.join("\n")}\n`);
      process.exitCode = 2;
      return;
    }
    process.stdout.write(`\n== ${one}: ${bench.about}\n`);
    await (await bench.load())(args);
  }
}

await main(process.argv.slice(2));
