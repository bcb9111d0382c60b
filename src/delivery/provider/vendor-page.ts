import { z } from "zod";

export type VendorPage<T> = { has_more: boolean; data: T[] };

/**
 * A page of one of the provider's lists, the newest item first (https://resend.com/docs/api-reference/pagination).
 * Each item is read by itself: one that cannot be read is left out and takes no other with it.
 */
export function vendorPageOf<T>(item: z.ZodType<T>): z.ZodType<VendorPage<T>> {
  return z.object({
    has_more: z.boolean().catch(false).default(false),
    data: z.array(z.unknown()).transform((items): T[] =>
      items.flatMap((one) => {
        const read = item.safeParse(one);
        return read.success ? [read.data] : [];
      }),
    ),
  });
}
