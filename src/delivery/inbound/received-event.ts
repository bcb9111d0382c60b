import { z } from "zod";
import type { ReceivedMail } from "../mailers/find-received-mail.ts";

/** The type of the event that tells of a mail that came in (https://resend.com/docs/webhooks/emails/received). */
export const receivedType = "email.received";

const told = z.object({
  data: z.object({
    from: z.string().max(1_000).catch(""),
    to: z.array(z.string().max(1_000)).max(100).catch([]),
    subject: z.string().catch(""),
  }),
});

/** A token, or what looks like one; see leaving-mail.ts. */
const tokenInSubject = /(?<![\w-])[\w-]{50}(?![\w-])/;

/** What is kept of such an event until it was heard: whom it is from and to, and a token; nothing else of its text. */
export function keptReceived(event: { type: string; data: Record<string, unknown> }) {
  const { from, to, subject } = told.safeParse(event).data?.data ?? nothing;
  return { type: event.type, data: { from, to, subject: tokenInSubject.exec(subject)?.[0] ?? "" } };
}

const nothing = { from: "", to: [], subject: "" };

/** The mail as far as a kept event tells of it; null for one whose subject held no token, since nothing more is known. */
export function mailOfEvent(payload: unknown): ReceivedMail | null {
  const { from, to, subject } = told.safeParse(payload).data?.data ?? nothing;
  return subject === "" ? null : { from, to, subject, headers: {}, text: null, html: null };
}
