import type { Language } from "../../words/words.ts";
import type { Cadence } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { findSeenPapers } from "../delivery/ledger/shown-store.ts";
import { dueAt } from "../delivery/plan/due-time.ts";
import { type Exclusion, exclusionOf } from "../delivery/plan/exclusion.ts";
import type { NoChoiceReason } from "../digest/choose-papers.ts";
import { chooseQuiet } from "../digest/choose-quiet.ts";
import type { Mail } from "../digest/compiled-digest.ts";
import type { Edition } from "../editions/edition.ts";
import { editionCadence } from "../editions/readers-of.ts";
import { type DraftEdition, draftEdition } from "../publish/draft-edition.ts";
import {
  type DraftSubscriber,
  draftMail,
  mailOfChoice,
  usualSubscriber,
  withoutLinks,
} from "../publish/draft-mail.ts";
import { shownPeriod } from "../ranking/default-period.ts";
import type { Preferences } from "../subscribers/preferences.ts";
import { requireSubscriber, type Subscriber } from "../subscribers/store.ts";
import { findSuppression } from "../subscribers/suppressions/store.ts";
import type { MailChoice } from "./mail-choice.ts";
import { draftSingle } from "./single-mails.ts";
import { typicalPreferences, typicalPreferencesFor } from "./typical-readers.ts";

/** Whom a draft may be sent to, and so whose links may work in it. */
export type Recipient = {
  /** In the mail of a typical reader; an address of nobody's when null. */
  email: string | null;
  /** The links of the subscriber with this normalised address work; those of all others lead nowhere. */
  emailKey: string | null;
};

/** What a mail that is looked at is about. */
type DraftAbout = {
  /** Of a digest, or of what comes in its place. */
  edition: Edition | null;
  isFrozen: boolean;
  /** As in `DraftEdition`; null where that is missing, and for single mails. */
  revision: { shown: number; newest: number } | null;
  /** The subscriber whose mail it is; null for a typical reader. */
  subscriber: Subscriber | null;
  /** Why nothing of its edition goes to that subscriber, whatever they chose; null when it may. */
  exclusion: Exclusion | null;
  /** When it would be due to its reader, by the hour of publication; null for single mails. */
  dueAt: Date | null;
  /** In which the reader's hour is. */
  timezone: string;
};

export type ChosenDraft = DraftAbout &
  (
    | { kind: "mail"; mail: Mail; isQuiet: boolean; fingerprint: string }
    | { kind: "none"; reason: NoMailReason }
  );

/** The second is of quiet mails. */
export type NoMailReason = NoChoiceReason | "follows-nothing";

const nobody: Recipient = { email: null, emailKey: null };

/**
 * The mail that is chosen, as it would go out now. Writes and sends nothing.
 *
 * @throws {InvalidInputError} for a malformed date, {NotFoundError} for an unknown reader, {RefusedError}
 * when there are no papers.
 */
export async function draftChoice(
  ctx: Context,
  choice: MailChoice,
  recipient: Recipient = nobody,
): Promise<ChosenDraft> {
  const subscriber =
    choice.subscriberId === null ? null : await requireSubscriber(ctx.db, choice.subscriberId);
  const { mail } = choice;
  if (mail === "digest" || mail === "quiet") return draftDigest(ctx, choice, subscriber, recipient);
  const preferences = typicalPreferences(choice.typical);
  const own = subscriber ?? { ...usualSubscriber(recipient.email ?? undefined), ...preferences };
  const isOwn = subscriber !== null && subscriber.emailKey === recipient.emailKey;
  const reader = inLanguage(choice, isOwn ? own : { ...own, ...withoutLinks(own) });
  const drafted = await draftSingle(ctx, { mail, alert: choice.alert }, reader);
  const about = {
    edition: null,
    isFrozen: false,
    revision: null,
    exclusion: null,
    dueAt: null,
  };
  return { ...about, subscriber, timezone: own.timezone, kind: "mail", isQuiet: false, ...drafted };
}

async function draftDigest(
  ctx: Context,
  choice: MailChoice,
  subscriber: Subscriber | null,
  recipient: Recipient,
): Promise<ChosenDraft> {
  const own = subscriber ?? typicalPreferences(choice.typical);
  const cadence = choice.cadence ?? editionCadence[own.cadence];
  const period = await shownPeriod(ctx.db, { cadence, date: choice.date }, ctx.clock.now());
  const draft = await draftEdition(ctx, { ...choice, cadence, period });
  const reader = inLanguage(choice, await readerOf(choice, subscriber, draft, recipient));
  const detail = choice.detail ?? reader.detail;
  const about: DraftAbout = {
    edition: draft.edition,
    isFrozen: draft.isFrozen,
    revision: draft.revision ?? null,
    subscriber,
    exclusion: subscriber === null ? null : await findExclusion(ctx, subscriber, cadence),
    dueAt: dueAt(draft.edition.publishedAt, own),
    timezone: own.timezone,
  };
  const seen = await findSeenPapers(ctx.db, draft.edition, subscriber);
  if (choice.mail === "digest") {
    return { ...about, ...(await draftMail(ctx, draft, { reader, subscriber, seen, detail })) };
  }
  const { shortForms } = ctx.config;
  const quiet = chooseQuiet(draft.edition, reader, seen, null, { shortForms });
  if (quiet === null) return { ...about, kind: "none", reason: "follows-nothing" };
  return { ...about, ...(await mailOfChoice(ctx, draft, reader, quiet)) };
}

async function readerOf(
  { typical }: MailChoice,
  subscriber: Subscriber | null,
  draft: DraftEdition,
  recipient: Recipient,
): Promise<DraftSubscriber & Preferences> {
  if (subscriber === null) {
    const { facts } = await draft.template("title", typicalPreferences(typical).language);
    const preferences = typicalPreferencesFor(typical, draft.edition, facts.themes);
    return { ...usualSubscriber(recipient.email ?? undefined), ...preferences };
  }
  return subscriber.emailKey === recipient.emailKey
    ? subscriber
    : { ...subscriber, ...withoutLinks(subscriber) };
}

function inLanguage<Reader extends { language: Language }>({ language }: MailChoice, reader: Reader): Reader {
  return language === null ? reader : { ...reader, language };
}

async function findExclusion(
  ctx: Context,
  subscriber: Subscriber,
  cadence: Cadence,
): Promise<Exclusion | null> {
  const suppression = await findSuppression(ctx.db, ctx.addressKeys, subscriber.addressHash);
  return exclusionOf(subscriber, suppression !== null, cadence);
}
