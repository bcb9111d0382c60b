import { randomUUID } from "node:crypto";
import { parseAddress } from "../addresses/address.ts";
import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { requestBody } from "../delivery/mailers/body.ts";
import type { MailAnswer } from "../delivery/mailers/mailer.ts";
import { testKind } from "../delivery/mailers/our-tags.ts";
import { noteReply } from "../delivery/provider/note-reply.ts";
import { acquireSendSlot } from "../delivery/provider/send-gate.ts";
import { troubleWords } from "../delivery/trouble-words.ts";
import type { Mail } from "../digest/compiled-digest.ts";
import { AppError, InvalidInputError, RefusedError } from "../errors.ts";
import { findSubscriberByAddress } from "../publish/draft-mail.ts";
import { findSuppression } from "../subscribers/suppressions/store.ts";
import { draftChoice } from "./draft-choice.ts";
import type { MailChoice } from "./mail-choice.ts";
import { noMailWords } from "./no-mail-words.ts";

/** The provider did not take a test mail. */
class TestNotSentError extends AppError {
  readonly code = "test_not_sent";
}

export type SendTestInput = {
  to: string;
  choice: MailChoice;
  /** The recipient's own mail, whomever the choice names: that of a typical reader when they do not subscribe. */
  isRecipients?: boolean;
  /** The fingerprint of the mail that was looked at: another is not sent in its place. */
  seen?: string;
};

export type SentTest = {
  /** The provider's id of the mail. */
  messageId: string;
  subject: string;
  /** Null for a single mail. */
  editionId: string | null;
  /** False when it was made from the current ranking, of which no edition has been published. */
  isFrozen: boolean;
};

/**
 * Sends one mail, marked as a test: a digest of the frozen edition, or of the current ranking without freezing it, or a
 * single mail that nobody caused. Sent to anybody but the reader whose mail it is, its links lead nowhere, so that nobody
 * unsubscribes them by it. It appears in no edition's counts, and its feedback settles no delivery, since it carries no
 * edition's tag.
 *
 * @throws {TestNotSentError} when the provider does not take it.
 * @throws {RefusedError} when requests wait (a quota, a refused key), the recipient is suppressed, there are no papers,
 * or the mail is not any more what was looked at.
 */
export async function sendTest(ctx: Context, input: SendTestInput): Promise<SentTest> {
  const parsed = parseAddress(input.to);
  if (parsed.kind === "refused") throw new InvalidInputError(`The address is not usable: ${parsed.reason}.`);
  const { email, emailKey, addressHash } = parsed.address;
  const suppression = await findSuppression(ctx.db, ctx.addressKeys, addressHash);
  if (suppression)
    throw new RefusedError(`The address is suppressed (${suppression.reason}): name another for the test.`);
  const isRecipients = input.isRecipients ?? false;
  const subscriberId = isRecipients
    ? ((await findSubscriberByAddress(ctx, email))?.id ?? null)
    : input.choice.subscriberId;
  const recipient = { email: isRecipients ? email : null, emailKey };
  const drafted = await draftChoice(ctx, { ...input.choice, subscriberId }, recipient);
  if (drafted.kind === "none") {
    throw new RefusedError(`Nothing would be mailed to this reader: ${noMailWords(drafted.reason)}.`);
  }
  if (input.seen !== undefined && input.seen !== drafted.fingerprint) {
    throw new RefusedError("The mail has changed since you looked at it: look again, then send it.");
  }
  const mail = { ...markTest(drafted.mail, subscriberId), to: email };
  const messageId = await send(ctx, mail);
  const editionId = drafted.edition?.id ?? null;
  await recordAct(ctx.db, ctx, {
    verb: "test.send",
    subject: editionId ?? input.choice.mail,
    after: { mail: input.choice.mail, mailOf: subscriberId, providerId: messageId },
  });
  ctx.log.info({ editionId, mail: input.choice.mail, providerId: messageId }, "test sent");
  return { messageId, subject: mail.subject, editionId, isFrozen: drafted.isFrozen };
}

/** A mail as a test of it: told apart by its subject, and tied to no delivery; a subscriber's says whose it is. */
function markTest(mail: Mail, subscriberId: string | null): Mail {
  const ofSubscriber = subscriberId === null ? [] : [{ name: "subscriber", value: subscriberId }];
  return {
    ...mail,
    subject: `[Test] ${mail.subject}`,
    tags: [{ name: "kind", value: testKind }, ...ofSubscriber],
  };
}

async function send(ctx: Context, mail: Mail): Promise<string> {
  const slot = await acquireSendSlot(ctx, "notice");
  if (slot.kind === "stopped") throw new TestNotSentError("The test was not sent: this process stops.");
  if (slot.kind === "blocked") {
    throw new RefusedError(
      `Requests wait until ${slot.until.toISOString()}: ${troubleWords(slot.trouble.code, slot.trouble.words)}.`,
    );
  }
  const reply = await ctx.mailer.send({
    body: requestBody([mail]),
    idempotencyKey: `paperboy-test-${randomUUID()}`,
  });
  await noteReply(ctx, "place" in slot ? slot.place : null, reply);
  const { answer } = reply;
  const [result] = answer.kind === "answered" ? answer.results : [];
  if (result?.kind === "accepted") return result.id;
  throw new TestNotSentError(`The test was not sent: ${result?.reason ?? reasonOf(answer)}.`);
}

function reasonOf(answer: MailAnswer): string {
  switch (answer.kind) {
    case "limited":
      return "the provider's rate limit is reached; try again in some seconds";
    case "quota":
      return `the quota of the ${answer.period} is used up`;
    case "unknown":
      return `nobody knows whether it was accepted (${answer.reason ?? troubleWords("unreadable", null)})`;
    case "answered":
    case "incomplete":
    case "key-reused":
    case "concurrent":
      return "the provider's answer says nothing of it";
    default:
      return answer.reason;
  }
}
