import { parseAddress } from "../addresses/address.ts";
import type { Context } from "../context.ts";
import { InvalidInputError, RefusedError } from "../errors.ts";
import { findSubscriberByKey } from "../subscribers/store.ts";

/** Whoever mails more than these wants a site at which readers can leave. */
const mostOwn = 10;

/**
 * The subscribers with these addresses, which are the operator's own.
 *
 * @returns their ids.
 * @throws {InvalidInputError} for an address that is none, or too many.
 * @throws {RefusedError} for one that does not subscribe.
 */
export async function findOwnReaders({ db }: Pick<Context, "db">, addresses: string[]): Promise<string[]> {
  if (addresses.length > mostOwn)
    throw new InvalidInputError(`--to takes ${mostOwn} addresses of your own at the most.`);
  const ids = new Set<string>();
  for (const [index, text] of addresses.entries()) {
    const parsed = parseAddress(text);
    if (parsed.kind === "refused")
      throw new InvalidInputError(`Address ${index + 1} of --to is not usable: ${parsed.reason}.`);
    const subscriber = await findSubscriberByKey(db, parsed.address.emailKey);
    if (subscriber?.state !== "active")
      throw new RefusedError(
        `Address ${index + 1} of --to is no active subscriber: add it by \`paperboy subscribers add\`, or send it a test by \`paperboy send-test\`.`,
      );
    ids.add(subscriber.id);
  }
  return [...ids];
}
