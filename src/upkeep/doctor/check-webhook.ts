import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { systemClock } from "../../clock.ts";
import type { Config } from "../../config/env.ts";
import type { Database, DatabasePool } from "../../db/client.ts";
import { isDatabaseFault } from "../../db/database-fault.ts";
import { countPendingMigrations } from "../../db/migrate.ts";
import { insertEvent } from "../../delivery/feedback/events-store.ts";
import { receiveEvent } from "../../delivery/feedback/receive-event.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { type DoctorLine, fail, ok, warn } from "./doctor-line.ts";

/** Thrown to leave no trace of the event. */
class UndoError extends Error {}

/** Signs an event with each configured secret, lets the webhook's own code take it, and takes it back. */
export async function checkWebhook(config: Config, database: DatabasePool | null): Promise<DoctorLine[]> {
  const { webhookSecrets } = config.mail.resend;
  if (webhookSecrets.length === 0) {
    const message = "RESEND_WEBHOOK_SECRET is not set: bounces and complaints are not heard.";
    const mend =
      "Add a webhook for PUBLIC_URL/webhooks/resend at https://resend.com/webhooks and set its secret.";
    return config.mail.transport === "resend" ? [fail("webhook secret", message, mend)] : [];
  }
  if (database === null)
    return [warn("webhook secret", "It cannot be tried without the database.", "Mend the database first.")];
  if ((await countPendingMigrations(database.pool)) > 0)
    return [
      warn("webhook secret", "It cannot be tried before the tables are there.", "Run `paperboy migrate`."),
    ];
  const lines: DoctorLine[] = [];
  for (const [index, secret] of webhookSecrets.entries()) {
    const name = webhookSecrets.length > 1 ? `secret ${index + 1}` : "the secret";
    lines.push(await trySecret(config, database.db, secret, name));
  }
  return lines;
}

async function trySecret(config: Config, db: Database, secret: string, name: string): Promise<DoctorLine> {
  const payload = JSON.stringify({ type: "paperboy.doctor", created_at: new Date().toISOString(), data: {} });
  const id = `doctor_${randomUUID()}`;
  const now = systemClock.now();
  try {
    const signature = new Webhook(secret).sign(id, now, payload);
    const headers = { id, timestamp: String(Math.floor(now.getTime() / 1000)), signature };
    await db.transaction(async (tx) => {
      await receiveEvent({ config, clock: systemClock }, payload, headers, (event) => insertEvent(tx, event));
      throw new UndoError();
    });
  } catch (error) {
    if (isDatabaseFault(error))
      return fail("webhook secret", `It could not be tried: ${reasonOf(error)}.`, "Mend the database first.");
    if (!(error instanceof UndoError)) {
      return fail(
        "webhook secret",
        `An event signed with ${name} is refused: ${reasonOf(error)}.`,
        "Copy the secret again from https://resend.com/webhooks; it is whsec_ and base64.",
      );
    }
  }
  return ok("webhook secret", `an event signed with ${name} is accepted`);
}
