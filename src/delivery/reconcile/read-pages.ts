import type { Resend } from "resend";
import type { z } from "zod";
import type { VendorReply } from "../mailers/read-answer.ts";
import { vendorPageOf } from "../provider/vendor-page.ts";
import { type ProviderReader, ReadingEndedError } from "./provider-reader.ts";

const pageSize = 100;

export type ProviderPage<T> = {
  items: T[];
  /** From which item the page after it goes on; null when there is none. */
  next: string | null;
  /** Whether it is the first of the list: the newest items are on it. */
  isFirst: boolean;
};

type Item = { id: string | null };

type ListQuestion = (
  resend: Resend,
  page: { limit: number; after?: string },
  options: { signal: AbortSignal },
) => Promise<VendorReply>;

/**
 * Reads a list of the provider page by page, from behind the item `after` or from its beginning. When the provider
 * knows the item no more behind which it was to go on, it begins once more at the beginning.
 *
 * @throws {ReadingEndedError} as a question does, and when the pages cannot be read or come round again.
 */
export async function* readPages<T extends Item>(
  reader: ProviderReader,
  list: ListQuestion,
  item: z.ZodType<T>,
  after: string | null = null,
): AsyncGenerator<ProviderPage<T>> {
  const schema = vendorPageOf(item);
  const seen = new Set<string | null>();
  let mayRestart = true;
  for (let from = after; ; ) {
    const question = { limit: pageSize, ...(from === null ? {} : { after: from }) };
    const page = await reader.ask((resend, options) => list(resend, question, options), schema);
    if (page === null && from !== null && mayRestart) {
      mayRestart = false;
      seen.clear();
      from = null;
      continue;
    }
    if (page === null) throw new ReadingEndedError("unreadable");
    const last = page.data.findLast(({ id }) => id !== null)?.id ?? null;
    seen.add(from);
    if (page.has_more && seen.has(last)) throw new ReadingEndedError("unreadable");
    yield { items: page.data, next: page.has_more ? last : null, isFirst: from === null };
    if (!page.has_more) return;
    from = last;
  }
}
