import { bareAddress } from "../addresses/bare-address.ts";
import { namedMailbox } from "../addresses/mailbox.ts";
import type { Config } from "../config/env.ts";
import type { MailSender } from "./compiled-digest.ts";
import { unsubscribeAddress } from "./unsubscribe-address.ts";

/**
 * From whom mails are that are made now.
 *
 * @param name what the installation was named; null where that is left to the mailbox that is set.
 */
export function mailSender(
  { from, replyTo, unsubscribeTo }: Config["mail"],
  name: string | null,
): MailSender {
  return {
    from: name === null ? from : namedMailbox(name, bareAddress(from)),
    replyTo,
    unsubscribeTo: unsubscribeAddress({ unsubscribeTo, replyTo }),
  };
}
