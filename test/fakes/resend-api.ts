import { createHash, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../src/clock.ts";
import { createLimiter, type Limiter, type LimiterKind } from "./rate-limiters.ts";
import { type ResendError, resendError } from "./resend-errors.ts";
import { IdempotencyKeys } from "./resend-keys.ts";
import { MailQuota } from "./resend-limits.ts";
import { page, ResendLists, type ResendListsOptions } from "./resend-lists.ts";
import { type AcceptedMail, acceptedMail, type ResendMailbox } from "./resend-mailbox.ts";
import { addressList, bareAddressOf, checkMail, type WireMail } from "./resend-validate.ts";

type ListedDomain = {
  name: string;
  status: "verified" | "pending" | "not_started" | "failed";
  /** What its status becomes when the vendor is asked to look at its records; `pending` unless said. */
  becomes?: "verified" | "pending" | "failed";
};

export type ResendApiOptions = ResendListsOptions & {
  /** The only good key; by default every key that starts with `re_` is. */
  apiKey?: string;
  /** The key may send and nothing else, as the vendor's restricted keys. */
  sendingOnly?: boolean;
  /** Listed by `GET /domains`; when given, a mail must come from a verified one. */
  domains?: ListedDomain[];
  /** How many the account's plan has room for. */
  mostDomains?: number;
  /** Requests a second; null for no limit and no `ratelimit-*` headers. */
  requestsPerSecond?: number | null;
  /** How they are counted; default in a window that slides. */
  limiter?: LimiterKind;
  /** Mails a UTC day. */
  dailyQuota?: number;
  /** Mails a UTC month. */
  monthlyQuota?: number;
  /** A whole request with a mail to such an address is refused with 422, also in permissive mode. */
  poison?: (address: string, mail: WireMail) => boolean;
  /** A reason for which one mail is bad, in addition to the vendor's checks. */
  refuse?: (address: string, mail: WireMail) => string | null;
  /**
   * A reason for which no mail may be sent now: the whole request is refused (`strict`), or, as a permissive answer
   * of 200, each of its mails.
   */
  refuseAll?: () => { error: ResendError; as: "strict" | "permissive" } | null;
  /** Mails of other programs of the account, which `GET /emails/:id` knows beside the accepted ones. */
  records?: {
    id: string;
    from: string;
    to: string[];
    subject: string;
    tags: { name: string; value: string }[];
  }[];
  /** Mails that came in, which `GET /emails/receiving/:id` knows. */
  received?: {
    id: string;
    from: string;
    to: string[];
    cc?: string[] | null;
    subject: string;
    headers: Record<string, string>;
    text: string | null;
    html: string | null;
  }[];
  /** Called with the mails of each accepted request. */
  onAccepted?: (mails: AcceptedMail[]) => void;
};

/** A request whose body came whole; `parsed` is undefined when it is not JSON. */
export type ApiRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: {
    authorization: string | null;
    userAgent: string | null;
    validation: string | null;
    key: string | null;
  };
  body: Buffer;
  parsed: unknown;
};

export type ApiAnswer = {
  status: number;
  body: string;
  headers?: Record<string, string>;
  /** Mails newly accepted by this request. */
  accepted: number;
};

/** Which mails of a request are refused beside bad ones. */
type RefusedSome = { every: number; error: ResendError };

/** What api.resend.com does with a request, apart from HTTP and from what goes wrong. */
export class ResendApi {
  readonly counts = { batches: 0, replays: 0, conflicts: 0, limited: 0, quotaRefusals: 0, rejectedMails: 0 };
  /** The answer to the request accepted last. */
  lastAccepted: ApiAnswer | null = null;
  requestsPerSecond: number | null;
  readonly #keys: IdempotencyKeys;
  readonly #quotas: MailQuota[];
  readonly #limiter: Limiter;
  readonly #lists: ResendLists;

  constructor(
    private readonly options: ResendApiOptions,
    private readonly mailbox: ResendMailbox,
    private readonly clock: Clock,
    private readonly stopping: AbortSignal,
  ) {
    this.requestsPerSecond = options.requestsPerSecond ?? null;
    this.#limiter = createLimiter(
      options.limiter ?? "sliding window",
      () => this.requestsPerSecond ?? 0,
      performance.now(),
    );
    this.#lists = new ResendLists(options, mailbox.mails);
    this.#keys = new IdempotencyKeys(clock);
    this.#quotas = [
      ...(options.dailyQuota === undefined ? [] : [new MailQuota("day", options.dailyQuota, clock)]),
      ...(options.monthlyQuota === undefined ? [] : [new MailQuota("month", options.monthlyQuota, clock)]),
    ];
  }

  /** Refusals that come before the body is looked at: access and the rate limit. Takes one of the second's requests. */
  admit(request: ApiRequest): ApiAnswer | null {
    return refuseAccess(request, this.options) ?? this.#overLimit();
  }

  /** Carries an admitted request out; while it waits `latencyMs`, its key is in flight. */
  async carryOut(
    request: ApiRequest,
    latencyMs = 0,
    refusedSome: RefusedSome | null = null,
  ): Promise<ApiAnswer> {
    const route = `${request.method} ${request.path}`;
    if (route === "GET /domains") return this.#listDomains(request.query);
    if (request.path.split("/")[1] === "domains") return this.#oneDomain(request);
    const listed = this.#lists.answer(request);
    if (listed) return listed;
    if (route === "GET /emails/receiving") return this.#listReceived();
    const mailId = /^GET \/emails\/([^/]+)$/.exec(route)?.[1];
    if (mailId !== undefined) return this.#showMail(decodeURIComponent(mailId));
    const receivedId = /^GET \/emails\/receiving\/([^/]+)$/.exec(route)?.[1];
    if (receivedId !== undefined) return this.#showReceived(decodeURIComponent(receivedId));
    if (route === "POST /emails" || route === "POST /emails/batch")
      return await this.#send(request, latencyMs, refusedSome);
    const isKnown = ["/emails", "/emails/batch"].includes(request.path);
    return refused(resendError(isKnown ? "method_not_allowed" : "not_found"));
  }

  /** Keeps a key in flight, as a request that hangs does; the result ends that. Null when the key is not free. */
  holdKey(key: string): (() => void) | null {
    if (this.#keys.look(key, "").kind !== "free") return null;
    this.#keys.begin(key, "");
    return () => this.#keys.release(key);
  }

  /** Headers that every answer carries while there is a limit. */
  limitHeaders(): Record<string, string> {
    const limit = this.requestsPerSecond;
    if (limit === null) return {};
    const now = performance.now();
    return {
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(Math.max(0, this.#limiter.remaining(now))),
      "ratelimit-reset": String(Math.max(1, Math.ceil(this.#limiter.untilRoomMs(now) / 1000))),
      "ratelimit-policy": `${limit};w=1`,
    };
  }

  #overLimit(): ApiAnswer | null {
    const limit = this.requestsPerSecond;
    if (limit === null) return null;
    const now = performance.now();
    if (this.#limiter.admits(now)) return null;
    this.counts.limited += 1;
    const message = `Too many requests. You can only make ${limit} requests per second.`;
    const retryAfterSeconds = Math.max(1, Math.ceil(this.#limiter.untilRoomMs(now) / 1000));
    return refused(resendError("rate_limit_exceeded", { message }), {
      "retry-after": String(retryAfterSeconds),
    });
  }

  async #send(request: ApiRequest, latencyMs: number, refusedSome: RefusedSome | null): Promise<ApiAnswer> {
    const { key } = request.headers;
    if (key !== null && (key.length < 1 || key.length > 256))
      return refused(resendError("invalid_idempotency_key"));
    if (request.parsed === undefined) {
      const message = "The request body is not valid JSON.";
      return refused(resendError("validation_error", { statusCode: 400, message }));
    }
    if (key === null) return await this.#accept(request, latencyMs, refusedSome);
    const bodyHash = createHash("sha256")
      .update(request.path)
      .update("\n")
      .update(request.body)
      .digest("hex");
    const known = this.#answerFromKey(key, bodyHash);
    if (known) return known;
    this.#keys.begin(key, bodyHash);
    try {
      const answer = await this.#accept(request, latencyMs, refusedSome);
      if (answer.status === 200) this.#keys.keep(key, { status: answer.status, body: answer.body });
      return answer;
    } finally {
      this.#keys.release(key);
    }
  }

  #answerFromKey(key: string, bodyHash: string): ApiAnswer | null {
    const state = this.#keys.look(key, bodyHash);
    if (state.kind === "free") return null;
    if (state.kind === "replay") {
      this.counts.replays += 1;
      return { ...state.answer, accepted: 0 };
    }
    this.counts.conflicts += 1;
    const name =
      state.kind === "other-body" ? "invalid_idempotent_request" : "concurrent_idempotent_requests";
    return refused(resendError(name));
  }

  async #accept(request: ApiRequest, latencyMs: number, refusedSome: RefusedSome | null): Promise<ApiAnswer> {
    if (latencyMs > 0) await delay(latencyMs, undefined, { signal: this.stopping });
    const isBatch = request.path === "/emails/batch";
    const list: unknown[] | null = isBatch ? asList(request.parsed) : [request.parsed];
    if (list === null || list.length === 0 || list.length > 100) {
      return refused(
        resendError("validation_error", { message: "A batch must have between 1 and 100 emails." }),
      );
    }
    const isPermissive = isBatch && request.headers.validation === "permissive";
    const forAll = this.options.refuseAll?.() ?? null;
    if (forAll) {
      this.counts.rejectedMails += list.length;
      return isPermissive && forAll.as === "permissive"
        ? refusedEach(list.length, forAll.error)
        : refused(forAll.error);
    }
    const { good, errors, wholeRefusal } = this.#checkAll(list, isBatch, refusedSome);
    this.counts.rejectedMails += errors.length;
    const refusal = wholeRefusal ?? (isPermissive ? null : (errors[0]?.error ?? null));
    if (refusal) return refused(refusal);
    const quotaRefusal = this.#overQuota(good.length);
    if (quotaRefusal) return quotaRefusal;
    const ids = this.#take(good, request.headers.key);
    if (isBatch) this.counts.batches += 1;
    const shownErrors = errors.map(({ index, error }) => ({ index, message: error.message }));
    const body = isBatch ? { data: ids, ...(isPermissive ? { errors: shownErrors } : {}) } : ids[0];
    this.lastAccepted = { status: 200, body: JSON.stringify(body), accepted: good.length };
    return this.lastAccepted;
  }

  #checkAll(list: unknown[], isBatch: boolean, refusedSome: RefusedSome | null) {
    const good: WireMail[] = [];
    const errors: { index: number; error: ResendError }[] = [];
    let wholeRefusal: ResendError | null = null;
    for (const [index, value] of list.entries()) {
      const check = checkMail(value, isBatch);
      if (check.kind === "bad") {
        errors.push({ index, error: check.error });
        continue;
      }
      const isAmongSome = refusedSome !== null && index % refusedSome.every === 0;
      const error = this.#ownRefusal(check.mail) ?? (isAmongSome ? refusedSome.error : null);
      if (error) errors.push({ index, error });
      else good.push(check.mail);
      wholeRefusal ??= this.#poisoned(check.mail) ?? this.#unverified(check.mail);
    }
    return { good, errors, wholeRefusal };
  }

  #ownRefusal(mail: WireMail): ResendError | null {
    for (const to of addressList(mail.to)) {
      const message = this.options.refuse?.(bareAddressOf(to) ?? to, mail);
      if (message) return resendError("validation_error", { message });
    }
    return null;
  }

  #poisoned(mail: WireMail): ResendError | null {
    const isPoisoned = addressList(mail.to).some((to) =>
      this.options.poison?.(bareAddressOf(to) ?? to, mail),
    );
    return isPoisoned ? resendError("validation_error", { message: "Invalid `to` field." }) : null;
  }

  #unverified(mail: WireMail): ResendError | null {
    if (!this.options.domains) return null;
    const name = bareAddressOf(mail.from)?.split("@").at(-1)?.toLowerCase();
    if (this.options.domains.some((domain) => domain.name === name && domain.status === "verified"))
      return null;
    const message = `The ${name} domain is not verified. Please, add and verify your domain on https://resend.com/domains`;
    return resendError("validation_error", { statusCode: 403, message });
  }

  #overQuota(mails: number): ApiAnswer | null {
    for (const quota of this.#quotas) {
      const taken = quota.take(mails);
      if (taken.ok) continue;
      this.counts.quotaRefusals += 1;
      const name = quota.span === "day" ? "daily_quota_exceeded" : "monthly_quota_exceeded";
      return refused(resendError(name), { "retry-after": String(taken.retryAfterSeconds) });
    }
    return null;
  }

  #take(mails: WireMail[], key: string | null): { id: string }[] {
    const at = this.clock.now().toISOString();
    const accepted = mails.map((mail) => acceptedMail(mail, { id: randomUUID(), at, key }));
    this.mailbox.accept(accepted);
    this.options.onAccepted?.(accepted);
    return accepted.map(({ id }) => ({ id }));
  }

  /** Only mails that `keep` keeps, or that `records` adds, are known. */
  #showMail(id: string): ApiAnswer {
    const mail = [...this.mailbox.mails, ...(this.options.records ?? [])].find((one) => one.id === id);
    if (!mail) return refused(resendError("not_found", { message: "Email not found" }));
    const { from, to, subject, tags } = mail;
    const body = { object: "email", id, from, to, subject, tags, last_event: "delivered" };
    return { status: 200, body: JSON.stringify(body), accepted: 0 };
  }

  #listReceived(): ApiAnswer {
    const data = (this.options.received ?? []).map(({ html: _, text: __, headers: ___, ...mail }) => mail);
    return { status: 200, body: JSON.stringify({ object: "list", has_more: false, data }), accepted: 0 };
  }

  #showReceived(id: string): ApiAnswer {
    const mail = this.options.received?.find((one) => one.id === id);
    if (!mail) return refused(resendError("not_found", { message: "Email not found" }));
    return { status: 200, body: JSON.stringify({ object: "email", ...mail }), accepted: 0 };
  }

  /** Makes one, shows one, and looks at the records of one. */
  #oneDomain({ method, path, parsed }: ApiRequest): ApiAnswer {
    this.options.domains ??= [{ name: "example.com", status: "verified" }];
    const { domains } = this.options;
    const [, , id, verb] = path.split("/");
    const good = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body), accepted: 0 });
    if (method === "POST" && id === undefined) {
      const { name } = { ...(parsed as { name?: string } | undefined) };
      if (!name || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name))
        return refused(resendError("validation_error", { message: "The domain name is invalid." }));
      if (domains.some((one) => one.name === name))
        return refused(
          resendError("validation_error", { statusCode: 403, message: "The domain is registered already." }),
        );
      if (domains.length >= (this.options.mostDomains ?? Number.POSITIVE_INFINITY))
        return refused(
          resendError("validation_error", { statusCode: 403, message: "Your plan has no room for it." }),
        );
      const made: ListedDomain = { name, status: "not_started" };
      domains.push(made);
      return good(domainWithRecords(made), 201);
    }
    const domain = domains.find(({ name }) => domainId(name) === id);
    if (!domain) return refused(resendError("not_found", { message: "Domain not found" }));
    if (method === "GET" && verb === undefined) return good(domainWithRecords(domain));
    if (method !== "POST" || verb !== "verify") return refused(resendError("method_not_allowed"));
    domain.status = domain.becomes ?? "pending";
    return good({ object: "domain", id });
  }

  #listDomains(query: URLSearchParams): ApiAnswer {
    const domains = this.options.domains ?? [{ name: "example.com", status: "verified" }];
    return page(domains.map(shownDomain), query, ["after", "before"]);
  }
}

const domainId = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 32);

function shownDomain({ name, status }: ListedDomain) {
  return {
    id: domainId(name),
    name,
    status,
    created_at: "2026-01-01 00:00:00.000000+00",
    region: "us-east-1",
    capabilities: { sending: "enabled", receiving: "disabled" },
  };
}

/** With its records (https://resend.com/docs/api-reference/domains/get-domain), which stand below the domain itself. */
function domainWithRecords(domain: ListedDomain) {
  const { status } = domain;
  const record = { ttl: "Auto", status: status === "verified" ? "verified" : "not_started" };
  const mx = "feedback-smtp.us-east-1.amazonses.com";
  return {
    object: "domain",
    ...shownDomain(domain),
    records: [
      { record: "SPF", name: "send", type: "MX", value: mx, priority: 10, ...record },
      { record: "SPF", name: "send", type: "TXT", value: "v=spf1 include:amazonses.com ~all", ...record },
      {
        record: "DKIM",
        name: "resend._domainkey",
        type: "TXT",
        value: `p=${"MIGfMA0GCSq".repeat(18)}`,
        ...record,
      },
    ],
  };
}

/** An answer that refuses; nothing was accepted. */
export function refused(error: ResendError, headers: Record<string, string> = {}): ApiAnswer {
  return { status: error.statusCode, body: JSON.stringify(error), headers, accepted: 0 };
}

/** A 200, which is kept under its key as any other. */
function refusedEach(count: number, { message }: ResendError): ApiAnswer {
  const errors = Array.from({ length: count }, (_, index) => ({ index, message }));
  return { status: 200, body: JSON.stringify({ data: [], errors }), accepted: 0 };
}

const asList = (value: unknown): unknown[] | null => (Array.isArray(value) ? (value as unknown[]) : null);

function refuseAccess({ method, path, headers }: ApiRequest, options: ResendApiOptions): ApiAnswer | null {
  if (!headers.userAgent) {
    // The vendor's front answers this one before the API does, hence no JSON.
    return { status: 403, body: "error code: 1010", headers: { "content-type": "text/plain" }, accepted: 0 };
  }
  if (headers.authorization === null) return refused(resendError("missing_api_key"));
  const key = /^Bearer (re_\S+)$/.exec(headers.authorization)?.[1];
  if (key === undefined || (options.apiKey !== undefined && key !== options.apiKey)) {
    return refused(resendError("invalid_api_key"));
  }
  const isSending = method === "POST" && path.startsWith("/emails");
  return options.sendingOnly && !isSending ? refused(resendError("restricted_api_key")) : null;
}
