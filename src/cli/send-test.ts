import { type MailOptions, readMailOptions, withMailOptions } from "./mail-options.ts";
import { command, withContext } from "./program.ts";

export const sendTestCommand = () =>
  withMailOptions(
    command(
      "send-test",
      "send one mail, marked as a test and not counted; the digest of who receives it unless said",
      "send-test --date 2026-06-18 --to me@example.com",
    ).requiredOption("--to <address>", "who receives it"),
  ).action((options: MailOptions & { to: string; json?: boolean }) =>
    withContext(options, async ({ ctx, out }) => {
      const { sendTest } = await import("../preview/send-test.ts");
      const { to, as, typical } = options;
      const choice = await readMailOptions(ctx, options);
      const isRecipients = as === undefined && typical === undefined;
      const sent = await sendTest(ctx, { to, choice, isRecipients });
      out.json(sent);
      out.line(`A test of ${sent.editionId ?? `the mail ${choice.mail}`} is on its way to ${to}.`);
    }),
  );
