import { assembleDigest } from "../src/digest/assemble.ts";
import { compileDigest } from "../src/digest/compile.ts";
import type { CompiledDigest, DigestSlots, MailSite } from "../src/digest/compiled-digest.ts";
import { groupPapers } from "../src/digest/group-papers.ts";
import type { Detail } from "../src/editions/edition.ts";
import { renderFull } from "../test/support/render-full.ts";
import { sampleEdition } from "../test/support/sample-edition.ts";
import { readSizes } from "./support/sizes.ts";

const papers = 20;
const mailsARound = 200;

const site: MailSite = {
  publicUrl: "https://papers.example.org",
  from: "Paperboy <digest@papers.example.org>",
  replyTo: null,
  unsubscribeTo: null,
  postalAddress: "Example Lab, 1 Research Road, 12345 Springfield",
  showsThumbnails: false,
};

/**
 * Prints, for each level of detail, what it costs to assemble a reader's mail of twenty papers, HTML and text,
 * and what it costs to render it whole, where no two readers are shown the same papers in the same order. Both are measured in turns in one run, so that the ratio holds on any
 * machine; the median round counts. With NODE_ENV=production, as the workers run: React's development build
 * renders several times slower.
 *
 *     npm run bench -- assembly [--rounds 30]
 */
export async function benchAssembly(args: string[]): Promise<void> {
  const { rounds } = readSizes(args, { rounds: { usual: 30, small: 1 } });
  for (const detail of ["title", "summary", "abstract"] as const) {
    process.stdout.write(`${await compare(detail, rounds)}\n`);
  }
}

async function compare(detail: Detail, rounds: number): Promise<string> {
  const edition = sampleEdition("daily");
  const compiled = await compileDigest(edition, detail, site);
  let readers = 0;
  // Nobody comes twice: what is kept of one reader's mail helps no other.
  const nextReaders = (count: number) =>
    Array.from({ length: count }, () => {
      readers += 1;
      return slots(compiled, readers);
    });
  const assembled: number[] = [];
  const rendered: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    assembled.push(
      timed(nextReaders(mailsARound), (own) => {
        bytes += assembleDigest(compiled, own).html.length;
      }),
    );
    rendered.push(
      timed(nextReaders(mailsARound / 20), (own) => {
        bytes += renderFull(edition, site, compiled, own).html.length;
      }),
    );
  }
  if (bytes === 0) throw new Error("nothing was made");
  const [assembly, render] = [median(assembled), median(rendered)];
  const label = `${papers} papers, ${detail}`.padEnd(22);
  return `${label} assembled ${assembly.toFixed(0)} µs, rendered ${render.toFixed(0)} µs: ${(render / assembly).toFixed(0)} times as fast`;
}

/** A reader of their own: followed papers first, in an order that no other has, and own tokens. */
function slots({ detail, facts }: CompiledDigest, reader: number): DigestSlots {
  const followed = reader % 5;
  const indexes = shuffled(papers, reader);
  const token = (kind: string) => `${kind}.${String(reader).padStart(40, "0")}`;
  return {
    to: `reader${reader}@example.com`,
    choice: groupPapers(
      {
        detail,
        forYou: indexes.slice(0, followed),
        top: indexes.slice(followed),
        late: [],
        because: indexes.slice(0, followed).map(() => "cs.CL, “small models”"),
      },
      facts,
    ),
    tokens: { unsubscribe: token("u"), preferences: token("p"), view: token("v"), mark: token("m") },
    subscriberId: `00000000-0000-4000-8000-${String(reader).padStart(12, "0")}`,
  };
}

/** Drawn by lot from a number, and always alike. */
function shuffled(count: number, number: number): number[] {
  const lots = Array.from({ length: count }, (_, index) => Math.sin((index + 1) * 12.9898 + number * 78.233));
  return [...lots.keys()].toSorted((one, other) => (lots[one] ?? 0) - (lots[other] ?? 0));
}

/** Microseconds of processor time a mail: what else the machine does counts little. */
function timed(readers: DigestSlots[], act: (own: DigestSlots) => void): number {
  const before = process.cpuUsage();
  for (const own of readers) act(own);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / readers.length;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
