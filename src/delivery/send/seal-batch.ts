import { randomUUID } from "node:crypto";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { sendTogether } from "../../db/send-together.ts";
import { assembleSealed } from "../../digest/assemble.ts";
import type { CompiledDigest } from "../../digest/compiled-digest.ts";
import type { CompiledEdition } from "../../digest/edition-cache.ts";
import { choiceIn, mapTemplates, templateOf } from "../../digest/edition-templates.ts";
import { createJsonBytes, type JsonBytes } from "../../digest/json-bytes.ts";
import { senderOf, withSender } from "../../digest/with-sender.ts";
import { makeDigestTokens } from "../../subscribers/links.ts";
import { tripBreakers } from "../breaker/breaker.ts";
import type { DeliveryReason } from "../codes.ts";
import type { SealedRecipient } from "../kept-shapes.ts";
import { leavesToOthers } from "../leaves-to-others.ts";
import {
  type BatchKey,
  type BatchRow,
  closeEmptyBatch,
  findEditionIdOfBatch,
  leaseBatch,
  lockBatch,
  type Seal,
  type SeenBatch,
  writeSeal,
} from "../ledger/batches-store.ts";
import {
  excludeDeliveries,
  lockRecipients,
  type PlannedReader,
  type SubscriberRow,
} from "../ledger/deliveries-store.ts";
import { type EditionOfBatch, findEditionOfBatch, lockEditionState } from "../ledger/editions-store.ts";
import { isAnyQuiet, noteQuietMails } from "../ledger/quiet-store.ts";
import { writeBody } from "../mailers/body.ts";
import type { MailRequest } from "../mailers/mailer.ts";
import { decideReaders, type ReaderDecision } from "../plan/decide-readers.ts";
import { type Block, findGateBlock } from "../provider/gate-store.ts";
import { crashPoint } from "./crash-point.ts";
import { holdRoom, takeRoom } from "./keep-warm-up.ts";

/** A batch that this worker holds, with the request that it means. */
export type ReadyBatch = {
  kind: "ready";
  id: string;
  editionId: string;
  dueAt: Date;
  idempotencyKey: string;
  /** Requests begun before this one. */
  attempts: number;
  declined: number;
  /** Answers under this key that did not name all mails. */
  incompleteAnswers: number;
  firstAttemptAt: Date | null;
  /** The key of what the provider refused its mails for before, when that concerned all mails. */
  refusedKey: string | null;
  recipients: SealedRecipient[];
  request: MailRequest;
};

export type Prepared =
  | ReadyBatch
  /** All requests wait: nothing was looked at. */
  | { kind: "blocked"; block: Block }
  /** Not under way, done, taken by another worker at this instant, or not to be mailed by this process. */
  | { kind: "idle" }
  /** Not due yet, or held by another worker, which may have died. */
  | { kind: "held"; until: Date }
  /** Nobody in it is to be mailed. */
  | { kind: "empty"; editionId: string }
  | ChangedBatch;

/** The bytes cannot be made again as they were sealed. */
export type ChangedBatch = { kind: "changed" } & SeenBatch;

/**
 * Takes a due batch for this worker and makes its request. Where an earlier request may have been accepted, it is
 * made again byte for byte as it was sealed. Where certainly nothing was accepted, the batch is sealed anew, so that
 * subscribers who left in the meantime get nothing.
 *
 * @param editionId its edition, which is looked up when it is null.
 * @param out takes the request's body, which stays there until it begins anew.
 */
export async function sealBatch(
  ctx: Context,
  batchId: string,
  { editionId = null, out = createJsonBytes() }: { editionId?: string | null; out?: JsonBytes } = {},
): Promise<Prepared> {
  const found = editionId ?? (await findEditionIdOfBatch(ctx.db, batchId));
  if (found === null) return { kind: "idle" };
  const batch: BatchKey = { id: batchId, editionId: found };
  let isJudged = false;
  for (;;) {
    const { prepared, written } = await trySeal(ctx, batch, { isJudged, out });
    await written;
    if (prepared.kind !== "unread") return prepared;
    const { id, setId, hasBegun } = prepared.edition;
    // Inside the transaction, loading would wait for a second connection of the same pool.
    await ctx.editions.get(id, setId);
    // Feedback on what went before may have come since the last look at what is due.
    if (!hasBegun) await tripBreakers(ctx, ctx.clock.now(), id);
    isJudged = true;
  }
}

/** What must be looked at before the edition's first seal, or with a compiled set that is not loaded. */
type Unread = { kind: "unread"; edition: EditionOfBatch };

/** `written` fails when what was sent just ahead of the end of the transaction did, which then wrote nothing. */
type Tried<P> = { prepared: P; written: Promise<unknown> | null };

function trySeal(
  ctx: Context,
  batch: BatchKey,
  { isJudged, out }: { isJudged: boolean; out: JsonBytes },
): Promise<Tried<Prepared | Unread>> {
  const now = ctx.clock.now();
  const tell = (prepared: Prepared | Unread) => ({ prepared, written: null });
  return ctx.db.transaction(async (tx) => {
    // In this order all seals hold the edition, the batch and its readers.
    const { answered } = await sendTogether(
      async () => (ctx.mailer.name === "resend" ? findGateBlock(tx, now) : null),
      // Rung for by a process that mails, or before readers were imported. They wait for no local mailbox.
      async () => ctx.mailer.name === "outbox" && (await leavesToOthers(ctx, tx)),
      () => lockEditionState(tx, batch.editionId),
      () => lockBatch(tx, batch),
      // The edition is held still: what is the newest set now is so until the seal is written.
      () => findEditionOfBatch(tx, batch),
      // Seals that keep a cap wait for each other first.
      async () => (ctx.config.delivery.warmUp.length > 0 ? null : lockRecipients(tx, batch)),
    );
    const [block, isAwaiting, editionState, row, edition, held] = await answered;
    if (block !== null) return tell({ kind: "blocked", block });
    if (isAwaiting || editionState !== "sending" || edition === null || row === null)
      return tell({ kind: "idle" });
    if (row.state !== "planned" && row.state !== "sealed") return tell({ kind: "idle" });
    const until = freeAt(row);
    if (until > now) return tell({ kind: "held", until });
    const compiled = ctx.editions.peek(edition.id, edition.setId);
    if (compiled === null || !(edition.hasBegun || isJudged)) return tell({ kind: "unread", edition });
    const leasedUntil = new Date(now.getTime() + ctx.config.delivery.leaseMs);
    if (row.attempts > row.declined && row.recipients !== null && row.idempotencyKey !== null) {
      await leaseBatch(tx, batch, leasedUntil);
      return tell(unseal(row, row.recipients, row.idempotencyKey, compiled, out));
    }
    return seal(ctx, tx, { row, held }, compiled, { now, leasedUntil, out });
  });
}

/** From when on an open batch may be taken. */
function freeAt({ dueAt, nextAttemptAt, leasedUntil }: BatchRow): Date {
  const times = [dueAt, nextAttemptAt, leasedUntil].map((at) => at?.getTime() ?? 0);
  return new Date(Math.max(...times));
}

/** @param held the batch's readers, where they are held already. */
async function seal(
  ctx: Context,
  tx: Database,
  { row, held }: { row: BatchRow; held: PlannedReader[] | null },
  compiled: CompiledEdition,
  { now, leasedUntil, out }: { now: Date; leasedUntil: Date; out: JsonBytes },
): Promise<Tried<Prepared>> {
  const recipients: SealedRecipient[] = [];
  const excluded: { subscriberId: string; reason: DeliveryReason }[] = [];
  const room = await holdRoom(ctx, tx, row.id, now);
  const locked = held ?? (await lockRecipients(tx, row));
  const all = locked.map(({ subscriberId }) => subscriberId);
  // After they are held: no other edition is sealed for one of them until this seal is there to be seen.
  const [hadQuiet, decisions] = await Promise.all([
    isAnyQuiet(tx, all),
    decideReaders(tx, ctx.addressKeys, compiled, locked, now, ctx.config.shortForms),
  ]);
  const mailed = decisions.filter((decision) => decision.kind !== "excluded");
  const goingIds = await takeRoom(tx, row, mailed, room, now);
  const going = mailed.filter(({ subscriberId }) => goingIds.has(subscriberId));
  for (const decision of decisions)
    if (decision.kind === "excluded")
      excluded.push({ subscriberId: decision.subscriberId, reason: decision.reason });
  for (const { subscriber, choice } of going) {
    const own = choiceIn(compiled.templates, choice, subscriber.language);
    recipients.push(slotsOf(ctx, subscriber, own, row.editionId, now));
  }
  const idsOf = (kind: ReaderDecision["kind"]) =>
    going.filter((decision) => decision.kind === kind).map(({ subscriberId }) => subscriberId);
  const writeExcluded = () => excludeDeliveries(tx, row.editionId, excluded);
  const writeQuiet = async () => {
    const quiet = idsOf("quiet");
    if (hadQuiet || quiet.length > 0)
      await noteQuietMails(tx, row.editionId, { quiet, digests: idsOf("digest"), all });
  };
  if (recipients.length === 0) {
    const close = () => closeEmptyBatch(tx, row, now);
    const { answered } = await sendTogether(writeExcluded, writeQuiet, close);
    return { prepared: { kind: "empty", editionId: row.editionId }, written: answered };
  }
  const idempotencyKey = `paperboy-${randomUUID()}`;
  const sender = senderOf(compiled, ctx.config.mail);
  const { request, sealed } = toRequest(recipients, withSender(compiled, sender), idempotencyKey, out);
  const fixed: Seal = {
    recipients: sealed,
    setId: compiled.setId,
    sender,
    idempotencyKey,
    bodyHash: request.body.hash,
    sealedAt: now,
    leasedUntil,
  };
  // The end of the transaction leaves right behind them: when one of them fails, that is no commit, and the caller
  // hears of it.
  const { answered: written } = await sendTogether(writeExcluded, writeQuiet, () =>
    writeSeal(tx, row, fixed),
  );
  crashPoint(ctx, "seal-uncommitted");
  const prepared = ready(
    {
      ...row,
      idempotencyKey,
      recipients: sealed,
      attempts: 0,
      declined: 0,
      incompleteAnswers: 0,
      firstAttemptAt: null,
    },
    sealed,
    request,
  );
  return { prepared, written };
}

function slotsOf(
  ctx: Context,
  subscriber: SubscriberRow,
  choice: SealedRecipient["choice"],
  editionId: string,
  now: Date,
): SealedRecipient {
  return {
    subscriberId: subscriber.id,
    to: subscriber.email,
    choice,
    tokens: makeDigestTokens(ctx.config, { subscriberId: subscriber.id, editionId, now }),
  };
}

/** Makes the sealed request again. */
function unseal(
  row: BatchRow,
  recipients: SealedRecipient[],
  key: string,
  compiled: CompiledEdition,
  out: JsonBytes,
): Prepared {
  // A worker of the release before does not update `sender` when it seals anew, so the column may be stale: each
  // possible sender is tried, and the one whose bytes have the sealed hash is meant.
  const ofSeal = row.sender === null ? [] : [withSender(compiled, row.sender)];
  const named = [...ofSeal, compiled];
  const ofNow = [...named, ...named.filter(isNamed).map(withoutName)];
  const [ofOtherList, known] = isOfOtherList(compiled) ? [ofNow, ofNow.map(withListOfBefore)] : [[], ofNow];
  const withoutThemes = known.map(withSubjectsOfBefore);
  const ofBefore = [
    ...withoutThemes,
    ...[...withoutThemes, ...known].map(withCountsOfBefore),
    ...known.map(withLinesOfBefore),
    withHeadersOfBefore(withListOfBefore(compiled)),
  ];
  for (const form of [...ofOtherList, ...known, ...ofBefore]) {
    const { request } = toRequest(recipients, form, key, out);
    if (request.body.hash === row.bodyHash)
      return ready({ ...row, idempotencyKey: key }, recipients, request);
  }
  const { id, editionId, attempts, declined } = row;
  return { kind: "changed", id, editionId, idempotencyKey: key, attempts, declined };
}

function isNamed({ templates }: CompiledEdition): boolean {
  return templateOf(templates, { detail: "title" }).name !== undefined;
}

/** As a worker of the release before assembles an edition of this one: it reads no name of the installation. */
function withoutName(compiled: CompiledEdition): CompiledEdition {
  return changeTemplates(compiled, ({ name: _, ...template }) => template);
}

function isOfOtherList({ templates }: CompiledEdition): boolean {
  return templateOf(templates, { detail: "title" }).listDomain !== undefined;
}

/** As a worker of the release before assembles an edition of this one: it names the list by the address alone. */
function withListOfBefore(compiled: CompiledEdition): CompiledEdition {
  return changeTemplates(compiled, ({ listDomain: _, ...template }) => template);
}

/** As a worker of an earlier release assembles an edition of this one: it reads no themes and no names of papers. */
function withSubjectsOfBefore(compiled: CompiledEdition): CompiledEdition {
  return changeTemplates(compiled, ({ facts: { themes: _, ...facts }, ...template }) => ({
    ...template,
    facts,
  }));
}

/** As a worker of an earlier release counts the papers of an edition of this one: it does not know `ownPapers`. */
function withCountsOfBefore(compiled: CompiledEdition): CompiledEdition {
  return changeTemplates(compiled, ({ facts: { ownPapers: _, ...facts }, ...template }) => ({
    ...template,
    facts,
  }));
}

/** As a worker of a still earlier release assembles it: it has its own sentences and reads no others. */
function withLinesOfBefore(compiled: CompiledEdition): CompiledEdition {
  return changeTemplates(compiled, ({ facts: { words: _, ...facts }, ...template }) => ({
    ...template,
    facts,
  }));
}

/** As one does that does not know the address for leaving either. */
function withHeadersOfBefore(compiled: CompiledEdition): CompiledEdition {
  return changeTemplates(withLinesOfBefore(compiled), ({ unsubscribeTo: _, ...template }) => template);
}

function changeTemplates(
  { templates, ...compiled }: CompiledEdition,
  change: (template: CompiledDigest) => CompiledDigest,
): CompiledEdition {
  return { ...compiled, templates: mapTemplates(templates, change) };
}

/** Makes the mails and writes each at once, so that no two of them are held at a time. */
function toRequest(
  recipients: SealedRecipient[],
  { templates }: CompiledEdition,
  idempotencyKey: string,
  out: JsonBytes,
): { request: MailRequest; sealed: SealedRecipient[] } {
  const sealed: SealedRecipient[] = [];
  function* makeMails() {
    for (const slots of recipients) {
      const { mail, choice } = assembleSealed(templateOf(templates, slots.choice), slots);
      sealed.push({ ...slots, choice });
      yield mail;
    }
  }
  return { request: { body: writeBody(out, makeMails()), idempotencyKey }, sealed };
}

function ready(
  row: BatchRow & { idempotencyKey: string },
  recipients: SealedRecipient[],
  request: MailRequest,
): ReadyBatch {
  const { id, editionId, dueAt, idempotencyKey } = row;
  const { attempts, declined, incompleteAnswers, firstAttemptAt, refusedKey } = row;
  const seen = {
    id,
    editionId,
    dueAt,
    idempotencyKey,
    attempts,
    declined,
    incompleteAnswers,
    firstAttemptAt,
    refusedKey,
  };
  return { kind: "ready", ...seen, recipients, request };
}
