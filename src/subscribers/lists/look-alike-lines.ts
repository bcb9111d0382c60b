import { looksLikeDomain } from "../../addresses/look-alikes.ts";
import type { Database } from "../../db/client.ts";
import { countDomains, listPlentifulDomains } from "./plentiful-domains.ts";
import type { RowResult } from "./read-row.ts";

/**
 * Gives a judge of a list's lines, to be asked once for each in order: a line whose domain only looks like a
 * known one is refused with what it looks like, any other stays what it is. It is refused, not imported: the
 * mailbox that the reader has lies elsewhere, and what is mailed there reaches nobody or a stranger. Plentiful
 * are domains of several subscribers and of several lines before.
 */
export async function openLookAlikes(db: Database): Promise<(read: RowResult) => RowResult> {
  const plentiful = await listPlentifulDomains(db);
  const count = countDomains(plentiful);
  return (read) => {
    if (read.kind !== "row") return read;
    count(read.row.emailKey);
    const domain = looksLikeDomain(read.row.emailKey, plentiful);
    if (domain === null) return read;
    const reason = `its domain looks like ${domain}, but some of its letters are of another script: write it anew if ${domain} is meant, or add the address with \`paperboy subscribers add\` if it is right`;
    return { kind: "refused", reason };
  };
}
