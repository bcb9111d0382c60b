import type { z } from "zod";
import type { ReadAnswer } from "../mailers/read-answer.ts";
import { type VendorPage, vendorPageOf } from "./vendor-page.ts";

/** The most that one page holds. */
const pageSize = 100;

/** More than any account has domains or webhooks; pages that come round again would never end. */
const mostPages = 50;

/**
 * Reads a list of the provider page by page to its end (https://resend.com/docs/api-reference/pagination).
 *
 * @param ask asks for one page. An answer that is none ends the reading, and is what it comes to.
 * @param path of the list, such as `/domains`.
 */
export async function readVendorList<T extends { id: string }>(
  ask: (path: string, schema: z.ZodType<VendorPage<T>>) => Promise<ReadAnswer<VendorPage<T>>>,
  path: string,
  item: z.ZodType<T>,
): Promise<ReadAnswer<T[]>> {
  const schema = vendorPageOf(item);
  const found: T[] = [];
  for (let pages = 0; pages < mostPages; pages += 1) {
    const last = found.at(-1)?.id;
    const after = last === undefined ? "" : `&after=${encodeURIComponent(last)}`;
    const answer = await ask(`${path}?limit=${pageSize}${after}`, schema);
    if (answer.kind !== "read") return answer;
    const { data, has_more: hasMore } = answer.value;
    found.push(...data);
    if (!hasMore) return { kind: "read", value: found };
    if (data.length === 0) break;
  }
  return { kind: "unreadable" };
}
