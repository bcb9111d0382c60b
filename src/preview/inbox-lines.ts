import type { Context } from "../context.ts";
import { choosePapers } from "../digest/choose-papers.ts";
import type { DigestChoice } from "../digest/compiled-digest.ts";
import { openingOf } from "../digest/digest-props.ts";
import { groupPapers } from "../digest/group-papers.ts";
import type { DraftEdition } from "../publish/draft-edition.ts";
import { type DraftSubscriber, usualSubscriber } from "../publish/draft-mail.ts";
import { type TypicalName, typicalPreferences, typicalPreferencesFor } from "./typical-readers.ts";

/** What the list of an inbox shows of an edition to readers of one kind; null where nothing of it is for them. */
export type InboxLine = { name: TypicalName; mail: { subject: string; preheader: string } | null };

/** Those whose subjects differ. */
export const inboxReaders = [
  "nothing",
  "topics",
  "keywords",
  "names",
  "all",
  "german",
] as const satisfies TypicalName[];

/** What readers of several kinds would see of a draft in their inboxes. No mail of it is rendered. */
export function listInboxLines(ctx: Pick<Context, "config">, draft: DraftEdition): Promise<InboxLine[]> {
  return Promise.all(
    inboxReaders.map(async (name): Promise<InboxLine> => {
      const reader = await typicalReader(draft, name);
      const { facts } = await draft.template("title", reader.language);
      const chosen = choosePapers(draft.edition, reader, undefined, { shortForms: ctx.config.shortForms });
      if (chosen.kind === "none") return { name, mail: null };
      const choice: DigestChoice = groupPapers(chosen.choice, facts);
      return { name, mail: openingOf(facts, choice) };
    }),
  );
}

/** Nobody, with what somebody of a kind would have chosen before a draft. */
export async function typicalReader(
  { edition, template }: DraftEdition,
  name: TypicalName,
): Promise<DraftSubscriber> {
  const { language } = typicalPreferences(name);
  const { facts } = await template("title", language);
  return { ...usualSubscriber(), ...typicalPreferencesFor(name, edition, facts.themes) };
}
