/** Nothing that an event says lies deeper; PostgreSQL's own limit is some thousands, JSON's none. */
const deepest = 32;

/**
 * A value as `JSON.parse` gives it, made such that PostgreSQL keeps it as jsonb: NUL is dropped from texts and
 * names, halves of a surrogate pair become U+FFFD, what lies deeper than 32 levels becomes null, and a member
 * named `__proto__` is left out. Where two names become the same, the one that needed no change stays.
 */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanJsonText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepest) return null;
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1));
  const members = Object.entries(value).map(
    ([name, member]) => [cleanJsonText(name), cleanJson(member, depth + 1), name] as const,
  );
  const changedFirst = members.toSorted(
    ([a, , was], [b, , wasToo]) => Number(a === was) - Number(b === wasToo),
  );
  return Object.fromEntries(
    changedFirst.filter(([name]) => name !== "__proto__").map(([name, member]) => [name, member]),
  );
}

function cleanJsonText(text: string): string {
  return text.replaceAll("\0", "").replaceAll(/\p{Surrogate}/gu, "\ufffd");
}
