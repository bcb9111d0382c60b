import { randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import type { Mail } from "../digest/model.ts";
import type { Cadence, Detail } from "../editions/model.ts";
import { AppError, InvalidInputError, RefusedError } from "../errors.ts";
import { parseAddress } from "../subscribers/address.ts";
import { draftEdition } from "./draft-edition.ts";
import { draftMail, findReader, usualReader } from "./draft-mail.ts";
import { testKind } from "./feedback/our-tags.ts";
import type { MailAnswer } from "./mailers/mailer.ts";
import { acquireSendSlot, noteLimits } from "./send-gate.ts";

/** The provider did not take a test mail. */
export class TestNotSentError extends AppError {
  readonly code = "test_not_sent";
}

export type SendTestInput = {
  cadence: Cadence;
  period: string;
  to: string;
  /** The reader's own unless said. */
  detail?: Detail;
};

export type SentTest = {
  /** The provider's id of the mail. */
  messageId: string;
  subject: string;
  editionId: string;
  /** False when it was made from the current ranking, of which no edition has been published. */
  isFrozen: boolean;
};

/**
 * Sends one digest of a period, marked as a test: of the frozen edition, or of the current ranking without
 * freezing it. A subscriber's address gets what that subscriber would get. It appears in no edition's
 * counts, and its feedback settles no delivery, since it carries no edition's tag.
 *
 * @throws {TestNotSentError} when the provider does not take it.
 * @throws {RefusedError} when requests wait (a quota, a refused key), or there are no papers.
 */
export async function sendTest(ctx: Context, input: SendTestInput): Promise<SentTest> {
  const parsed = parseAddress(input.to);
  if (parsed.kind === "refused") throw new InvalidInputError(`The address is not usable: ${parsed.reason}.`);
  const { email } = parsed.address;
  const draft = await draftEdition(ctx, input);
  const subscriber = await findReader(ctx, email);
  const reader = subscriber ?? usualReader(email);
  const drafted = await draftMail(ctx, draft, { ...reader, email }, input.detail);
  if (drafted.kind === "none") {
    throw new RefusedError(`Nothing would be mailed to this reader: ${drafted.reason}.`);
  }
  const mail = markTest(drafted.mail, subscriber?.id ?? null);
  const messageId = await send(ctx, mail);
  ctx.log.info({ editionId: draft.edition.id, providerId: messageId }, "test sent");
  return { messageId, subject: mail.subject, editionId: draft.edition.id, isFrozen: draft.isFrozen };
}

/** A digest as a test of it: told apart by its subject, and tied to no delivery; a subscriber's says whose it is. */
export function markTest(mail: Mail, subscriberId: string | null): Mail {
  const ofSubscriber = subscriberId === null ? [] : [{ name: "subscriber", value: subscriberId }];
  return {
    ...mail,
    subject: `[Test] ${mail.subject}`,
    tags: [{ name: "kind", value: testKind }, ...ofSubscriber],
  };
}

async function send(ctx: Context, mail: Mail): Promise<string> {
  const slot = await acquireSendSlot(ctx, "notice");
  if (slot.kind === "blocked") {
    throw new RefusedError(`Requests wait until ${slot.until.toISOString()}: ${slot.reason}.`);
  }
  const { answer, limits } = await ctx.mailer.send({
    mails: [mail],
    idempotencyKey: `paperboy-test-${randomUUID()}`,
  });
  await noteLimits(ctx, limits);
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
      return `nobody knows whether it was accepted (${answer.reason})`;
    case "answered":
    case "concurrent":
      return "the provider's answer says nothing of it";
    default:
      return answer.reason;
  }
}
