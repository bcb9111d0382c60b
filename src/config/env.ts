import { CronExpressionParser } from "cron-parser";
import { z } from "zod";
import { mailboxSetting } from "../addresses/mailbox.ts";
import { InvalidConfigError } from "../errors.ts";
import {
  type ConnectionsConfig,
  connectionVariables,
  contradictingConnections,
  type RedisConfig,
  toConnections,
  withLowerCaseProxies,
} from "./connections.ts";
import { endlessHold, type HoldConfig, holdVariables, toHoldConfig } from "./hold.ts";
import { forgottenDeliveries, keptDeliveriesVariables } from "./kept-deliveries.ts";
import type { Network } from "./networks.ts";
import { type ShortForm, shortFormList } from "./short-forms.ts";
import {
  forgottenClicks,
  type StillReadingConfig,
  stillReadingVariables,
  toStillReadingConfig,
} from "./still-reading.ts";
import {
  type TracesConfig,
  toTracesConfig,
  tracesVariables,
  unspokenProtocol,
  withTracesWhenOn,
} from "./traces.ts";
import {
  dailyCaps,
  httpUrl,
  list,
  listenAddress,
  percent,
  privatePeers,
  serviceUrl,
  siteOrigins,
  siteUrl,
  wholeNumber,
} from "./values.ts";

/** The ways to send mail: kept in the local mailbox, or a provider. */
const mailTransports = ["outbox", "resend"] as const;

export type MailTransport = (typeof mailTransports)[number];

/** What fixes settings that operators otherwise change while it runs; `src/settings` says what each may be. */
const settingVariables = {
  BRAND_NAME: z.string().optional(),
  BRAND_TAGLINE: z.string().optional(),
  BRAND_ACCENT: z.string().optional(),
  BRAND_LOGO: z.string().optional(),
  BRAND_FOOTER: z.string().optional(),
  BRAND_LANGUAGE: z.string().optional(),
  WORDS_FILE: z.string().optional(),
};

export type SettingVariable = keyof typeof settingVariables;

/** Everything that Paperboy reads from its surroundings, parsed once at start. */
export type Config = {
  isProduction: boolean;
  /** Whether a continuous integration runs this, on a machine that is gone afterwards. */
  isCi: boolean;
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** Folder of the embedded database and of what the embedded form keeps. */
  dataDir: string;
  database: ConnectionsConfig["database"];
  queue: {
    /** Null when the queue lies in PostgreSQL. */
    redis: RedisConfig | null;
    /** The most connections of a process to a queue in PostgreSQL. */
    poolSize: number;
    prefix: string;
    /** A job whose worker shows no sign of life for this long is given to another. */
    lockMs: number;
  };
  /** Through which outgoing requests go. */
  proxy: ConnectionsConfig["proxy"];
  delivery: {
    /** A batch whose worker shows no sign of life for this long may be taken by another. */
    leaseMs: number;
    /** How often what is due is looked for in PostgreSQL: the most that a lost doorbell may cost. */
    dispatchEveryMs: number;
    /** This many transient bounces in a row suppress an address; 0 never does. */
    transientBounceLimit: number;
    /** Whether a bounce or complaint of another program's mail suppresses its address here too. */
    suppressesForeignComplaints: boolean;
    breaker: BreakerLimits;
    /** The most mails of each day of sending of a new domain, from the first on; empty where it is warm. */
    warmUp: number[];
    /** Where a test wants this process to die, at which passing (from 1); see crash-point.ts. */
    crashAt: { point: string; passing: number } | null;
    /** The most requests of one night that fetch the provider's word. */
    reconcileRequests: number;
  };
  site: {
    /** Absolute, without a trailing slash. */
    publicUrl: string;
    port: number;
    /** The address of this machine that is listened on; null is every one. */
    host: string | null;
    /** Number of proxies in front whose `X-Forwarded-For` is believed. */
    trustedProxies: number;
    opsPassword: string | null;
    /** Whether pages show the papers' pictures, which this site then fetches from Hugging Face. */
    showsPictures: boolean;
    /** Other sites whose subscribe forms are taken, as `Origin` names them. */
    embedOrigins: string[];
  };
  /** The first signs; all are accepted. */
  tokens: { secrets: string[] };
  /** Suppressions are kept under the first and looked up under all; those of `tokens` follow. */
  suppressions: { secrets: string[] };
  mail: {
    transport: MailTransport;
    from: string;
    replyTo: string | null;
    /** A bare address for mails that unsubscribe; null leaves them to `replyTo`. */
    unsubscribeTo: string | null;
    postalAddress: string;
    /** Whether digests show the papers' pictures, which readers' clients load from their source. */
    showsThumbnails: boolean;
    resend: {
      apiKey: string | null;
      baseUrl: string;
      /** The first is current; the second is accepted during a rotation. */
      webhookSecrets: string[];
      /** Null leaves it to what the provider says of the account. */
      requestsPerSecond: number | null;
      requestTimeoutMs: number;
    };
  };
  sources: {
    huggingfaceUrl: string;
    /** The most requests of one day (UTC) for what cites papers at Hugging Face; 0 never asks. */
    reposDailyLimit: number;
    arxivUrl: string;
    arxivFeedUrl: string;
    arxivOaiUrl: string;
    /** For how long arXiv's query API must refuse (429) before its OAI-PMH is asked. */
    arxivOaiAfterMs: number;
    arxivCategories: string[];
    /** Named in the User-Agent, so that a source can reach the operator. */
    contact: string;
    /** Least time between two requests to arXiv, as its terms ask. */
    arxivSpacingMs: number;
  };
  /** More short forms by which keywords find papers than the usual ones. */
  shortForms: ShortForm[];
  /** The endpoint whose language model makes one sentence of each abstract; null when none does. */
  summaries: SummariesConfig | null;
  watch: {
    /** Who is mailed when something needs an operator. */
    opsEmail: string | null;
    /** Where the same is posted as JSON. */
    alertWebhookUrl: string | null;
    /** A worker process serves its own `/metrics` at this port. */
    metricsPort: number | null;
    /** What every scraper must send as `Authorization: Bearer`. */
    metricsToken: string | null;
    /** Private networks whose scrapers need no token, beside this machine itself. */
    metricsPeers: Network[];
  };
  /** Where spans go; null when there is no tracing. */
  traces: TracesConfig | null;
  /** How many days things are kept; 0 is for ever. */
  retention: {
    events: number;
    /** Mails of the local mailbox, and single mails that were sent. */
    mails: number;
    /** Every signal of a paper; older ones are thinned to one a day. */
    signals: number;
    /** Source runs, rejected items, finished jobs, errands and alerts that are over. */
    runs: number;
    /** Who did what. */
    audit: number;
    /** Deliveries and batches; of older editions only totals are kept. */
    deliveries: number;
  };
  /** As they are written. */
  settings: Partial<Record<SettingVariable, string>>;
  schedule: {
    /** Cron pattern in UTC: when the day before is published. */
    publishAt: string;
    /** Cron pattern in UTC. */
    ingestEvery: string;
  };
  hold: HoldConfig;
  /** Null where nobody is asked whether they still read. */
  stillReading: StillReadingConfig | null;
};

/** An endpoint that speaks OpenAI's chat completions API. */
export type SummariesConfig = {
  /** What stands before `/chat/completions`, without a trailing slash. */
  baseUrl: string;
  model: string;
  apiKey: string | null;
  /** The most requests of one day (UTC). */
  dailyLimit: number;
  timeoutMs: number;
};

/** When the breaker warns of complaints and permanent bounces, and when it pauses; ratios from 0 to 1. */
export type BreakerLimits = {
  complaintRatio: number;
  bounceRatio: number;
  /** The part of a limit at which an operator is warned. */
  warnShare: number;
  /** Below these a ratio says nothing. */
  leastSubmitted: number;
  leastComplaints: number;
  leastBounces: number;
  windowDays: number;
};

const crashSpot = z
  .string()
  .regex(/^[a-z-]+(:[1-9]\d{0,3})?$/, "must be a step's name, or name:n for its n-th passing")
  .transform((text) => {
    const [point = "", passing = "1"] = text.split(":");
    return { point, passing: Number(passing) };
  });

const cronPattern = z.string().refine(isCronPattern, {
  message: "must be a cron pattern of five fields, such as 0 4 * * *",
});

function isCronPattern(text: string): boolean {
  try {
    CronExpressionParser.parse(text);
    return text.trim().split(/\s+/).length === 5;
  } catch {
    return false; // the parser throws for what is no pattern
  }
}

const usualEventsDays = 90;

/** Each variable with its default; `.env.example` lists the same names. */
const envSchema = z.object({
  NODE_ENV: z.string().default("development"),
  CI: z.string().optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  DATA_DIR: z.string().default(".data"),
  ...connectionVariables,
  QUEUE_PREFIX: z
    .string()
    .regex(/^[\w{}-]+$/, "may hold letters, digits, _, - and braces only")
    .default("{paperboy}"),
  QUEUE_LOCK_MS: wholeNumber(1_000, 600_000).default(15_000),
  DELIVERY_LEASE_MS: wholeNumber(1_000, 600_000).default(15_000),
  DISPATCH_EVERY_MS: wholeNumber(500, 60_000).default(30_000),
  TRANSIENT_BOUNCE_LIMIT: wholeNumber(0, 100).default(5),
  SUPPRESS_FOREIGN_COMPLAINTS: z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((word) => word === "true"),
  BREAKER_COMPLAINT_PERCENT: percent.default(0.08),
  BREAKER_BOUNCE_PERCENT: percent.default(4),
  BREAKER_WARN_PERCENT: percent.default(50),
  BREAKER_MIN_MAILS: wholeNumber(1, 10_000_000).default(500),
  BREAKER_MIN_COMPLAINTS: wholeNumber(1, 1_000_000).default(5),
  BREAKER_MIN_BOUNCES: wholeNumber(1, 1_000_000).default(20),
  BREAKER_WINDOW_DAYS: wholeNumber(1, 30).default(7),
  WARM_UP: dailyCaps.default([]),
  PAPERBOY_CRASH_AT: crashSpot.optional(),
  PUBLIC_URL: siteUrl.optional(),
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: listenAddress.optional(),
  TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  OPS_PASSWORD: z.string().min(8, "must have at least 8 characters").optional(),
  SITE_PICTURES: z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((word) => word === "true"),
  EMBED_ORIGINS: siteOrigins.default([]),
  TOKEN_SECRET: z
    .string()
    .transform(list)
    .refine(
      (secrets) =>
        secrets.length >= 1 &&
        secrets.length <= 2 &&
        secrets.every((secret) => Buffer.byteLength(secret) >= 32),
      { message: "must be one secret of 32 bytes or more, or two with a comma between (the first signs)" },
    )
    .optional(),
  SUPPRESSION_SECRET: z
    .string()
    .transform(list)
    .refine((secrets) => secrets.every((secret) => Buffer.byteLength(secret) >= 32), {
      message: "must be secrets of 32 bytes or more with commas between (new rows take the first)",
    })
    .default([]),
  MAIL_TRANSPORT: z.enum(mailTransports).optional(),
  MAIL_FROM: mailboxSetting("MAIL_FROM").optional(),
  MAIL_REPLY_TO: mailboxSetting("MAIL_REPLY_TO").optional(),
  MAIL_UNSUBSCRIBE_TO: z.email("must be an address").optional(),
  MAIL_POSTAL_ADDRESS: z
    .string()
    .regex(/^[^\r\n]+$/, "must be one line")
    .optional(),
  MAIL_THUMBNAILS: z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((word) => word === "true"),
  RESEND_API_KEY: z.string().startsWith("re_", "must start with re_").optional(),
  RESEND_BASE_URL: httpUrl.default("https://api.resend.com"),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .transform(list)
    .refine((secrets) => secrets.every((secret) => secret.startsWith("whsec_")), {
      message: "must start with whsec_ (two with a comma between during a rotation)",
    })
    .default([]),
  RESEND_REQUESTS_PER_SECOND: wholeNumber(1, 10_000).optional(),
  RESEND_TIMEOUT_MS: wholeNumber(100, 120_000).default(30_000),
  RECONCILE_REQUESTS: wholeNumber(0, 100_000).default(1_000),
  HF_BASE_URL: httpUrl.default("https://huggingface.co"),
  HF_REPOS_DAILY_LIMIT: wholeNumber(0, 10_000).default(200),
  ARXIV_BASE_URL: httpUrl.optional(),
  ARXIV_FEED_URL: httpUrl.optional(),
  ARXIV_OAI_URL: httpUrl.optional(),
  ARXIV_OAI_AFTER_MINUTES: wholeNumber(0, 1440).default(30),
  ARXIV_CATEGORIES: z
    .string()
    .transform(list)
    .refine((names) => names.every((name) => /^[a-z-]+(\.[A-Za-z-]+)?$/.test(name)), {
      message: "must be arXiv categories with commas between, such as cs.CL,cs.CV",
    })
    .default([]),
  ARXIV_SPACING_MS: wholeNumber(0, 60_000).default(3000),
  SHORT_FORMS: shortFormList.default([]),
  SUMMARY_BASE_URL: serviceUrl.optional(),
  SUMMARY_MODEL: z
    .string()
    .regex(/^[\w.:/@+-]{1,100}$/, "must be a model's name, such as llama3.2 or gpt-4.1-mini")
    .optional(),
  SUMMARY_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be one word of printable characters")
    .optional(),
  SUMMARY_DAILY_LIMIT: wholeNumber(0, 100_000).default(200),
  SUMMARY_TIMEOUT_MS: wholeNumber(100, 120_000).default(20_000),
  OPS_EMAIL: z.email("must be an address").optional(),
  ALERT_WEBHOOK_URL: httpUrl.optional(),
  METRICS_PORT: wholeNumber(1, 65_535).optional(),
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  METRICS_PEERS: privatePeers.default([]),
  ...tracesVariables,
  ...settingVariables,
  RETENTION_EVENTS_DAYS: wholeNumber(0, 36_500).default(usualEventsDays),
  RETENTION_MAILS_DAYS: wholeNumber(0, 36_500).default(30),
  RETENTION_SIGNALS_DAYS: wholeNumber(0, 36_500).default(30),
  RETENTION_RUNS_DAYS: wholeNumber(0, 36_500).default(90),
  RETENTION_AUDIT_DAYS: wholeNumber(0, 36_500).default(365),
  ...keptDeliveriesVariables,
  PUBLISH_AT: cronPattern.default("0 4 * * *"),
  INGEST_EVERY: cronPattern.default("7 * * * *"),
  ...holdVariables,
  ...stillReadingVariables,
});

/** The names of all variables that are read, in their documented order. */
export const envNames = Object.keys(envSchema.shape);

/**
 * Reads the configuration from environment variables; an empty value counts as unset.
 *
 * @throws {InvalidConfigError} naming every variable that is wrong or missing, never their values.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = withTracesWhenOn(
    Object.fromEntries(
      Object.entries(withLowerCaseProxies(env)).filter(([, value]) => value !== undefined && value !== ""),
    ),
  );
  const parsed = envSchema.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${describe(issue)}`);
  problems.push(
    ...missingInProduction(given),
    ...contradictingConnections(given),
    ...halfOfSummaries(given),
    ...unspokenProtocol(given),
    ...endlessHold(given),
    ...forgottenClicks(given, usualEventsDays),
    ...forgottenDeliveries(given),
  );
  if (!parsed.success || problems.length > 0) throw new InvalidConfigError(problems);
  return toConfig(parsed.data);
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
  return issue.message;
}

/** Nothing is guessed from a missing secret: production names how it mails and what it signs with. */
function missingInProduction(given: Record<string, string | undefined>): string[] {
  const problems: string[] = [];
  if (given.MAIL_TRANSPORT === "resend") {
    if (!given.RESEND_API_KEY) problems.push("RESEND_API_KEY must be set when MAIL_TRANSPORT is resend");
    for (const name of ["MAIL_FROM", "MAIL_POSTAL_ADDRESS", "PUBLIC_URL", "TOKEN_SECRET"]) {
      if (!given[name]) problems.push(`${name} must be set when MAIL_TRANSPORT is resend`);
    }
  }
  if (given.NODE_ENV === "production") {
    if (given.PAPERBOY_CRASH_AT)
      problems.push("PAPERBOY_CRASH_AT is for tests only and must not be set in production");
    if (!given.MAIL_TRANSPORT)
      problems.push(`MAIL_TRANSPORT must be set to ${mailTransports.join(" or ")} in production`);
    for (const name of ["PUBLIC_URL", "TOKEN_SECRET"]) {
      if (!given[name] && given.MAIL_TRANSPORT !== "resend")
        problems.push(`${name} must be set in production`);
    }
  }
  return problems;
}

/** One of the two says nothing without the other. */
function halfOfSummaries(given: Record<string, string | undefined>): string[] {
  if (given.SUMMARY_BASE_URL && !given.SUMMARY_MODEL)
    return ["SUMMARY_MODEL must be set when SUMMARY_BASE_URL is"];
  if (given.SUMMARY_MODEL && !given.SUMMARY_BASE_URL)
    return ["SUMMARY_BASE_URL must be set when SUMMARY_MODEL is"];
  return [];
}

function toSummaries(env: z.infer<typeof envSchema>): SummariesConfig | null {
  if (env.SUMMARY_BASE_URL === undefined || env.SUMMARY_MODEL === undefined) return null;
  return {
    baseUrl: env.SUMMARY_BASE_URL,
    model: env.SUMMARY_MODEL,
    apiKey: env.SUMMARY_API_KEY ?? null,
    dailyLimit: env.SUMMARY_DAILY_LIMIT,
    timeoutMs: env.SUMMARY_TIMEOUT_MS,
  };
}

function toConfig(env: z.infer<typeof envSchema>): Config {
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  const { database, redis, queuePoolSize, proxy } = toConnections(env);
  return {
    isProduction: env.NODE_ENV === "production",
    isCi: env.CI !== undefined && env.CI.toLowerCase() !== "false",
    logLevel: env.LOG_LEVEL,
    dataDir: env.DATA_DIR,
    database,
    queue: { redis, poolSize: queuePoolSize, prefix: env.QUEUE_PREFIX, lockMs: env.QUEUE_LOCK_MS },
    proxy,
    delivery: {
      leaseMs: env.DELIVERY_LEASE_MS,
      dispatchEveryMs: env.DISPATCH_EVERY_MS,
      transientBounceLimit: env.TRANSIENT_BOUNCE_LIMIT,
      suppressesForeignComplaints: env.SUPPRESS_FOREIGN_COMPLAINTS,
      breaker: {
        complaintRatio: env.BREAKER_COMPLAINT_PERCENT / 100,
        bounceRatio: env.BREAKER_BOUNCE_PERCENT / 100,
        warnShare: env.BREAKER_WARN_PERCENT / 100,
        leastSubmitted: env.BREAKER_MIN_MAILS,
        leastComplaints: env.BREAKER_MIN_COMPLAINTS,
        leastBounces: env.BREAKER_MIN_BOUNCES,
        windowDays: env.BREAKER_WINDOW_DAYS,
      },
      warmUp: env.WARM_UP,
      crashAt: env.PAPERBOY_CRASH_AT ?? null,
      reconcileRequests: env.RECONCILE_REQUESTS,
    },
    site: {
      publicUrl,
      port: env.PORT,
      host: env.HOST ?? null,
      trustedProxies: env.TRUSTED_PROXIES,
      opsPassword: env.OPS_PASSWORD ?? null,
      showsPictures: env.SITE_PICTURES,
      embedOrigins: env.EMBED_ORIGINS,
    },
    tokens: { secrets: env.TOKEN_SECRET ?? [] },
    suppressions: { secrets: env.SUPPRESSION_SECRET },
    mail: {
      transport: env.MAIL_TRANSPORT ?? "outbox",
      from: env.MAIL_FROM ?? "Paperboy <paperboy@localhost.localdomain>",
      replyTo: env.MAIL_REPLY_TO ?? null,
      unsubscribeTo: env.MAIL_UNSUBSCRIBE_TO ?? null,
      postalAddress: env.MAIL_POSTAL_ADDRESS ?? "Set MAIL_POSTAL_ADDRESS to the address of who sends this",
      showsThumbnails: env.MAIL_THUMBNAILS,
      resend: {
        apiKey: env.RESEND_API_KEY ?? null,
        baseUrl: env.RESEND_BASE_URL,
        webhookSecrets: env.RESEND_WEBHOOK_SECRET,
        requestsPerSecond: env.RESEND_REQUESTS_PER_SECOND ?? null,
        requestTimeoutMs: env.RESEND_TIMEOUT_MS,
      },
    },
    sources: {
      huggingfaceUrl: env.HF_BASE_URL,
      reposDailyLimit: env.HF_REPOS_DAILY_LIMIT,
      arxivUrl: env.ARXIV_BASE_URL ?? "https://export.arxiv.org",
      // arXiv's feeds and its OAI-PMH have hosts of their own; a mirror or a stand-in that is named has them too.
      arxivFeedUrl: env.ARXIV_FEED_URL ?? env.ARXIV_BASE_URL ?? "https://rss.arxiv.org",
      arxivOaiUrl: env.ARXIV_OAI_URL ?? `${env.ARXIV_BASE_URL ?? "https://oaipmh.arxiv.org"}/oai`,
      arxivOaiAfterMs: env.ARXIV_OAI_AFTER_MINUTES * 60_000,
      arxivCategories: env.ARXIV_CATEGORIES,
      contact: publicUrl,
      arxivSpacingMs: env.ARXIV_SPACING_MS,
    },
    shortForms: env.SHORT_FORMS,
    summaries: toSummaries(env),
    watch: {
      opsEmail: env.OPS_EMAIL ?? null,
      alertWebhookUrl: env.ALERT_WEBHOOK_URL ?? null,
      metricsPort: env.METRICS_PORT ?? null,
      metricsToken: env.METRICS_TOKEN ?? null,
      metricsPeers: env.METRICS_PEERS,
    },
    traces: toTracesConfig(env),
    retention: {
      events: env.RETENTION_EVENTS_DAYS,
      mails: env.RETENTION_MAILS_DAYS,
      signals: env.RETENTION_SIGNALS_DAYS,
      runs: env.RETENTION_RUNS_DAYS,
      audit: env.RETENTION_AUDIT_DAYS,
      deliveries: env.RETENTION_DELIVERIES_DAYS,
    },
    settings: {
      BRAND_NAME: env.BRAND_NAME,
      BRAND_TAGLINE: env.BRAND_TAGLINE,
      BRAND_ACCENT: env.BRAND_ACCENT,
      BRAND_LOGO: env.BRAND_LOGO,
      BRAND_FOOTER: env.BRAND_FOOTER,
      BRAND_LANGUAGE: env.BRAND_LANGUAGE,
      WORDS_FILE: env.WORDS_FILE,
    },
    schedule: { publishAt: env.PUBLISH_AT, ingestEvery: env.INGEST_EVERY },
    hold: toHoldConfig(env),
    stillReading: toStillReadingConfig(env),
  };
}
