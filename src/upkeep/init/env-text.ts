/** Secrets of one installation, made anew for it. */
export type FreshSecrets = {
  tokenSecret: string;
  suppressionSecret: string;
  opsPassword: string;
  postgresPassword: string;
};

/** By which a new installation starts at once, for this machine alone, until its operator says otherwise. */
const startingValues = {
  NODE_ENV: "production",
  PUBLIC_URL: "http://localhost:3000",
  MAIL_TRANSPORT: "outbox",
};

/**
 * A file with lines in the place of those by which `init` let a new installation start, as long as they stand there as it
 * wrote them. Any other file stays as it is.
 *
 * @param lines `NAME=value`, of any variables.
 */
export function replaceStartingValues(text: string, lines: string[]): string {
  if (!text.startsWith(`${opening[0]}\n`)) return text;
  const starting = Object.entries(startingValues);
  return text
    .split("\n")
    .map((former) => {
      const found = starting.find(([name, value]) => former === `${name}=${value}`);
      return lines.find((line) => found !== undefined && line.startsWith(`${found[0]}=`)) ?? former;
    })
    .join("\n");
}

/** What an operator needs first, in that order; all else keeps the order of `.env.example`. */
const firstGroups: { title: string; names: string[] }[] = [
  { title: "First: where it is, and what guards it", names: ["NODE_ENV", "PUBLIC_URL", "OPS_PASSWORD"] },
  {
    title: "Secrets: keep them as long as there are readers, apart from backups",
    names: ["TOKEN_SECRET", "SUPPRESSION_SECRET"],
  },
  {
    title: "Before the first mail to a reader",
    names: [
      "MAIL_TRANSPORT",
      "MAIL_FROM",
      "MAIL_POSTAL_ADDRESS",
      "RESEND_API_KEY",
      "RESEND_WEBHOOK_SECRET",
      "OPS_EMAIL",
    ],
  },
  { title: "Servers of its own; compose.yaml brings them along", names: ["DATABASE_URL", "REDIS_URL"] },
];

/**
 * The `.env` of a new installation: what is needed first with its values, then every other variable as a comment, so that
 * its default may change with a release.
 *
 * @param example the text of `.env.example`, whose comments are kept.
 */
export function writeEnvText(example: string, secrets: FreshSecrets): string {
  const sections = readSections(example);
  const blocks = sections.flatMap((section) => section.blocks);
  const values: Record<string, string> = {
    ...startingValues,
    TOKEN_SECRET: secrets.tokenSecret,
    SUPPRESSION_SECRET: secrets.suppressionSecret,
    OPS_PASSWORD: secrets.opsPassword,
  };
  const isFirst = (name: string) => firstGroups.some(({ names }) => names.includes(name));
  const first = firstGroups.flatMap(({ title, names }) => [
    heading(title),
    ...names.flatMap((name) => [...commentOf(name, blocks), `${name}=${values[name] ?? ""}`]),
    "",
  ]);
  const containers = [
    heading("Containers"),
    "# Of the PostgreSQL that compose.yaml starts, which reads it from here; letters and digits.",
    `POSTGRES_PASSWORD=${secrets.postgresPassword}`,
    "",
  ];
  const others = sections.flatMap(({ title, blocks }) => {
    const lines = blocks.flatMap((block) => {
      const rest = block.variables.filter(({ name }) => !isFirst(name));
      if (rest.length === 0) return [];
      const comment = isFirst(block.variables[0]?.name ?? "") ? [] : block.comment;
      return [...comment, ...rest.map(({ name, value }) => `#${name}=${value}`)];
    });
    return lines.length === 0 ? [] : [heading(title), ...lines, ""];
  });
  return [...opening, "", ...first, ...containers, ...afterFirst, "", ...others].join("\n");
}

const opening = [
  "# What this installation of Paperboy is set to. Every command reads it in this folder; `paperboy doctor` says what is",
  "# missing. It holds secrets: nobody else may read it, and it belongs into no repository.",
];

const afterFirst = [
  "# All else, with its default: take the # away before what you change.",
  "# ----------------------------------------------------------------------------------------------",
];

function heading(title: string): string {
  return `# --- ${title} `.padEnd(95, "-");
}

type Block = { comment: string[]; variables: { name: string; value: string }[] };
type Section = { title: string; blocks: Block[] };

/** A block is a comment with the variables below it, to the next comment; what stands before the first section is left out. */
function readSections(example: string): Section[] {
  const sections: Section[] = [];
  for (const line of example.split("\n")) {
    const title = /^# --- (.*?) -+$/.exec(line)?.[1];
    if (title !== undefined) sections.push({ title, blocks: [] });
    const blocks = sections.at(-1)?.blocks;
    if (title !== undefined || blocks === undefined) continue;
    const [, name, value = ""] = /^([A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
    const block = blocks.at(-1);
    const isOpen = block?.variables.length === 0;
    if (name !== undefined) {
      if (block) block.variables.push({ name, value });
      else blocks.push({ comment: [], variables: [{ name, value }] });
    } else if (line.startsWith("#")) {
      if (block && isOpen) block.comment.push(line);
      else blocks.push({ comment: [line], variables: [] });
    }
  }
  return sections;
}

/** What stands above a variable, if it is the first below it. */
function commentOf(name: string, blocks: Block[]): string[] {
  return blocks.find(({ variables }) => variables[0]?.name === name)?.comment ?? [];
}
