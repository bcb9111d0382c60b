import { withoutAddresses } from "../telemetry/without-addresses.ts";

/** What was before an act, or is after it, as JSON. */
export type ActFacts = { readonly [name: string]: ActFact };

type ActFact = string | number | boolean | null | undefined | Date | readonly ActFact[] | ActFacts;

const longestText = 2_000;
const mostItems = 200;
/** Nothing that is recorded nests deeper. */
const deepest = 8;
const longestFacts = 30_000;

/**
 * What is kept of an act's facts. Operators write freely, so addresses are taken out of every text, texts and lists
 * are cut, and characters go that PostgreSQL's JSON cannot hold. Facts that are too long in sum say only that.
 */
export function keptFacts(facts: ActFacts | undefined): Record<string, unknown> | null {
  if (facts === undefined) return null;
  const kept = keptObject(facts, deepest);
  return JSON.stringify(kept).length <= longestFacts ? kept : { isTooLong: true };
}

function keptObject(facts: ActFacts, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, fact]) => fact !== undefined)
      .slice(0, mostItems)
      .map(([name, fact]) => [auditText(name), keptFact(fact, depth - 1)]),
  );
}

function keptFact(fact: ActFact, depth: number): unknown {
  if (typeof fact === "string") return auditText(fact);
  if (fact === null || typeof fact !== "object") return fact;
  if (fact instanceof Date) return fact.toISOString();
  if (depth <= 0) return "…";
  if (isList(fact)) return fact.slice(0, mostItems).map((one) => keptFact(one, depth - 1));
  return keptObject(fact, depth);
}

/** `Array.isArray` does not narrow a list that is read only. */
function isList(fact: readonly ActFact[] | ActFacts): fact is readonly ActFact[] {
  return Array.isArray(fact);
}

/** A text as the trail keeps it. */
export function auditText(text: string): string {
  const clean = withoutAddresses(text.replaceAll("\0", "").replaceAll(/\p{Surrogate}/gu, "\ufffd"));
  if (clean.length <= longestText) return clean;
  return `${clean.slice(0, longestText).replace(/[\ud800-\udbff]$/, "")}…`;
}
