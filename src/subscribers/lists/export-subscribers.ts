import { stringify } from "csv-stringify/sync";
import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { pageSubscribers, type SubscriberFilter } from "../pages-store.ts";
import type { ListedSubscriber } from "../store.ts";
import { formulaSafe } from "./formula-safe.ts";
import { choiceMeanings } from "./meanings.ts";

const pageSize = 1000;

const columns = [
  "email",
  "state",
  "paused_until",
  "suppressed",
  ...choiceMeanings.map((meaning) => meaning.replaceAll("-", "_")),
  "source",
  "created_at",
  "confirmed_at",
  "unsubscribed_at",
];

/**
 * All subscribers that match, in the order of their addresses, as text to write one piece after another: CSV
 * that an import reads back, or one JSON object a line. In CSV a cell that a spreadsheet would run as a
 * formula starts with an apostrophe (OWASP, CSV injection). Recorded before the first of them leaves.
 */
export async function* exportSubscribers(
  ctx: Context,
  input: SubscriberFilter & { format: "csv" | "jsonl" },
): AsyncGenerator<string> {
  const { format, state, cadence, search } = input;
  // What was searched for may be an address.
  const chosen = { format, state, cadence, isSearch: Boolean(search) };
  await recordAct(ctx.db, ctx, { verb: "subscribers.export", after: chosen });
  if (input.format === "csv") yield stringify([columns]);
  let after: string | null = null;
  for (;;) {
    const page: ListedSubscriber[] = await pageSubscribers(ctx.db, ctx.addressKeys, input, {
      after,
      limit: pageSize,
    });
    if (page.length === 0) return;
    yield input.format === "csv" ? stringify(page.map(toCells)) : page.map(toJsonLine).join("");
    after = page.at(-1)?.emailKey ?? null;
  }
}

function toCells(subscriber: ListedSubscriber): string[] {
  return [
    subscriber.email,
    subscriber.state,
    subscriber.pausedUntil ?? "",
    subscriber.suppressed ?? "",
    subscriber.timezone,
    String(subscriber.hour),
    subscriber.cadence,
    subscriber.topics.join("|"),
    subscriber.keywords.join("|"),
    subscriber.authors.join("|"),
    String(subscriber.maxPapers),
    subscriber.detail,
    subscriber.mutedKeywords.join("|"),
    subscriber.mutedAuthors.join("|"),
    String(subscriber.minMatches),
    String(subscriber.wantsLateRisers),
    String(subscriber.wantsRepeats),
    subscriber.organizations.join("|"),
    subscriber.mutedOrganizations.join("|"),
    subscriber.fillUp,
    subscriber.language,
    String(subscriber.wantsAtOnce),
    subscriber.source,
    subscriber.createdAt.toISOString(),
    subscriber.confirmedAt?.toISOString() ?? "",
    subscriber.unsubscribedAt?.toISOString() ?? "",
  ].map(formulaSafe);
}

function toJsonLine({ id: _id, emailKey: _key, addressHash: _hash, ...kept }: ListedSubscriber): string {
  return `${JSON.stringify(kept)}\n`;
}
