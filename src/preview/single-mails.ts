import { createHash } from "node:crypto";
import type { AlertKind } from "../alerts/model.ts";
import type { Context } from "../context.ts";
import { draftNoticeMail, type NoticeReader } from "../delivery/notices/make-notice-mail.ts";
import type { Mail } from "../digest/compiled-digest.ts";
import type { noticeKinds } from "../notices/tables.ts";
import { alertMail, alertOverMail } from "../watch/alerts.ts";
import type { MailName } from "./mail-choice.ts";
import { sampleAlert } from "./sample-alerts.ts";

type SingleName = Exclude<MailName, "digest" | "quiet">;
type NoticeKind = (typeof noticeKinds)[number];

/** The change of address that some mails speak of. */
const sampleId = "00000000-0000-0000-0000-000000000000";
/** Mailboxes of nobody (RFC 2606). */
const sampleOperator = "operator@example.com";
const sampleNewAddress = "new@example.com";

/** As what each single mail is caused, and with what beside its reader. */
export const singleMails: Record<SingleName, { kind: NoticeKind; props: object }> = {
  confirm: { kind: "confirm", props: {} },
  welcome: { kind: "welcome", props: {} },
  "preferences-link": { kind: "preferences-link", props: { cause: "requested" } },
  "already-subscribed": { kind: "preferences-link", props: { cause: "already-subscribed" } },
  "leaving-link": { kind: "preferences-link", props: { cause: "leaving" } },
  goodbye: { kind: "goodbye", props: {} },
  "address-allow": { kind: "address-allow", props: { change: sampleId } },
  "address-confirm": { kind: "address-confirm", props: { change: sampleId } },
  "address-taken": { kind: "address-confirm", props: { isTaken: true } },
  "still-reading": { kind: "still-reading", props: { days: 180, graceDays: 14 } },
  alert: { kind: "operator-alert", props: {} },
  "alert-over": { kind: "operator-alert", props: {} },
};

/** A single mail as it would be for a reader now. Its fingerprint differs when anything but a link's token does. */
export async function draftSingle(
  ctx: Context,
  which: { mail: SingleName; alert: AlertKind },
  reader: NoticeReader & { email: string },
): Promise<{ mail: Mail; fingerprint: string }> {
  const mail = await mailOf(ctx, which, reader);
  return { mail, fingerprint: fingerprintOf(mail) };
}

function mailOf(
  ctx: Context,
  { mail, alert }: { mail: SingleName; alert: AlertKind },
  reader: NoticeReader & { email: string },
): Promise<Mail> {
  const notice = { ...singleMails[mail], id: sampleId, createdAt: ctx.clock.now() };
  if (mail === "alert" || mail === "alert-over") {
    const recipient = ctx.config.watch.opsEmail ?? sampleOperator;
    const props = alertProps(ctx, mail, alert);
    return draftNoticeMail(ctx, { ...notice, recipient, subscriberId: null, props }, null, sampleNewAddress);
  }
  const recipient = mail === "address-confirm" || mail === "address-taken" ? sampleNewAddress : reader.email;
  return draftNoticeMail(ctx, { ...notice, recipient, subscriberId: reader.id }, reader, sampleNewAddress);
}

function alertProps(ctx: Context, mail: "alert" | "alert-over", kind: AlertKind) {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - 25 * 60_000);
  const alert = sampleAlert(kind);
  return mail === "alert" ? alertMail(ctx, alert, now) : alertOverMail(ctx, alert, since, now);
}

/** Alerts tell the time at which they are made, which changes nothing of what was looked at. */
function fingerprintOf({ subject, html, text }: Mail): string {
  const said = [subject, html, text].map((part) =>
    part.replaceAll(/([?&](?:token|t)=)[\w.~-]+/g, "$1").replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, ""),
  );
  return createHash("sha256").update(JSON.stringify(said)).digest("base64url");
}
