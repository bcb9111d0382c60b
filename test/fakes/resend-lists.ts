import { randomBytes, randomUUID } from "node:crypto";
import { type ApiAnswer, refused } from "./resend-api.ts";
import { resendError } from "./resend-errors.ts";
import type { AcceptedMail } from "./resend-mailbox.ts";

type ListedWebhook = {
  id: string;
  endpoint: string;
  /** Told with the webhook itself, never in a list. */
  signingSecret?: string;
  status?: "enabled" | "disabled";
  events?: string[] | null;
};

/** An event that the vendor keeps of a webhook, whether or not it was delivered. */
export type KeptEvent = { id: string; payload: { type: string; created_at: string; data: unknown } };

export type ListedSuppression = {
  id: string;
  email: string;
  origin: "bounce" | "complaint" | "manual";
  created_at: string;
};

/** What the vendor lists beside mails; a test changes these while the fake runs. */
export type ResendListsOptions = {
  webhooks?: ListedWebhook[];
  /** By the id of their webhook, in the order in which they happened. */
  events?: Record<string, KeptEvent[]>;
  /** In the order in which they were added. */
  suppressions?: ListedSuppression[];
  /** Answered by `GET /usage`; without it the account has no access to it (403). */
  usage?: { requestsPerSecond: number; daily?: object; monthly?: object } | null;
  /** Paths that the key may not read, by their beginning: 403. */
  forbidden?: string[];
};

type ReadRequest = { method: string; path: string; query: URLSearchParams; parsed: unknown };

/** The reading half of the API: lists page from the newest back, 1 to 100 a page, 20 unless said. */
export class ResendLists {
  constructor(
    private readonly options: ResendListsOptions,
    private readonly mails: AcceptedMail[],
  ) {}

  /** Null when the request is of the other half. */
  answer({ method, path, query, parsed }: ReadRequest): ApiAnswer | null {
    if (this.options.forbidden?.some((one) => path.startsWith(one))) {
      return refused(resendError("restricted_api_key", { statusCode: 403 }));
    }
    const parts = path.split("/").slice(1).map(decodeURIComponent);
    const [kind, id, events, eventId] = parts;
    if (kind === "suppressions") return this.#suppressions(method, id, query);
    if (kind === "webhooks" && events === undefined && method !== "GET")
      return this.#changeWebhooks(method, id, parsed);
    if (method !== "GET") return null;
    if (path === "/usage") return this.#usage();
    if (path === "/emails")
      return page([...this.mails].map(listedMail).reverse(), query, ["after", "before"]);
    if (kind !== "webhooks") return null;
    if (id === undefined) {
      const list = (this.options.webhooks ?? []).map(shownWebhook).reverse();
      return page(list, query, ["after", "before"]);
    }
    const webhook = this.options.webhooks?.find((one) => one.id === id);
    if (!webhook) return missing("Webhook not found");
    if (events === undefined)
      return good({
        object: "webhook",
        ...shownWebhook(webhook),
        signing_secret: webhook.signingSecret ?? "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      });
    const kept = this.options.events?.[id] ?? [];
    if (eventId === undefined) return page(kept.map(shownEvent).reverse(), query, ["after"]);
    const event = kept.find((one) => one.id === eventId);
    if (!event) return missing("Webhook event not found");
    return good({
      object: "webhook_event",
      ...shownEvent(event),
      next_attempt_at: null,
      payload: event.payload,
    });
  }

  /** Makes and changes them (https://resend.com/docs/api-reference/webhooks/create-webhook). */
  #changeWebhooks(method: string, id: string | undefined, parsed: unknown): ApiAnswer {
    const { endpoint, events, status } = { ...(parsed as Partial<ListedWebhook> | undefined) };
    if (endpoint !== undefined && !/^https:\/\//.test(endpoint))
      return invalid("The `endpoint` must be an https URL.");
    if (events && (events.length === 0 || !events.every((one) => /^\w+(?:\.\w+)+$/.test(one))))
      return invalid("The `events` must be a list of known events.");
    this.options.webhooks ??= [];
    if (method === "POST" && id === undefined) {
      if (!endpoint || !events) return invalid("Missing `endpoint` or `events` field.");
      const secret = `whsec_${randomBytes(24).toString("base64")}`;
      const made: ListedWebhook = { id: randomUUID(), endpoint, events, signingSecret: secret };
      this.options.webhooks.push(made);
      return { ...good({ object: "webhook", id: made.id, signing_secret: secret }), status: 201 };
    }
    const webhook = this.options.webhooks.find((one) => one.id === id);
    if (!webhook) return missing("Webhook not found");
    if (method !== "PATCH") return refused(resendError("method_not_allowed"));
    Object.assign(
      webhook,
      Object.fromEntries(Object.entries({ endpoint, events, status }).filter(([, v]) => v)),
    );
    return good({ object: "webhook", id });
  }

  #usage(): ApiAnswer {
    const { usage } = this.options;
    if (!usage) return refused(resendError("restricted_api_key", { statusCode: 403 }));
    const quota = { used: 12, limit: 3_000, sent: 12, received: 0, resets_at: "2026-07-01T00:00:00.000Z" };
    return good({
      object: "usage",
      emails: {
        daily: { ...quota, limit: 100, resets_at: "2026-06-18T09:30:00.000Z", ...usage.daily },
        monthly: { ...quota, ...usage.monthly },
      },
      contacts: { used: 0, limit: 1_000 },
      segments: { used: 0, limit: 3 },
      broadcasts: { used: 0, limit: null },
      domains: { used: 1, limit: 1 },
      rate_limit: { limit: usage.requestsPerSecond, duration: "1s" },
    });
  }

  #suppressions(method: string, id: string | undefined, query: URLSearchParams): ApiAnswer {
    const list = this.options.suppressions ?? [];
    if (method === "GET" && id === undefined) {
      const origin = query.get("origin");
      const shown = list.filter((one) => origin === null || one.origin === origin).map(shownSuppression);
      return page(shown.reverse(), query, ["after", "before"]);
    }
    const found = list.find((one) => one.id === id || one.email === id);
    if (!found) return missing("Suppression not found");
    if (method === "GET") return good({ object: "suppression", ...shownSuppression(found) });
    if (method !== "DELETE") return refused(resendError("method_not_allowed"));
    list.splice(list.indexOf(found), 1);
    return good({ object: "suppression", id: found.id, deleted: true });
  }
}

/** An entry as the vendor makes one. */
export function suppressionEntry(email: string, changes: Partial<ListedSuppression> = {}): ListedSuppression {
  return { id: randomUUID(), email, origin: "bounce", created_at: "2026-06-01T08:12:45.120Z", ...changes };
}

const good = (body: unknown): ApiAnswer => ({ status: 200, body: JSON.stringify(body), accepted: 0 });

const missing = (message: string) => refused(resendError("not_found", { message }));

const invalid = (message: string) => refused(resendError("validation_error", { message }));

/** One page of a list that has its newest item first. */
export function page(
  list: { id: string }[],
  query: URLSearchParams,
  cursors: ("after" | "before")[],
): ApiAnswer {
  const limit = Number(query.get("limit") ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return invalid("`limit` must be between 1 and 100.");
  const [after, before] = [query.get("after"), query.get("before")];
  if (after !== null && before !== null) return invalid("`after` and `before` exclude each other.");
  if (before !== null && !cursors.includes("before")) return invalid("`before` is not supported here.");
  const at = list.findIndex(({ id }) => id === (after ?? before));
  if ((after ?? before) !== null && at === -1) return invalid("The cursor is not known.");
  const start = after !== null ? at + 1 : before !== null ? Math.max(0, at - limit) : 0;
  const end = before !== null ? at : start + limit;
  const data = list.slice(start, end);
  return good({ object: "list", has_more: before !== null ? start > 0 : end < list.length, data });
}

const shownWebhook = ({ id, endpoint, status = "enabled", events = null }: ListedWebhook) => ({
  id,
  endpoint,
  status,
  events,
  created_at: "2026-01-01T00:00:00.000Z",
});

const shownEvent = ({ id, payload }: KeptEvent) => ({
  id,
  type: payload.type,
  created_at: payload.created_at,
  status: "failed",
});

const shownSuppression = (one: ListedSuppression) => ({ source_id: null, ...one });

const listedMail = ({ id, from, to, cc, bcc, replyTo, subject, at }: AcceptedMail) => ({
  id,
  from,
  to,
  cc,
  bcc,
  reply_to: replyTo,
  subject,
  created_at: at,
  message_id: `<${id}@mail.example.com>`,
  last_event: "delivered",
  scheduled_at: null,
});
