import { stringify } from "csv-stringify/sync";
import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { formulaSafe } from "../../subscribers/lists/formula-safe.ts";
import { type AuditEntry, type AuditFilter, pageEntries } from "./entries-store.ts";

export const auditFormats = ["csv", "jsonl"] as const;
export type AuditFormat = (typeof auditFormats)[number];

const pageSize = 1_000;
const columns = ["id", "at", "actor", "name", "from", "verb", "subject", "before", "after", "times"];

/**
 * The trail as text to write one piece after another, the latest entry first: CSV, in which no cell is run as a formula,
 * or one JSON object a line. Recorded itself, before the first piece leaves.
 */
export async function* exportEntries(
  ctx: Context,
  { format, ...filter }: AuditFilter & { format: AuditFormat },
): AsyncGenerator<string> {
  await recordAct(ctx.db, ctx, { verb: "audit.export", after: { format, ...filter } });
  if (format === "csv") yield stringify([columns]);
  let before: number | null = null;
  for (;;) {
    const page: AuditEntry[] = await pageEntries(ctx.db, filter, { before, limit: pageSize });
    if (page.length === 0) return;
    yield format === "csv"
      ? stringify(page.map(toCells))
      : page.map((entry) => `${JSON.stringify(toEntryJson(entry))}\n`).join("");
    before = page.at(-1)?.id ?? null;
  }
}

function toCells(entry: AuditEntry): string[] {
  const { id, at, actorKind, actorName, actorFrom, verb, subject, before, after, times } = entry;
  const facts = [before, after].map((one) => (one === null ? "" : JSON.stringify(one)));
  const named = [actorKind, actorName ?? "", actorFrom ?? "", verb, subject ?? ""];
  return [String(id), at.toISOString(), ...named, ...facts, String(times)].map(formulaSafe);
}

/** An entry as programs read it. */
export function toEntryJson(entry: AuditEntry): Record<string, unknown> {
  const { actorKind: kind, actorName: name, actorFrom: from, ...rest } = entry;
  return { ...rest, actor: { kind, name, from } };
}
