import { Command, InvalidArgumentError, Option } from "commander";
import { readArxivPapers, startFakeArxiv } from "./fake-arxiv.ts";
import { startFakeChat } from "./fake-chat.ts";
import { drawTraces, startFakeCollector } from "./fake-collector.ts";
import { startFakeHuggingFace } from "./fake-huggingface.ts";
import { startFakeResend } from "./fake-resend.ts";
import { type ChaosFaultName, chaosFaults, chaosPlan, defaultChaosRates } from "./resend-faults.ts";
import { WebhookSender } from "./resend-webhook-sender.ts";

/** Serves until SIGINT or SIGTERM, then ends hanging connections and exits with 0. */
function serve(name: string, fake: { url: string; close(): Promise<void> }): void {
  process.stdout.write(`fake ${name} listens on ${fake.url}\n`);
  const stop = () => void fake.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

function collect(text: string, earlier: string[] = []): string[] {
  return [...earlier, text];
}

function faultRate(text: string, earlier: Partial<Record<ChaosFaultName, number>> = {}) {
  const [name = "", rate = ""] = text.split("=");
  if (!(name in chaosFaults) || !/^(0(\.\d+)?|1(\.0+)?)$/.test(rate)) {
    throw new InvalidArgumentError(`It must be NAME=RATE with a rate from 0 to 1; names: ${chaosNames}.`);
  }
  return { ...earlier, [name]: Number(rate) };
}

const chaosNames = Object.keys(chaosFaults).join(", ");
const portHelp = "port on loopback; 0 takes a free one";

type ResendFlags = {
  port: number;
  out?: string;
  outDigest?: boolean;
  keep: "full" | "digest" | "none";
  rate?: number;
  dailyQuota?: number;
  monthlyQuota?: number;
  apiKey?: string;
  domain?: string[];
  editionTag: string;
  poison?: string;
  webhook?: string;
  webhookSecret?: string;
  chaos?: number;
  fault?: Partial<Record<ChaosFaultName, number>>;
};

async function runResend(flags: ResendFlags): Promise<void> {
  const rates = flags.chaos === undefined ? flags.fault : { ...defaultChaosRates, ...flags.fault };
  const poison = flags.poison === undefined ? null : new RegExp(flags.poison);
  const sender = webhookSender(flags);
  const fake = await startFakeResend({
    onAccepted: (mails) => sender?.push(mails),
    port: flags.port,
    outFile: flags.out ?? null,
    outDigest: flags.outDigest,
    keep: flags.keep,
    requestsPerSecond: flags.rate ?? null,
    dailyQuota: flags.dailyQuota,
    monthlyQuota: flags.monthlyQuota,
    apiKey: flags.apiKey,
    domains: flags.domain?.map((name) => ({ name, status: "verified" as const })),
    editionTag: flags.editionTag,
    poison: poison ? (address) => poison.test(address) : undefined,
    faults: rates ? chaosPlan(flags.chaos ?? 1, rates) : undefined,
  });
  serve("resend", fake);
}

function webhookSender({ webhook, webhookSecret }: ResendFlags): WebhookSender | null {
  if (webhook === undefined) return null;
  if (webhookSecret === undefined) throw new Error("--webhook needs --webhook-secret.");
  return new WebhookSender({ url: webhook, secret: webhookSecret });
}

const program = new Command("fake").description("HTTP servers that behave as the vendors do.");

program
  .command("resend")
  .description("api.resend.com: POST /emails, POST /emails/batch, GET /domains; GET /stats for the counts.")
  .option("--port <port>", portHelp, wholeNumber, 0)
  .option("--out <file>", "append every accepted mail as one line of JSON")
  .option("--out-digest", "leave the bodies out of the file; their hash and sizes remain")
  .addOption(
    new Option("--keep <what>", "what stays in memory of each mail")
      .choices(["full", "digest", "none"])
      .default("none"),
  )
  .option("--rate <requests>", "requests a second that are admitted (default: no limit)", wholeNumber)
  .option("--daily-quota <mails>", "mails a UTC day", wholeNumber)
  .option("--monthly-quota <mails>", "mails a UTC month", wholeNumber)
  .option("--api-key <key>", "the only good key (default: all that start with re_)")
  .option("--domain <name>", "a verified sending domain, repeatable (default: any domain may send)", collect)
  .option("--edition-tag <name>", "tag that with the recipient should occur once", "edition")
  .option("--poison <regexp>", "refuse a whole request with 422 when an address matches")
  .option(
    "--webhook <url>",
    "post events of accepted mails: bounce@, soft@, complain@ and slow@ meet their fate",
  )
  .option("--webhook-secret <secret>", "signs them: whsec_ and base64")
  .option("--chaos <seed>", "inject faults at the default rates by this seed", wholeNumber)
  .option("--fault <name=rate>", `inject one fault at a rate, repeatable: ${chaosNames}`, faultRate)
  .addHelpText(
    "after",
    "\nExample: npm run fake -- resend --port 4010 --out mails.jsonl --rate 10 --chaos 7 --fault hang-after=0",
  )
  .action(runResend);

program
  .command("huggingface")
  .description("huggingface.co: GET /api/daily_papers from raw daily files.")
  .requiredOption("--dir <dir>", "folder of YYYY-MM-DD.json")
  .option("--port <port>", portHelp, wholeNumber, 0)
  .addHelpText("after", "\nExample: npm run fake -- huggingface --dir days --port 4011")
  .action(async (flags: { dir: string; port: number }) =>
    serve("huggingface", await startFakeHuggingFace(flags)),
  );

program
  .command("arxiv")
  .description(
    "export.arxiv.org, rss.arxiv.org and oaipmh.arxiv.org: GET /api/query by id list, /rss/:categories, /atom/:categories, /oai.",
  )
  .option("--port <port>", portHelp, wholeNumber, 0)
  .option(
    "--dir <dir>",
    "JSON lists of papers, or raw daily files of Hugging Face to take titles and authors from",
  )
  .option("--any", "invent an entry for any other well-formed id", true)
  .option("--no-any", "know the papers of --dir only")
  .addHelpText("after", "\nExample: npm run fake -- arxiv --port 4012 --dir days")
  .action(async (flags: { port: number; dir?: string; any: boolean }) =>
    serve("arxiv", await startFakeArxiv({ ...flags, papers: flags.dir ? readArxivPapers(flags.dir) : [] })),
  );

program
  .command("collector")
  .description("an OpenTelemetry collector that prints the spans that it takes: POST /v1/traces.")
  .option("--port <port>", portHelp, wholeNumber, 0)
  .addHelpText("after", "\nExample: npm run fake -- collector --port 4318")
  .action(async ({ port }: { port: number }) =>
    serve(
      "collector",
      await startFakeCollector({ port, onSpans: (spans) => process.stdout.write(drawTraces(spans)) }),
    ),
  );

program
  .command("chat")
  .description("OpenAI's chat completions API with a model that repeats an abstract's last sentence.")
  .option("--port <port>", portHelp, wholeNumber, 0)
  .option("--api-key <key>", "the only good key (default: none is asked for)")
  .addHelpText("after", "\nExample: npm run fake -- chat --port 4013")
  .action(async (flags: { port: number; apiKey?: string }) => serve("chat", await startFakeChat(flags)));

await program.parseAsync().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
