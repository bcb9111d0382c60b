import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { AcceptedMail } from "./resend-mailbox.ts";
import { bareAddressOf } from "./resend-validate.ts";
import { type MailEvent, makeEvent, postEvent } from "./resend-webhooks.ts";

export type WebhookSenderOptions = {
  url: string;
  /** `whsec_` and base64. */
  secret: string;
  /** What becomes of a mail; by default its address decides, as `usualFate` says. */
  eventsFor?: (mail: AcceptedMail) => MailEvent[];
  /** Posts that run at once; default 8. */
  concurrency?: number;
  /** Wait before an event that was not answered with 2xx is posted again, five times at most; default 1000. */
  retryMs?: number;
};

/** Posts signed events of accepted mails to a receiver, as the vendor does: in no promised order, at least once. */
export class WebhookSender {
  /** Events answered with 2xx, and those given up. */
  readonly counts = { delivered: 0, givenUp: 0 };
  #waiting: MailEvent[] = [];
  #running = 0;
  #whenIdle: (() => void)[] = [];

  constructor(private readonly options: WebhookSenderOptions) {}

  push(mails: AcceptedMail[]): void {
    this.#waiting.push(...mails.flatMap(this.options.eventsFor ?? usualFate));
    this.#pump();
  }

  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #pump(): void {
    while (this.#running < (this.options.concurrency ?? 8)) {
      const event = this.#waiting.shift();
      if (!event) break;
      this.#running += 1;
      void this.#deliver(event).finally(() => {
        this.#running -= 1;
        this.#pump();
      });
    }
    if (this.#running === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  async #deliver(event: MailEvent): Promise<void> {
    const id = `msg_${randomUUID().replaceAll("-", "")}`;
    for (let attempt = 0; attempt < 6; attempt += 1) {
      if (attempt > 0) await delay(this.options.retryMs ?? 1000);
      const answer = await postEvent(this.options.url, this.options.secret, event, { id }).catch(() => null);
      await answer?.arrayBuffer().catch(() => null);
      if (answer?.ok) {
        this.counts.delivered += 1;
        return;
      }
    }
    this.counts.givenUp += 1;
  }
}

/**
 * `bounce...@` bounces for good, `soft...@` for now, `complain...@` is delivered and complains, `slow...@` is
 * delayed and then delivered; all others are delivered.
 */
function usualFate(mail: AcceptedMail): MailEvent[] {
  const address = bareAddressOf(mail.to[0] ?? "") ?? "";
  const sent = makeEvent("email.sent", mail);
  const delivered = makeEvent("email.delivered", mail);
  if (address.startsWith("bounce")) return [sent, makeEvent("email.bounced", mail)];
  if (address.startsWith("soft")) {
    return [
      sent,
      makeEvent("email.bounced", mail, { data: { bounce: { type: "Transient", subType: "MailboxFull" } } }),
    ];
  }
  if (address.startsWith("complain")) return [sent, delivered, makeEvent("email.complained", mail)];
  if (address.startsWith("slow")) return [sent, makeEvent("email.delivery_delayed", mail), delivered];
  return [sent, delivered];
}
