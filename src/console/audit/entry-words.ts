import type { AuditEntry } from "./entries-store.ts";

/** Who acted, for people. */
export function actorWords({ actorKind, actorName }: Pick<AuditEntry, "actorKind" | "actorName">): string {
  switch (actorKind) {
    case "operator":
    case "cli":
      return actorName ?? "(no name)";
    case "reader":
      return "a reader";
    case "stranger":
      return "somebody not logged in";
    case "program":
      return "the program";
  }
}

/** One fact of an act: `state: held → sending`. What was not there before is told by its new value alone. */
export type ChangeWords = { name: string; before: string | null; after: string | null };

/** What an act changed, fact by fact; what is nothing before and after is left out. */
export function entryChanges({ before, after }: Pick<AuditEntry, "before" | "after">): ChangeWords[] {
  const [former, later] = [factsOf(before), factsOf(after)];
  const names = [...new Set([...former.keys(), ...later.keys()])];
  return names
    .map((name) => ({ name, before: wordsOf(former.get(name)), after: wordsOf(later.get(name)) }))
    .filter((change) => change.before !== null || change.after !== null);
}

function factsOf(facts: unknown): Map<string, unknown> {
  return new Map(typeof facts === "object" && facts !== null ? Object.entries(facts) : []);
}

/** Null for what was not recorded, or is nothing. */
function wordsOf(fact: unknown): string | null {
  if (fact === undefined || fact === null) return null;
  if (typeof fact === "boolean") return fact ? "yes" : "no";
  if (Array.isArray(fact) && fact.every((one) => typeof one === "string")) return fact.join(", ") || "none";
  return typeof fact === "object" ? JSON.stringify(fact) : String(fact);
}
