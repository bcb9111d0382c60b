import { z } from "zod";
import { noticeKinds } from "../../notices/tables.ts";

/** Tags as an event has them (a record) or as the provider's list has them; what is no text is left out. */
export const tagsSchema = z.union([
  z
    .array(z.object({ name: z.string(), value: z.string() }))
    .transform((tags) => Object.fromEntries(tags.map(({ name, value }) => [name, value]))),
  z
    .record(z.string(), z.unknown())
    .transform((tags) =>
      Object.fromEntries(
        Object.entries(tags).flatMap(([name, value]) => (isText(value) ? [[name, value]] : [])),
      ),
    ),
]);

const isText = (value: unknown): value is string => typeof value === "string";

export type Tags = Record<string, string>;

/** The tag by which a test of a digest is told. */
export const testKind = "test";

const singleMailKinds = new Set<string>([...noticeKinds, testKind]);

/** Whether tags are those of a confirmation, an alert, a test or another single mail of this program. */
export function isSingleMail(tags: Tags): boolean {
  return singleMailKinds.has(tags.kind ?? "");
}

const uuid = z.uuid();

/** Whether tags are of a mail that this program sent: each of them names its subscriber or its kind. */
export function areOurTags(tags: Tags): boolean {
  return isSingleMail(tags) || uuid.safeParse(tags.subscriber).success;
}

/**
 * What an index of PostgreSQL holds is shorter than a third of its page; a longer name is nobody's. Nor is
 * one with an `@`: it may hold an address, which an erasure would not find in it.
 */
export const providersName = z
  .string()
  .regex(/^[^@]*$/)
  .min(1)
  .max(200);

/** The delivery that tags name, as far as they do. */
export function deliveryIn({ edition, subscriber }: Tags): {
  editionId: string | null;
  subscriberId: string | null;
} {
  return {
    editionId: providersName.safeParse(edition).data ?? null,
    subscriberId: uuid.safeParse(subscriber).data ?? null,
  };
}
