import { z } from "zod";
import { addressList, type ReceivedMail } from "../../mailers/find-received-mail.ts";
import { tokenInSubject } from "./leaving-mail.ts";

/** The type of the event that tells of a mail that came in (https://resend.com/docs/webhooks/emails/received). */
export const receivedType = "email.received";

const told = z.object({
  data: z.object({
    from: z.string().max(1_000).catch(""),
    to: addressList,
    subject: z.string().catch(""),
  }),
});

/** What is kept of such an event until it was heard: whom it is from and to, and a token; nothing else of its text. */
export function keptReceived(event: { type: string; data: Record<string, unknown> }) {
  const { from, to, subject } = told.safeParse(event).data?.data ?? nothing;
  return { type: event.type, data: { from, to, subject: tokenInSubject(subject) ?? "" } };
}

const nothing = { from: "", to: [], subject: "" };

/** The mail as far as a kept event tells of it. */
export function mailOfEvent(payload: unknown): ReceivedMail {
  const { from, to, subject } = told.safeParse(payload).data?.data ?? nothing;
  return { from, to, subject, headers: null, text: null, html: null };
}
