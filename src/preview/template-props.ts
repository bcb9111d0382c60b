import type { RealDigest } from "../../emails/components/real-digest.ts";
import type { Context } from "../context.ts";
import { mailSite } from "../delivery/plan/plan-deliveries.ts";
import { fitDigest } from "../digest/assemble.ts";
import { choosePapers } from "../digest/choose-papers.ts";
import { sharedProps } from "../digest/digest-props.ts";
import { groupPapers } from "../digest/group-papers.ts";
import { readerLines } from "../digest/reader-lines.ts";
import { readerProps } from "../digest/reader-props.ts";
import { nothingSeen } from "../digest/seen-papers.ts";
import { editionCadence } from "../editions/readers-of.ts";
import { RefusedError } from "../errors.ts";
import { draftEdition } from "../publish/draft-edition.ts";
import { subscriberSlots, usualSubscriber } from "../publish/draft-mail.ts";
import { shownPeriod } from "../ranking/default-period.ts";
import type { MailChoice } from "./mail-choice.ts";
import { noMailWords } from "./no-mail-words.ts";
import { typicalPreferences, typicalPreferencesFor } from "./typical-readers.ts";

/**
 * What the template of a digest gets for a typical reader: the choice's edition, with the words and looks of now.
 *
 * @throws {RefusedError} when there are no papers, or none for this reader.
 */
export async function templateProps(ctx: Context, choice: MailChoice): Promise<RealDigest> {
  const usual = typicalPreferences(choice.typical);
  const cadence = choice.cadence ?? editionCadence[usual.cadence];
  const period = await shownPeriod(ctx.db, { cadence, date: choice.date }, ctx.clock.now());
  const { edition, template } = await draftEdition(ctx, { cadence, period, isFresh: true });
  const detail = choice.detail ?? usual.detail;
  const language = choice.language ?? usual.language;
  const compiled = await template(detail, language);
  const preferences = {
    ...typicalPreferencesFor(choice.typical, edition, compiled.facts.themes),
    detail,
    language,
  };
  const { shortForms } = ctx.config;
  const chosen = choosePapers(edition, preferences, nothingSeen, { shortForms });
  if (chosen.kind === "none")
    throw new RefusedError(`Nothing would be mailed to this reader: ${noMailWords(chosen.reason)}.`);
  const grouped = groupPapers(chosen.choice, compiled.facts);
  const fitted = fitDigest(compiled, subscriberSlots(ctx, usualSubscriber(), edition.id, grouped));
  const shared = sharedProps(ctx.settings.current().wordsIn(language), edition, detail, mailSite(ctx));
  const { words: _, ...props } = readerProps(
    readerLines(compiled.facts),
    shared,
    fitted.choice,
    fitted.values,
  );
  return { cadence, language, props };
}
