import { z } from "zod";
import { defaultLanguage, type Words } from "../../../words/words.ts";
import { periodInSentence } from "../../calendar/period-words.ts";
import { parsePeriodOf } from "../../calendar/periods.ts";
import type { Context } from "../../context.ts";
import type { Mail } from "../../digest/compiled-digest.ts";
import { keepMailedLogo } from "../../digest/logos-store.ts";
import { renderNotice } from "../../digest/render-notice.ts";
import type { NoticeContent } from "../../digest/templates.tsx";
import { editionCadence } from "../../editions/readers-of.ts";
import { findLatestReleased, listOwnPapers } from "../../editions/store.ts";
import type { Settings } from "../../settings/current-settings.ts";
import { type AddressChange, findAddressChange } from "../../subscribers/address-changes-store.ts";
import { wishFields, wishQuery } from "../../subscribers/follow.ts";
import { linkLifeMs, linkTo, makeLinkToken } from "../../subscribers/links.ts";
import { findSubscriber, type Subscriber } from "../../subscribers/store.ts";
import type { TokenPurpose } from "../../subscribers/tokens.ts";
import { mailSite } from "../plan/plan-deliveries.ts";
import type { StoredNotice } from "./store.ts";

const dayMs = 24 * 60 * 60_000;
/** A welcome is a taste, not a digest. */
const welcomePapers = 5;

const causeSchema = z.object({ cause: z.enum(["requested", "already-subscribed", "leaving"]) });

/** Of who asked for the mail on the page of a name; some mails of the release before have none. */
const wishesSchema = z.object({
  wishes: z.partialRecord(z.enum(wishFields), z.array(z.string())).default({}),
});

/** As `requestAddressChange` writes it. */
const changeSchema = z.object({ change: z.string() });
const confirmSchema = z.union([z.object({ isTaken: z.literal(true) }), changeSchema]);

/** As `tendIdleReaders` writes it. */
const stillReadingSchema = z.object({ days: z.number(), graceDays: z.number() });

/** As the alerts of `src/watch` write it. */
const alertSchema = z.object({
  title: z.string(),
  paragraphs: z.array(z.string()),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  action: z.object({ label: z.string(), url: z.string() }),
});

/** A notice whose subscriber or values are not what its kind needs. */
class NoticeNotRenderableError extends Error {}

/** What of a notice its mail is made from. */
export type NoticeToRender = Pick<
  StoredNotice,
  "id" | "kind" | "recipient" | "subscriberId" | "props" | "createdAt"
>;

/** Whom a notice speaks to. */
export type NoticeReader = Pick<
  Subscriber,
  "id" | "cadence" | "hour" | "timezone" | "wantsAtOnce" | "language"
>;

/** The change of address that a notice speaks of. */
type ChangeOfAddress = Pick<AddressChange, "id" | "email">;

/**
 * Renders a notice. Links are made here, not kept with the notice: they count from when it was caused.
 *
 * @throws {NoticeNotRenderableError} when what it speaks of is not there.
 */
export async function makeNoticeMail(ctx: Context, notice: StoredNotice): Promise<Mail> {
  const { subscriberId } = notice;
  const subscriber = subscriberId === null ? null : await findSubscriber(ctx.db, subscriberId);
  // Those whose logo is kept are those that the mail is made by, also when others are read meanwhile.
  const settings = ctx.settings.current();
  await keepMailedLogo(ctx.db, settings.brand.logo);
  return renderFor(ctx, settings, notice, subscriber, (id) => findAddressChange(ctx.db, id));
}

/**
 * A notice that nobody caused, as it would be for a reader.
 *
 * @param reader null for whom no subscription is behind it.
 * @param newAddress to which they would move, in the mails of a change of address.
 */
export function draftNoticeMail(
  ctx: Context,
  notice: NoticeToRender,
  reader: NoticeReader | null,
  newAddress: string,
): Promise<Mail> {
  return renderFor(ctx, ctx.settings.current(), notice, reader, async (id) => ({ id, email: newAddress }));
}

async function renderFor(
  ctx: Context,
  settings: Settings,
  notice: NoticeToRender,
  reader: NoticeReader | null,
  findChange: (id: string) => Promise<ChangeOfAddress | null>,
): Promise<Mail> {
  const { recipient, id, subscriberId } = notice;
  // Operators read English; a mail to no subscriber is theirs.
  const words = settings.wordsIn(reader?.language ?? defaultLanguage);
  const content = await contentOf(ctx, notice, reader, words, findChange);
  return renderNotice(content, mailSite(ctx, settings), recipient, id, subscriberId, words);
}

async function contentOf(
  ctx: Context,
  notice: NoticeToRender,
  subscriber: NoticeReader | null,
  words: Words,
  findChange: (id: string) => Promise<ChangeOfAddress | null>,
): Promise<NoticeContent> {
  const { kind } = notice;
  if (kind === "operator-alert") return { kind, props: alertSchema.parse(notice.props) };
  if (!subscriber) throw new NoticeNotRenderableError(`notice ${notice.id} has no subscriber`);
  const link = (purpose: Parameters<typeof linkTo>[1], subject = "") =>
    linkTo(
      ctx.config,
      purpose,
      makeLinkToken(ctx.config, purpose, { subscriberId: subscriber.id, now: notice.createdAt, subject }),
    );
  const links = { preferencesUrl: link("preferences"), unsubscribeUrl: link("unsubscribe") };
  switch (kind) {
    case "confirm":
      return { kind, props: { confirmUrl: wishful(link("confirm"), notice), expiresInDays: lifeDays(kind) } };
    case "welcome": {
      const latest = await latestFor(ctx, subscriber, words);
      return { kind, props: { ...links, schedule: scheduleOf(subscriber, words), latest } };
    }
    case "preferences-link": {
      const { cause } = causeSchema.parse(notice.props);
      const preferencesUrl = wishful(links.preferencesUrl, notice);
      return { kind, props: { ...links, preferencesUrl, cause } };
    }
    case "goodbye":
      return { kind, props: { undoUrl: link("undo"), undoDays: lifeDays("undo") } };
    case "address-allow": {
      const change = await requireChange(notice, changeSchema.parse(notice.props).change, findChange);
      const props = { newAddress: change.email, expiresInDays: lifeDays(kind) };
      return { kind, props: { ...props, answerUrl: link(kind, change.id) } };
    }
    case "address-confirm": {
      const asked = confirmSchema.parse(notice.props);
      if ("isTaken" in asked) {
        return { kind, props: { isTaken: true, preferencesUrl: links.preferencesUrl } };
      }
      const { id } = await requireChange(notice, asked.change, findChange);
      const props = { confirmUrl: link(kind, id), expiresInDays: lifeDays(kind) };
      return { kind, props: { isTaken: false, ...props } };
    }
    case "still-reading": {
      const props = stillReadingSchema.parse(notice.props);
      return { kind, props: { ...links, ...props, keepUrl: link(kind) } };
    }
  }
}

/** A link whose page has filled in what the mail was asked for with. */
function wishful(url: string, { props }: NoticeToRender): string {
  const query = wishQuery(wishesSchema.parse(props).wishes);
  return query === "" ? url : `${url}&${query}`;
}

function lifeDays(purpose: TokenPurpose): number {
  return Math.round((linkLifeMs[purpose] ?? 0) / dayMs);
}

/** A change that was stopped or replaced while its mail waited takes that mail with it. */
async function requireChange(
  notice: NoticeToRender,
  id: string,
  findChange: (id: string) => Promise<ChangeOfAddress | null>,
): Promise<ChangeOfAddress> {
  const change = await findChange(id);
  if (!change) throw new NoticeNotRenderableError(`notice ${notice.id} has no change of address`);
  return change;
}

async function latestFor(ctx: Context, { cadence }: NoticeReader, words: Words) {
  const edition =
    (await findLatestReleased(ctx.db, editionCadence[cadence])) ??
    (await findLatestReleased(ctx.db, "daily"));
  if (!edition) return null;
  const { publicUrl } = ctx.config.site;
  return {
    cadence: edition.cadence,
    period: periodInSentence(words, edition.cadence, edition.period),
    weekday: words.day(parsePeriodOf(edition.cadence, edition.period).firstDay, "weekday"),
    url: `${publicUrl}/editions/${edition.cadence}/${edition.period}`,
    papers: (await listOwnPapers(ctx.db, edition.id, { limit: welcomePapers })).map(({ title, links }) => ({
      title,
      url: links.arxiv,
    })),
  };
}

/** The hour is the clock's in the subscriber's own zone, so it is written without converting it. */
function scheduleOf({ cadence, hour, timezone, wantsAtOnce }: NoticeReader, words: Words) {
  const time = wantsAtOnce ? null : words.instant(new Date(Date.UTC(2000, 0, 1, hour)), "UTC", "time");
  return { cadence, time, zone: timezone.replaceAll("_", " ") };
}
