import { knownFallbacks } from "./known-fallbacks.ts";

/** Something that a mail uses and some clients lack, by the tables of caniemail.com. */
export type ClientGap = {
  /** As its page is titled: `@media`, `<style> element`. */
  feature: string;
  url: string | null;
  /** Clients by their names as the tables have them (`Gmail, Android`), that do not support it or only in part. */
  lacking: string[];
  partly: string[];
  /** What a reader of such a client sees in its place; null where nothing is planned for. */
  fallback: string | null;
};

export type ClientGaps = {
  gaps: ClientGap[];
  /** When the tables were last changed, `YYYY-MM-DD`. */
  asOf: string;
};

/** Those of many readers of papers: families of the tables, with all their platforms. */
const clients = [
  "gmail.*",
  "outlook.*",
  "apple-mail.*",
  "yahoo.*",
  "protonmail.*",
  "thunderbird.*",
  "samsung-email.*",
] as const;

/**
 * What main clients lack of what a mail uses. Those gaps stand first that some client has wholly, and of these those
 * for which no fallback is planned.
 *
 * @throws {Error} for a style sheet that cannot be read, or a feature that the tables do not know of every client.
 */
export async function findClientGaps(html: string): Promise<ClientGaps> {
  // Loaded when a mail is looked over: the tables are large, and nothing that sends needs them.
  const { caniemail, rawData } = await import("caniemail");
  const { issues } = caniemail({ clients: [...clients], html });
  const names = namesIn(rawData);
  const gaps = new Map<string, ClientGap>();
  const note = (found: typeof issues.errors, as: "lacking" | "partly") => {
    for (const [client, lacks] of found) {
      const name = clientName(client, names);
      for (const { title } of lacks) {
        const gap = gaps.get(title) ?? newGap(title, urlOf(title));
        if (!gap[as].includes(name)) gap[as].push(name);
        gaps.set(title, gap);
      }
    }
  };
  const urls = new Map(rawData.data.map(({ title, url }) => [title, url]));
  const urlOf = (title: string) => urls.get(title) ?? null;
  note(issues.errors, "lacking");
  note(issues.warnings, "partly");
  const weight = ({ fallback, lacking }: ClientGap) =>
    (lacking.length > 0 ? 2 : 0) + (fallback === null ? 1 : 0);
  return {
    gaps: [...gaps.values()].toSorted((one, other) => weight(other) - weight(one)),
    asOf: rawData.last_update_date.slice(0, 10),
  };
}

function newGap(feature: string, url: string | null): ClientGap {
  const fallback = Object.hasOwn(knownFallbacks, feature) ? (knownFallbacks[feature] ?? null) : null;
  return { feature, url, lacking: [], partly: [], fallback };
}

/** The package's type spells the field otherwise than its file does. */
function namesIn(data: object): Names {
  return (data as { nicenames: Names }).nicenames;
}

type Names = { family: Record<string, string>; platform: Record<string, string> };

function clientName(client: string, { family, platform }: Names): string {
  const [one = "", other = ""] = client.split(".");
  return `${family[one] ?? one}, ${platform[other] ?? other}`;
}
