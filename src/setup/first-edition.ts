import type { Context } from "../context.ts";
import { createResendMailer } from "../delivery/mailers/resend.ts";
import { usualChoice } from "../preview/mail-choice.ts";
import { type SentTest, sendTest } from "../preview/send-test.ts";
import type { SetupAnswers } from "./answers.ts";

/**
 * Mails the newest list of papers to the operator, as the installation will mail it once it is set up: with the new key
 * and sender, marked as a test. Nothing is published by it, and no reader gets anything.
 *
 * @throws what `sendTest` throws.
 */
export async function sendFirstTest(
  ctx: Context,
  answers: Required<Pick<SetupAnswers, "from" | "postalAddress" | "opsEmail" | "publicUrl">>,
  apiKey: string,
): Promise<SentTest> {
  const { mail, site } = ctx.config;
  const resend = { ...mail.resend, apiKey };
  const config = {
    ...ctx.config,
    site: { ...site, publicUrl: answers.publicUrl },
    mail: {
      ...mail,
      transport: "resend" as const,
      from: answers.from,
      replyTo: null,
      postalAddress: answers.postalAddress,
      resend,
    },
  };
  const choice = { ...usualChoice, cadence: "daily" as const };
  return sendTest({ ...ctx, config, mailer: createResendMailer(resend) }, { to: answers.opsEmail, choice });
}
