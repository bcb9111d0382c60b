import { Hono, type Context as RequestContext } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { domainOf } from "../../../addresses/bare-address.ts";
import { actingAs } from "../../../audit/actor.ts";
import { findTimezone } from "../../../calendar/timezone.ts";
import { envFileInUse } from "../../../config/env-file.ts";
import { isSameSecret } from "../../../config/is-same-secret.ts";
import { list, siteUrl } from "../../../config/values.ts";
import type { Context } from "../../../context.ts";
import { AppError, NotFoundError, RefusedError } from "../../../errors.ts";
import { findTopic } from "../../../papers/topics.ts";
import { changeSettings } from "../../../settings/change-settings.ts";
import { parseSetting } from "../../../settings/parse-setting.ts";
import type { SetupAnswers, SetupSecrets } from "../../../setup/answers.ts";
import {
  checkSendingDomain,
  ensureWebhook,
  findSendingDomain,
  listSendingDomains,
} from "../../../setup/ask-account.ts";
import {
  endSetup,
  enterSetup,
  keepSetupAnswers,
  resumeSetup,
  setupFormToken,
  setupMs,
} from "../../../setup/enter-setup.ts";
import { envLines, makeVariables, variableProblems } from "../../../setup/env-lines.ts";
import { publishPatternOf } from "../../../setup/publication-hour.ts";
import { sendFirstTest } from "../../../setup/send-first-test.ts";
import { hasEnvFile, writeEnvFile } from "../../../setup/write-env-file.ts";
import { basePathHere } from "../../http/base-path.ts";
import { clientAddress } from "../../http/client-address.ts";
import { type Form, readForm } from "../../http/read-form.ts";
import { sendPage } from "../../http/send-page.ts";
import {
  FinishedPage,
  type FinishedPageProps,
  FinishPage,
  ResendPage,
  SchedulePage,
  SenderPage,
  type SenderPageProps,
  type SetupStep,
  TestPage,
} from "../pages/setup-pages.tsx";

const sessionCookie = "paperboy_setup";

/** For so long the last page can be had again: its answer may be lost on the way, and nothing else holds what it shows. */
const repeatedMs = 300_000;

/** What a request of the browser that opened the link finds. */
type Going = { answers: SetupAnswers; formToken: string };

/**
 * The first set-up of an installation, outside of the guard: whoever opened the printed link may go through it, from one
 * browser, and for everybody else there is nothing here.
 */
export function setupRoutes(ctx: Context): Hono {
  const app = new Hono();
  const { resend } = ctx.config.mail;
  const secrets: SetupSecrets = { apiKey: resend.apiKey, webhookSecret: resend.webhookSecrets[0] ?? null };
  /** The last step, of the browser that took it. */
  let finished: { formToken: string; shown: Promise<FinishedPageProps> } | null = null;

  app.get("/setup", async (c) => {
    const token = c.req.query("token");
    if (token === undefined) {
      const { answers } = await require(c);
      return c.redirect(`/ops/setup/${nextStep(answers, secrets)}`, 303);
    }
    const session = await enterSetup(acting(c), token);
    if (session === null) {
      // The browser that has opened the link already may open it again.
      await require(c);
      return c.redirect("/ops/setup", 303);
    }
    setCookie(c, sessionCookie, session, {
      path: `${basePathHere(c)}/ops/setup`,
      httpOnly: true,
      // The link may be followed from another site's page, and every form carries what only these pages know.
      sameSite: "Lax",
      // The printed link may be opened past the proxy that ends TLS, where a browser would drop a cookie for https.
      secure: isAtPublicUrl(c, ctx.config.site.publicUrl),
      maxAge: setupMs / 1000,
    });
    return c.redirect("/ops/setup", 303);
  });

  app.get("/setup/sender", async (c) => sender(c, await require(c)));
  app.post("/setup/sender", async (c) => {
    const { going, form } = await readOwn(c);
    const name = form.first("name").trim();
    const given = {
      from: form.first("from").trim(),
      postalAddress: form.first("postalAddress").trim(),
      opsEmail: form.first("opsEmail").trim(),
      publicUrl: form.first("publicUrl").trim().replace(/\/+$/, ""),
    };
    const problems = problemsOfSender(given);
    const parsed = name === "" ? null : parseSetting("brand.name", name);
    if (parsed === null) problems.name = "must be written";
    else if (parsed.kind === "refused") problems.name = parsed.problem;
    if (Object.keys(problems).length > 0) return sender(c, going, { ...given, name }, problems);
    if (parsed?.kind === "value" && !ctx.settings.isFixed("brand.name"))
      await changeSettings(acting(c), { "brand.name": parsed.value });
    // As the processes will read it from their variable, so that the webhook is known again as this site's.
    await keepSetupAnswers(ctx.db, { ...given, publicUrl: siteUrl.parse(given.publicUrl) });
    return c.redirect("/ops/setup/provider", 303);
  });

  app.get("/setup/provider", async (c) => provider(c, await require(c), null));
  app.post("/setup/provider", async (c) => {
    const { going, form } = await readOwn(c);
    const { publicUrl = "", from = "" } = going.answers;
    const key = form.first("key").trim();
    if (form.first("do") === "key") {
      if (!/^re_[\x21-\x7e]{1,200}$/.test(key)) return provider(c, going, keyWords.malformed, 422);
      const answer = await listSendingDomains({ baseUrl: resend.baseUrl, apiKey: key });
      if (answer.kind === "refused" || answer.kind === "away")
        return provider(c, going, keyWords[answer.kind], 422);
      if (key !== secrets.apiKey) secrets.webhookSecret = null;
      secrets.apiKey = key;
      return c.redirect("/ops/setup/provider", 303);
    }
    if (secrets.apiKey === null) return provider(c, going, keyWords.missing, 409);
    const account = { baseUrl: resend.baseUrl, apiKey: secrets.apiKey };
    if (form.first("do") === "domain") {
      const answer = await checkSendingDomain(account, domainOf(from));
      if (answer.kind === "told") return c.redirect("/ops/setup/provider", 303);
      const words = { ...keyWords, "not-taken": keyWords.domain };
      return provider(c, going, words[answer.kind], 409);
    }
    if (!publicUrl.startsWith("https:")) return provider(c, going, keyWords.unsafe, 409);
    const answer = await ensureWebhook(account, publicUrl);
    if (answer.kind !== "told") {
      const words = { ...keyWords, "not-taken": keyWords.webhook };
      return provider(c, going, words[answer.kind], 409);
    }
    secrets.webhookSecret = answer.value;
    return c.redirect("/ops/setup/provider", 303);
  });

  app.get("/setup/schedule", async (c) => schedule(c, await require(c)));
  app.post("/setup/schedule", async (c) => {
    const { going, form } = await readOwn(c);
    const hour = Number(form.first("hour"));
    const timezone = findTimezone(form.first("timezone"));
    const named = list(form.first("categories"));
    const topics = named.map((name) => findTopic(name));
    const unknown = named.filter((_, index) => topics[index] === null);
    const problems: Record<string, string> = {};
    if (!/^\d{1,2}$/.test(form.first("hour")) || hour > 23) problems.hour = "must be an hour from 0 to 23";
    if (timezone === null) problems.timezone = "must be a zone such as Europe/Berlin";
    if (unknown.length > 0)
      problems.categories = `must be arXiv's codes, such as cs.CL, cs.LG: ${unknown.slice(0, 3).join(", ")} is none`;
    const isHolding = form.has("hold");
    if (timezone === null || Object.keys(problems).length > 0)
      return schedule(c, going, { problems, categories: form.first("categories") });
    await keepSetupAnswers(ctx.db, {
      hour,
      timezone,
      publishAt: publishPatternOf(hour, timezone, ctx.clock.now()),
      categories: topics.flatMap((topic) => (topic === null ? [] : [topic.id])),
      isHolding,
    });
    return c.redirect("/ops/setup/test", 303);
  });

  app.get("/setup/test", async (c) => test(c, await require(c), null));
  app.post("/setup/test", async (c) => {
    const { going } = await readOwn(c);
    const { from, postalAddress, opsEmail, publicUrl } = going.answers;
    if (!from || !postalAddress || !opsEmail || !publicUrl || secrets.apiKey === null)
      return test(c, going, "Answer the steps before first: the test needs the sender and the key.", 409);
    try {
      await sendFirstTest(acting(c), { from, postalAddress, opsEmail, publicUrl }, secrets.apiKey);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return test(c, going, error.message, error.httpStatus);
    }
    await keepSetupAnswers(ctx.db, { testedAt: opsEmail });
    return c.redirect("/ops/setup/test", 303);
  });

  app.get("/setup/finish", async (c) => finish(c, await require(c), null));
  app.post("/setup/finish", async (c) => {
    const going = await resume(c);
    if (going === null && finished === null) throw nothingHere();
    const form = await readForm(c);
    const formToken = formTokenOf(c);
    // From here to where it is set nothing is awaited: pressed twice, it is done once.
    const again = finished !== null && isSameSecret(finished.formToken, formToken) ? finished : null;
    if (again === null && going === null) throw nothingHere();
    assertOwn(form, formToken);
    const step = again ?? { formToken, shown: keepVariables(c, going?.answers ?? {}, form) };
    finished = step;
    try {
      return sendPage(c, <FinishedPage {...(await step.shown)} />);
    } catch (error) {
      finished = null;
      if (!(error instanceof AppError) || going === null) throw error;
      return finish(c, going, error.message, error.httpStatus);
    }
  });

  return app;

  /** Writes or shows the variables, and ends the set-up. */
  async function keepVariables(
    c: RequestContext,
    answers: SetupAnswers,
    form: Form,
  ): Promise<FinishedPageProps> {
    if (secrets.apiKey === null || !answers.from) throw new RefusedError("Answer the steps before first.");
    const { variables, newPassword } = makeVariables(ctx.config, answers, secrets);
    const lines = envLines(variables);
    const isWriting = form.first("how") === "write";
    if (isWriting) await writeEnvFile(lines, { mayAppend: form.has("append") });
    await endSetup(acting(c));
    // From now on they are where the operator keeps them.
    secrets.apiKey = null;
    secrets.webhookSecret = null;
    setTimeout(() => {
      finished = null;
    }, repeatedMs).unref();
    return { file: envFile(), lines: isWriting ? null : lines, newPassword };
  }

  function acting(c: RequestContext): Context {
    const from = clientAddress(c, ctx.config.site.trustedProxies);
    return actingAs(ctx, { kind: "operator", name: "set-up", from });
  }

  function formTokenOf(c: RequestContext): string {
    return setupFormToken(getCookie(c, sessionCookie) ?? "");
  }

  async function resume(c: RequestContext): Promise<Going | null> {
    const answers = await resumeSetup(ctx, getCookie(c, sessionCookie) ?? "");
    return answers === null ? null : { answers, formToken: formTokenOf(c) };
  }

  async function require(c: RequestContext): Promise<Going> {
    const going = await resume(c);
    if (going === null) throw nothingHere();
    return going;
  }

  async function readOwn(c: RequestContext): Promise<{ going: Going; form: Form }> {
    const going = await require(c);
    const form = await readForm(c);
    assertOwn(form, going.formToken);
    return { going, form };
  }

  function frame({ answers, formToken }: Going) {
    return { formToken, done: stepsDone(answers, secrets) };
  }

  /** @param typed what was refused, to be shown as it was typed. */
  function sender(
    c: RequestContext,
    going: Going,
    typed: SenderPageProps["given"] | null = null,
    problems: Record<string, string> = {},
  ): Response {
    const { brand, values } = ctx.settings.current();
    const {
      from = "",
      postalAddress = "",
      opsEmail = "",
      publicUrl = ctx.config.site.publicUrl,
    } = going.answers;
    const kept = { name: values["brand.name"] ?? "", from, postalAddress, opsEmail, publicUrl };
    const page = { ...frame(going), given: typed ?? kept, usualName: brand.name, problems };
    return sendPage(c, <SenderPage {...page} />, { status: typed === null ? 200 : 422 });
  }

  async function provider(
    c: RequestContext,
    going: Going,
    problem: string | null,
    status: ContentfulStatusCode = 200,
  ): Promise<Response> {
    const { from, publicUrl = "" } = going.answers;
    const { apiKey, webhookSecret } = secrets;
    const domain = from === undefined ? null : domainOf(from);
    const found =
      apiKey === null || domain === null
        ? null
        : await findSendingDomain({ baseUrl: resend.baseUrl, apiKey }, domain);
    const page = {
      ...frame(going),
      problem: problem ?? (found === null || found.kind === "told" ? null : keyWords[found.kind]),
      hasKey: apiKey !== null,
      domainName: domain,
      domain: found?.kind === "told" ? found.value : null,
      isDomainTold: found?.kind === "told",
      hasWebhook: webhookSecret !== null,
      endpoint: `${publicUrl}/webhooks/resend`,
      mayHaveWebhook: publicUrl.startsWith("https:"),
    };
    return sendPage(c, <ResendPage {...page} />, { status });
  }

  function schedule(
    c: RequestContext,
    going: Going,
    typed: { problems: Record<string, string>; categories: string } | null = null,
  ): Response {
    const { hour = 6, timezone = "UTC", categories = [], isHolding = true, publishAt = null } = going.answers;
    const given = { hour, timezone, isHolding, categories: typed?.categories ?? categories.join(", ") };
    const page = (
      <SchedulePage {...frame(going)} {...{ given, publishAt }} problems={typed?.problems ?? {}} />
    );
    return sendPage(c, page, { status: typed === null ? 200 : 422 });
  }

  function test(
    c: RequestContext,
    going: Going,
    problem: string | null,
    status: ContentfulStatusCode = 200,
  ): Response {
    const { opsEmail = "", testedAt = null } = going.answers;
    return sendPage(c, <TestPage {...frame(going)} {...{ opsEmail, testedAt, problem }} />, { status });
  }

  async function finish(
    c: RequestContext,
    going: Going,
    problem: string | null,
    status: ContentfulStatusCode = 200,
  ): Promise<Response> {
    const hasFile = await hasEnvFile().catch(() => true);
    return sendPage(c, <FinishPage {...frame(going)} {...{ file: envFile(), hasFile, problem }} />, {
      status,
    });
  }
}

/** As it was named when this process was started. */
const envFile = () => envFileInUse() ?? ".env";

function isAtPublicUrl(c: RequestContext, publicUrl: string): boolean {
  const { protocol, host } = new URL(publicUrl);
  return protocol === "https:" && c.req.header("host") === host;
}

const nothingHere = () => new NotFoundError("There is nothing at this address.");

function assertOwn(form: Form, formToken: string): void {
  if (!isSameSecret(form.first("form_token"), formToken))
    throw new RefusedError("This form was not sent from here. Open the page again and repeat.");
}

const keyWords = {
  malformed: "A key begins with re_: copy it whole from https://resend.com/api-keys.",
  missing: "Give the key first.",
  refused: "Resend refuses this key: make a new one at https://resend.com/api-keys, with full access.",
  "sending-only":
    "This key may only send: the domain and the webhook cannot be looked at here. Make a key with full access, or do both at https://resend.com.",
  away: "Resend does not answer as it should. Try again in a minute.",
  domain:
    "Resend does not take this domain into the account, or does not look at it now. Add it at https://resend.com/domains, where it says why: a plan has room for so many, and a name belongs to one account.",
  webhook:
    "Resend does not take this webhook. Make it at https://resend.com/webhooks, where it says why: a plan has room for so many, and the address must be one of the internet.",
  unsafe: "A webhook needs an https address: change the address of the site in the first step.",
};

/** What is wrong with fields of the first step, as sentences that begin with "must". */
function problemsOfSender(given: Record<"from" | "postalAddress" | "opsEmail" | "publicUrl", string>) {
  const variables = {
    from: "MAIL_FROM",
    postalAddress: "MAIL_POSTAL_ADDRESS",
    opsEmail: "OPS_EMAIL",
    publicUrl: "PUBLIC_URL",
  } as const;
  const problems: Record<string, string> = {};
  for (const field of ["from", "postalAddress", "opsEmail", "publicUrl"] as const) {
    const variable = variables[field];
    if (given[field] === "") problems[field] = "must be written";
    else {
      const problem = variableProblems({ [variable]: given[field] })[variable];
      if (problem !== undefined) problems[field] = problem;
    }
  }
  if (problems.from === undefined && !/^[^\s<>"]+@[^\s<>"]+$/.test(given.from))
    problems.from = "must be an address alone, such as digest@papers.example.com: the name stands above";
  return problems;
}

function stepsDone(answers: SetupAnswers, secrets: SetupSecrets): SetupStep[] {
  const isDone: Record<SetupStep, boolean> = {
    sender: answers.from !== undefined,
    provider: secrets.apiKey !== null && secrets.webhookSecret !== null,
    schedule: answers.publishAt !== undefined,
    test: answers.testedAt !== undefined,
    finish: false,
  };
  return (Object.keys(isDone) as SetupStep[]).filter((step) => isDone[step]);
}

function nextStep(answers: SetupAnswers, secrets: SetupSecrets): SetupStep {
  const done = stepsDone(answers, secrets);
  return (
    (["sender", "provider", "schedule", "test"] as const).find((step) => !done.includes(step)) ?? "finish"
  );
}
