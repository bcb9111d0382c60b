import type { Context } from "../context.ts";
import type { Mail } from "../digest/compiled-digest.ts";
import { noteLinks, parseNote } from "../digest/parse-note.ts";
import type { Edition } from "../editions/edition.ts";
import { findEditionRowBefore } from "../editions/store.ts";
import { type ClientGaps, findClientGaps } from "./client-gaps.ts";
import { type ChosenDraft, draftChoice } from "./draft-choice.ts";
import { type InboxRow, inboxRow } from "./inbox-row.ts";
import { inspectMail, type MailInspection } from "./inspect-mail.ts";
import { listLinks, type MailLink } from "./list-links.ts";
import type { MailChoice } from "./mail-choice.ts";

/** What is said of a mail beside what it shows. */
type MailReport = {
  row: InboxRow;
  inspection: MailInspection;
  links: MailLink[];
  /** Null when the tables cannot judge the mail. */
  clients: ClientGaps | null;
};

/** The same mail of the edition before. */
export type PreviewBefore = { choice: MailChoice; draft: ChosenDraft };

export type Preview = (ChosenDraft & { kind: "none" }) | (ChosenDraft & { kind: "mail" } & MailReport);

/**
 * The mail that is chosen, as it would go out, with what is to be said against it. A digest comes from the frozen
 * edition, or from the ranking of now where there is none. Its links lead nowhere. Writes and sends nothing.
 *
 * @throws {InvalidInputError} for a malformed date, {NotFoundError} for an unknown reader, {RefusedError}
 * when there are no papers.
 */
export async function previewMail(ctx: Context, choice: MailChoice): Promise<Preview> {
  const draft = await draftChoice(ctx, choice);
  return draft.kind === "none" ? draft : { ...draft, ...(await reportOn(ctx, draft.mail, draft.edition)) };
}

/**
 * The same mail of the edition before, to be looked at beside it; null where there is none, and for single mails.
 *
 * @param edition of the mail.
 */
export async function previewBefore(
  ctx: Context,
  choice: MailChoice,
  { cadence, period }: Pick<Edition, "cadence" | "period">,
): Promise<PreviewBefore | null> {
  const before = await findEditionRowBefore(ctx.db, cadence, period);
  if (before === null) return null;
  const earlier = { ...choice, cadence, date: before.period, revision: null };
  return { choice: earlier, draft: await draftChoice(ctx, earlier) };
}

async function reportOn(ctx: Context, mail: Mail, edition: Edition | null): Promise<MailReport> {
  const knownLinks = linksKnownOf(ctx, edition);
  const clients = await readClientGaps(mail.html);
  return {
    row: inboxRow(mail),
    inspection: inspectMail(mail, { knownLinks, gaps: clients?.gaps ?? null }),
    links: listLinks(mail.html, knownLinks),
    clients,
  };
}

/** The checker gives up at a style sheet that it cannot read, and at a feature without figures for some client. */
async function readClientGaps(html: string): Promise<ClientGaps | null> {
  try {
    return await findClientGaps(html);
  } catch {
    return null;
  }
}

function linksKnownOf(ctx: Context, edition: Edition | null): string[] {
  const ofNote = noteLinks(parseNote(edition?.said?.note ?? "") ?? []);
  const links = edition?.papers.flatMap((paper) => Object.values(paper.links)) ?? [];
  const ofSite = [ctx.config.site.publicUrl, "https://huggingface.co"];
  // A welcome lists papers of the newest edition by their page at arXiv.
  return [
    ...ofSite,
    ...ofNote,
    ...(edition === null ? ["https://arxiv.org"] : []),
    ...links.filter((link) => link !== null),
  ];
}
