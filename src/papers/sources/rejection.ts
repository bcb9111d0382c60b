import type { z } from "zod";
import type { SourcePaper } from "./source.ts";

/** Why an item could not be read, in words that name the fields. */
export function reasonOf(error: z.ZodError): string {
  const reasons = error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")} ${lowerFirst(message)}` : `the item ${lowerFirst(message)}`,
  );
  return [...new Set(reasons)].join("; ").slice(0, 500);
}

/** How a rejected item is called: by its own identifier, or `#N` for the N-th (from 0) when it has none. */
export function itemName(id: string | null, index: number): string {
  const clean = (id ?? "")
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, "")
    .trim()
    .slice(0, 100);
  return clean === "" ? `#${index}` : clean;
}

/** Each identifier once: the first with its data, and with the most upvotes that were given for it. */
export function firstOfEach(papers: SourcePaper[]): SourcePaper[] {
  const byId = new Map<string, SourcePaper>();
  for (const paper of papers) {
    const first = byId.get(paper.id);
    if (!first) byId.set(paper.id, paper);
    else if ((paper.signal?.upvotes ?? 0) > (first.signal?.upvotes ?? 0)) {
      byId.set(paper.id, { ...first, signal: paper.signal });
    }
  }
  return [...byId.values()];
}

const lowerFirst = (text: string) =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
