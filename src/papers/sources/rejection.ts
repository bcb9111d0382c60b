import type { z } from "zod";
import type { UnreadItem } from "./json-list.ts";
import type { RejectedItem, SourceName, SourcePaper } from "./paper-source.ts";
import { cleanArxivId } from "./paper-text.ts";

/** Why an item could not be read, in words that name the fields. */
export function firstProblem(error: z.ZodError): string {
  const reasons = error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")} ${lowerFirst(message)}` : `the item ${lowerFirst(message)}`,
  );
  return [...new Set(reasons)].join("; ").slice(0, 500);
}

/** Of the text of an item that no parser saw: enough to see what it is. */
const keptOfUnread = 2000;

/** The rejection of an item that was left unread; its name is looked for in its text. */
export function rejectUnread(source: SourceName, { text, reason }: UnreadItem, index: number): RejectedItem {
  const names = [...text.slice(0, searchedForName).matchAll(namePattern)].slice(0, 20);
  const ids = names.map(([, inJson, inXml]) => inJson ?? inXml ?? "");
  const id = ids.find((one) => cleanArxivId(one.replace(/^.{0,100}[/:]/, "")) !== null) ?? ids[0] ?? null;
  return { source, id: itemName(id, index), reason, payload: text.slice(0, keptOfUnread) };
}

const searchedForName = 200_000;
const namePattern = /"id"\s{0,9}:\s{0,9}"([^"\\]{1,200})"|<(?:id|guid)(?:\s[^<>]{0,200})?>([^<]{1,200})</g;

/** The one rejection that stands for all items after the most that are read of a list. */
export function rejectRest(source: SourceName, read: number, left: number): RejectedItem[] {
  if (left === 0) return [];
  const reason = `the list goes on for ${left} more items: ${read} are read`;
  return [{ source, id: itemName(null, read), reason, payload: null }];
}

/** How a rejected item is called: by its own identifier, or `#N` for the N-th (from 0) when it has none. */
export function itemName(id: string | null, index: number): string {
  const clean = (id ?? "")
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, "")
    .trim()
    .slice(0, 100);
  return clean === "" ? `#${index}` : clean;
}

/** Each identifier once: the first with its data and place, and with the most upvotes that were given for it. */
export function firstOfEach(papers: SourcePaper[]): SourcePaper[] {
  const byId = new Map<string, SourcePaper>();
  for (const paper of papers) {
    const first = byId.get(paper.id);
    if (!first) byId.set(paper.id, paper);
    else if ((paper.signal?.upvotes ?? 0) > (first.signal?.upvotes ?? 0)) {
      const position = first.signal?.position ?? paper.signal?.position ?? null;
      byId.set(paper.id, { ...first, signal: paper.signal && { ...paper.signal, position } });
    }
  }
  return [...byId.values()];
}

const lowerFirst = (text: string) =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
