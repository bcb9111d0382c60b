import { type Command, Option } from "commander";
import { languages } from "../../words/words.ts";
import { alertKinds } from "../alerts/tables.ts";
import { cadences } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { details } from "../editions/edition.ts";
import { type MailChoice, mailNames, parseMailChoice } from "../preview/mail-choice.ts";
import { typicalNames } from "../preview/typical-readers.ts";
import { shownDateOption } from "./cadence-option.ts";

export type MailOptions = {
  mail?: string;
  date?: string;
  cadence?: string;
  revision?: string;
  detail?: string;
  language?: string;
  as?: string;
  typical?: string;
  alert?: string;
  fresh?: boolean;
};

/** Adds the options that say which mail is meant and whose. */
export function withMailOptions(command: Command): Command {
  return command
    .addOption(new Option("--mail <mail>", "which one").choices(mailNames).default("digest"))
    .addOption(shownDateOption())
    .addOption(
      new Option("--cadence <cadence>", "which edition (default: the reader's own)").choices(cadences),
    )
    .option("--revision <number>", "of an edition that was edited (default: the newest)")
    .addOption(new Option("--detail <level>", "in place of the reader's own").choices(details))
    .addOption(new Option("--language <code>", "in place of the reader's own").choices(languages))
    .option("--as <address>", "as this subscriber would receive it")
    .addOption(
      new Option("--typical <reader>", "as somebody who is made up").choices(typicalNames).conflicts("as"),
    )
    .addOption(new Option("--alert <kind>", "of which alert").choices(alertKinds))
    .option("--fresh", "with the templates of now, also of an edition that was compiled with others");
}

/** What the options mean. @throws {NotFoundError} when nobody subscribes with the address. */
export async function readMailOptions(ctx: Context, options: MailOptions): Promise<MailChoice> {
  const { as, fresh, ...words } = options;
  const given: Record<string, string | undefined> = { ...words, templates: fresh ? "now" : undefined };
  const choice = parseMailChoice((name) => given[name]);
  if (as === undefined) return choice;
  const { requireSubscriberByAddress } = await import("../publish/draft-mail.ts");
  return { ...choice, subscriberId: (await requireSubscriberByAddress(ctx, as)).id };
}
