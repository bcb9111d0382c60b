import { and, eq } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { Detail } from "../editions/model.ts";
import type { CompiledDigest } from "./model.ts";
import { editionTemplates } from "./tables.ts";

/** The compiled template of an edition, or null when it has none for this detail level. */
export async function findTemplate(
  db: Database,
  editionId: string,
  detail: Detail,
): Promise<CompiledDigest | null> {
  const [row] = await db
    .select({ compiled: editionTemplates.compiled })
    .from(editionTemplates)
    .where(and(eq(editionTemplates.editionId, editionId), eq(editionTemplates.detail, detail)));
  return row?.compiled ?? null;
}

/** Lays templates beside their frozen edition. */
export async function insertTemplates(tx: Database, templates: CompiledDigest[]): Promise<void> {
  await tx
    .insert(editionTemplates)
    .values(
      templates.map((compiled) => ({ editionId: compiled.editionId, detail: compiled.detail, compiled })),
    );
}
