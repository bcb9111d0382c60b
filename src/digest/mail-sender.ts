import type { Config } from "../config/env.ts";
import type { MailSender } from "./compiled-digest.ts";
import { unsubscribeAddress } from "./unsubscribe-address.ts";

/** From whom mails are that are made now. */
export function mailSender({ from, replyTo, unsubscribeTo }: Config["mail"]): MailSender {
  return { from, replyTo, unsubscribeTo: unsubscribeAddress({ unsubscribeTo, replyTo }) };
}
