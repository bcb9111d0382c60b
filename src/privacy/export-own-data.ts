import type { Context } from "../context.ts";
import { eventNoteWords } from "../delivery/event-words.ts";
import { listMailedIds } from "../delivery/ledger/own-digests-store.ts";
import { deliveryReasonWords } from "../delivery/reason-words.ts";
import { troubleWords } from "../delivery/trouble-words.ts";
import type { DigestChoice } from "../digest/compiled-digest.ts";
import { listReadingSessions } from "../subscribers/reading-sessions-store.ts";
import type { Subscriber } from "../subscribers/store.ts";
import { suppressionWords } from "../subscribers/suppressions/cause-words.ts";
import { readTaste } from "../taste/read-taste.ts";
import { gatherOwnData } from "./store.ts";

/** All that is kept about one reader, as JSON-safe values in the reader's own terms. */
export async function exportOwnData(ctx: Context, subscriber: Subscriber) {
  const { id: _id, emailKey: _key, addressHash: _hash, ...kept } = subscriber;
  const data = await gatherOwnData(ctx.db, ctx.addressKeys, subscriber);
  const papers = await listMailedIds(ctx.db, subscriber.id);
  return {
    exportedAt: ctx.clock.now(),
    subscriber: kept,
    consents: data.consents.map(({ id: _, subscriberId: __, ...consent }) => consent),
    // Wishes to be mailed elsewhere, and changes of the last months.
    addressChanges: data.addressChanges.map(
      ({ formerEmail, email, requestedAt, expiresAt, allowedAt, confirmedAt, changedAt }) => ({
        ...{ formerEmail, email, requestedAt, expiresAt, allowedAt, confirmedAt, changedAt },
      }),
    ),
    suppression: data.suppression && {
      reason: data.suppression.reason,
      cause: data.suppression.cause,
      explanation: suppressionWords(data.suppression),
      createdAt: data.suppression.createdAt,
    },
    deliveries: data.deliveries.map(({ subscriberId: _, batchId: __, choice, ...delivery }) => ({
      ...delivery,
      reason: delivery.reason && deliveryReasonWords(delivery.reasonCode, delivery.reason),
      mailed: choice && inPapers(choice, papers.get(delivery.editionId) ?? []),
    })),
    // How many days back deliveries go, and what they showed; 0 where all are kept.
    deliveriesKeptDays: ctx.config.retention.deliveries,
    // Since which day their digest waits for room in a daily cap, if it does.
    waitsForRoomSince: data.waitsSince,
    // That they were asked whether they still read, and what came of it, while they gave no sign since.
    askedIfReading: data.idle && {
      askedAt: data.idle.askedAt,
      toldAt: data.idle.toldAt,
      pausedAt: data.idle.pausedAt,
    },
    // That there is an address under which the digests are read as a feed, and since when; the address is on the page of
    // the preferences.
    feed: data.feed && { madeAt: data.feed.madeAt },
    // What the reader said of papers, and what was learned from it.
    taste: await readTaste(ctx.db, subscriber.id),
    // Which browsers open the reading list; what their cookies hold is kept as a hash, which tells nobody anything.
    readingBrowsers: await listReadingSessions(ctx.db, subscriber.id, ctx.clock.now()),
    // What is not shown again: of each digest of the last months that may have come, the papers that it showed.
    remembered: data.remembered,
    // Of which editions a mail told of a time without digests, and which edition's digest ended it; kept longer than a
    // delivery while none has.
    toldOfSilence: data.quietMails,
    otherMails: data.notices.map((notice) => ({
      ...notice,
      reason: notice.reason && troubleWords(notice.reasonCode, notice.reason),
    })),
    providerEvents: data.events.map((event) => ({
      ...event,
      note: eventNoteWords(event.noteCode, event.note),
    })),
    localMailbox: data.mailbox,
  };
}

/** What a mail showed, by the ids of its papers. */
function inPapers(
  {
    detail,
    language,
    because,
    becauseLate,
    matched,
    joined,
    seenOn,
    leftOut,
    quiet,
    ...sections
  }: DigestChoice,
  ids: string[],
) {
  const papers = (indexes: number[]) => indexes.flatMap((index) => ids[index] ?? []);
  return {
    detail,
    ...(language === undefined ? {} : { language }),
    forYou: papers(sections.forYou),
    because: because ?? [],
    top: papers(sections.top),
    late: papers(sections.late),
    ...(matched === undefined ? {} : { matched }),
    ...(joined === undefined ? {} : { joined: papers(joined) }),
    ...(becauseLate === undefined ? {} : { becauseLate }),
    ...(seenOn === undefined ? {} : { seenOn }),
    ...(leftOut === undefined ? {} : { leftOut: papers(leftOut) }),
    // That it told of a time without digests, and what it said of the wishes.
    ...(quiet === undefined ? {} : { quiet }),
  };
}
