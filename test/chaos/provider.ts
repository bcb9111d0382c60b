import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ResendStats } from "../fakes/fake-resend.ts";
import type { AcceptedMail } from "../fakes/resend-mailbox.ts";
import { startActor, until } from "./actor.ts";

const launcher = fileURLToPath(new URL("../fakes/main.ts", import.meta.url));

/** The fake Resend as a process of its own, which survives everything that happens to the others. */
export type Provider = {
  url: string;
  stats(): Promise<ResendStats>;
  /** Every mail that it ever accepted, from the file that it wrote before it answered. */
  accepted(): AcceptedMail[];
  close(): Promise<void>;
};

/** @param flags of `npm run fake -- resend`, such as `--chaos 7`. */
export async function startProvider(folder: string, name: string, flags: string[]): Promise<Provider> {
  const out = join(folder, `${name}.jsonl`);
  const actor = startActor(folder, name, process.execPath, [
    ...["--import", "tsx", launcher, "resend", "--out", out, "--out-digest"],
    ...flags,
  ]);
  await until(() => /http:\S+/.test(actor.output()), "the fake Resend listens", 120_000);
  const url = /http:\S+/.exec(actor.output())?.[0] ?? "";
  return {
    url,
    stats: async () => (await (await fetch(`${url}/stats`)).json()) as ResendStats,
    accepted: () =>
      existsSync(out)
        ? readFileSync(out, "utf8")
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => JSON.parse(line) as AcceptedMail)
        : [],
    close: async () => {
      actor.signal("SIGKILL");
      await actor.ended;
    },
  };
}
