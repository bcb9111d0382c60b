import { createHash } from "node:crypto";
import type { Language } from "../../words/words.ts";
import { parseAddress } from "../addresses/address.ts";
import type { Context } from "../context.ts";
import { listQuietChoices } from "../delivery/plan/quiet-choices.ts";
import { assembleDigest } from "../digest/assemble.ts";
import { choosePapers, type NoChoiceReason } from "../digest/choose-papers.ts";
import type { DigestChoice, DigestPreferences, DigestSlots, Mail } from "../digest/compiled-digest.ts";
import { groupPapers } from "../digest/group-papers.ts";
import { listTastes } from "../digest/list-tastes.ts";
import type { SeenPapers } from "../digest/seen-papers.ts";
import type { Detail, Edition } from "../editions/edition.ts";
import { NotFoundError } from "../errors.ts";
import { makeDigestTokens } from "../subscribers/links.ts";
import { usualPreferences } from "../subscribers/preferences.ts";
import { findSubscriberByKey, type Subscriber } from "../subscribers/store.ts";
import type { DraftEdition } from "./draft-edition.ts";

/** Whom a draft is made for: a subscriber, or somebody who chose nothing. */
export type DraftSubscriber = DigestPreferences & {
  language: Language;
  /** The nil UUID for somebody who does not subscribe: the links of their mail lead nowhere. */
  id: string;
  email: string;
};

export type DraftMail =
  /**
   * `fingerprint` differs when other papers, facts of them or another detail are shown; links do not count. `isQuiet`
   * of a quiet mail.
   */
  | { kind: "mail"; mail: Mail; isQuiet: boolean; fingerprint: string }
  | { kind: "none"; reason: NoChoiceReason };

const nobody = "00000000-0000-0000-0000-000000000000";

/** A subscriber whose digest is shown to somebody else: the links in it lead nowhere. */
export function withoutLinks(subscriber: DraftSubscriber): DraftSubscriber {
  return { ...subscriber, id: nobody };
}

/** Somebody who does not subscribe, with the usual preferences; an address of nobody's when none is given. */
export function usualSubscriber(email = "reader@example.com"): DraftSubscriber {
  return { id: nobody, email, ...usualPreferences };
}

/** The subscriber of an address, whatever its state, or null. */
export async function findSubscriberByAddress(
  ctx: Pick<Context, "db">,
  email: string,
): Promise<Subscriber | null> {
  const parsed = parseAddress(email);
  return parsed.kind === "address" ? findSubscriberByKey(ctx.db, parsed.address.emailKey) : null;
}

/** As `findSubscriberByAddress`. @throws {NotFoundError} when nobody subscribes with it. */
export async function requireSubscriberByAddress(
  ctx: Pick<Context, "db">,
  email: string,
): Promise<Subscriber> {
  const subscriber = await findSubscriberByAddress(ctx, email);
  if (!subscriber) throw new NotFoundError("Nobody subscribes with this address.");
  return subscriber;
}

/** Whom a draft is made for, and from what. */
export type DraftInput = {
  reader: DraftSubscriber;
  /** The subscriber that the reader is, whose silence may be told; null for nobody. */
  subscriber: Subscriber | null;
  /** What they have seen of the edition in other digests (`findSeenPapers`). */
  seen: SeenPapers;
  /** The reader's own unless said. */
  detail?: Detail;
};

/** The mail that a subscriber would get of an edition: their digest, or the quiet mail that would come in its place. */
export async function draftMail(
  ctx: Pick<Context, "config" | "clock" | "db">,
  draft: DraftEdition,
  { reader, subscriber, seen, detail = reader.detail }: DraftInput,
): Promise<DraftMail> {
  const { edition, template, vectors } = draft;
  const { shortForms } = ctx.config;
  const tastes = subscriber === null ? null : await listTastes(ctx.db, { vectors }, [subscriber.id]);
  const taste = tastes?.get(subscriber?.id ?? "");
  const chosen = choosePapers(edition, { ...reader, detail }, seen, { shortForms, taste });
  if (chosen.kind === "chosen") return mailOfChoice(ctx, draft, reader, chosen.choice);
  if (subscriber === null) return chosen;
  const without = [{ subscriber, reason: chosen.reason, seen }];
  const quiet = await listQuietChoices(
    ctx.db,
    edition,
    await template("title", reader.language),
    without,
    ctx.clock.now(),
    { shortForms },
  );
  const choice = quiet.get(subscriber.id);
  return choice === undefined ? chosen : mailOfChoice(ctx, draft, reader, choice);
}

/** The mail of an edition that shows a reader these papers. */
export async function mailOfChoice(
  ctx: Pick<Context, "config" | "clock">,
  { edition, template }: Pick<DraftEdition, "edition" | "template">,
  reader: Pick<DraftSubscriber, "id" | "email" | "language">,
  choice: DigestChoice,
): Promise<DraftMail & { kind: "mail" }> {
  const compiled = await template(choice.detail, reader.language);
  const grouped = choice.quiet === undefined ? groupPapers(choice, compiled.facts) : choice;
  const mail = assembleDigest(compiled, subscriberSlots(ctx, reader, edition.id, grouped));
  const fingerprint = fingerprintOf(edition, grouped);
  return { kind: "mail", mail, isQuiet: choice.quiet !== undefined, fingerprint };
}

function fingerprintOf({ id, number, missingSources, papers }: Edition, choice: DigestChoice): string {
  const shown = JSON.stringify([id, number, missingSources, papers, choice]);
  return createHash("sha256").update(shown).digest("base64url");
}

/** What a mail of an edition needs of its subscriber, with links that are made now. */
export function subscriberSlots(
  { config, clock }: Pick<Context, "config" | "clock">,
  { id: subscriberId, email }: Pick<DraftSubscriber, "id" | "email">,
  editionId: string,
  choice: DigestChoice,
): DigestSlots {
  return {
    subscriberId,
    to: email,
    choice,
    tokens: makeDigestTokens(config, { subscriberId, editionId, now: clock.now() }),
  };
}
