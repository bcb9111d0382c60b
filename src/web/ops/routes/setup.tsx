import { Hono, type Context as RequestContext } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { actingAs } from "../../../audit/actor.ts";
import { isSameSecret } from "../../../config/is-same-secret.ts";
import type { Context } from "../../../context.ts";
import { AppError, NotFoundError, RefusedError } from "../../../errors.ts";
import type { SetupAnswers, SetupSecrets } from "../../../setup/answers.ts";
import { enterSetup, resumeSetup, setupFormToken, setupMs } from "../../../setup/enter-setup.ts";
import { type FinishedSetup, finishSetup, variablesFile } from "../../../setup/finish-setup.ts";
import { sendFirstEdition } from "../../../setup/first-edition.ts";
import { importReaders } from "../../../setup/import-readers.ts";
import {
  type AccountProblem,
  keepDomain,
  keepKey,
  keepWebhook,
  lookAtDomain,
  mayHaveWebhook,
} from "../../../setup/keep-account.ts";
import { keepSchedule } from "../../../setup/keep-schedule.ts";
import { type FieldProblems, type GivenSender, keepSender } from "../../../setup/keep-sender.ts";
import { nextStep, stepsDone } from "../../../setup/steps.ts";
import { hasEnvFile } from "../../../setup/write-env-file.ts";
import { basePathHere } from "../../http/base-path.ts";
import { clientAddress } from "../../http/client-address.ts";
import { type Form, readForm } from "../../http/read-form.ts";
import { sendPage } from "../../http/send-page.ts";
import { createImportRounds } from "../import-round.ts";
import { type ImportShown, noImport } from "../pages/import-page.tsx";
import {
  FinishedPage,
  FinishPage,
  FirstEditionPage,
  ReadersPage,
  ResendPage,
  SchedulePage,
  SenderPage,
} from "../pages/setup-pages.tsx";
import { accountProblemWords } from "../pages/setup-words.ts";

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
  const secrets: SetupSecrets = {
    apiKey: resend.apiKey,
    webhookSecret: resend.webhookSecrets[0] ?? null,
    newPassword: null,
  };
  const takeRound = createImportRounds();
  /** The last step, of the browser that took it. */
  let finished: { formToken: string; shown: Promise<FinishedSetup> } | null = null;

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
    const given = {
      name: form.first("name").trim(),
      from: form.first("from").trim(),
      postalAddress: form.first("postalAddress").trim(),
      opsEmail: form.first("opsEmail").trim(),
      publicUrl: form.first("publicUrl").trim().replace(/\/+$/, ""),
    };
    const problems = await keepSender(acting(c), secrets, given);
    if (Object.keys(problems).length > 0) return sender(c, going, given, problems);
    return c.redirect("/ops/setup/provider", 303);
  });

  app.get("/setup/provider", async (c) => provider(c, await require(c), null));
  app.post("/setup/provider", async (c) => {
    const { going, form } = await readOwn(c);
    const problem = await providerVerb(form, going.answers);
    if (problem === null) return c.redirect("/ops/setup/provider", 303);
    return provider(c, going, problem, form.first("do") === "key" ? 422 : 409);
  });

  app.get("/setup/schedule", async (c) => schedule(c, await require(c)));
  app.post("/setup/schedule", async (c) => {
    const { going, form } = await readOwn(c);
    const categories = form.first("categories");
    const problems = await keepSchedule(ctx, {
      hour: form.first("hour"),
      timezone: form.first("timezone"),
      categories,
      isHolding: form.has("hold"),
    });
    if (Object.keys(problems).length > 0) return schedule(c, going, { problems, categories });
    return c.redirect("/ops/setup/readers", 303);
  });

  app.get("/setup/readers", async (c) => readers(c, await require(c), noImport));
  app.post("/setup/readers", async (c) => {
    const going = await require(c);
    const { shown, status } = await takeRound(c, {
      assertOwnToken: (token) => assertOwnToken(token, going.formToken),
      run: (input) => importReaders(acting(c), input),
    });
    return readers(c, await require(c), shown, status);
  });

  app.get("/setup/edition", async (c) => edition(c, await require(c), null));
  app.post("/setup/edition", async (c) => {
    const { going, form } = await readOwn(c);
    const [seen] = /^\d{1,6}$/.exec(form.first("tests")) ?? [];
    try {
      await sendFirstEdition(acting(c), going.answers, secrets, seen === undefined ? null : Number(seen));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return edition(c, await require(c), error.message, error.httpStatus);
    }
    return c.redirect("/ops/setup/edition", 303);
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
  async function keepVariables(c: RequestContext, answers: SetupAnswers, form: Form): Promise<FinishedSetup> {
    const isWriting = form.first("how") === "write";
    const input = { answers, secrets, isWriting, mayAppend: form.has("append") };
    const shown = await finishSetup(acting(c), input);
    setTimeout(() => {
      finished = null;
    }, repeatedMs).unref();
    return shown;
  }

  function providerVerb(form: Form, answers: SetupAnswers): Promise<AccountProblem | null> {
    const what = form.first("do");
    if (what === "key") return keepKey(resend, secrets, form.first("key").trim());
    if (what === "domain") return keepDomain(resend, secrets, answers);
    return keepWebhook(resend, secrets, answers);
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
    typed: GivenSender | null = null,
    problems: FieldProblems = {},
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
    problem: AccountProblem | null,
    status: ContentfulStatusCode = 200,
  ): Promise<Response> {
    const { publicUrl = "" } = going.answers;
    const looked = await lookAtDomain(resend, secrets, going.answers);
    const trouble = problem ?? looked.problem;
    const page = {
      ...frame(going),
      problem: trouble === null ? null : accountProblemWords[trouble],
      hasKey: secrets.apiKey !== null,
      domainName: looked.name,
      domain: looked.domain,
      isDomainTold: looked.isTold,
      hasWebhook: secrets.webhookSecret !== null,
      endpoint: `${publicUrl}/webhooks/resend`,
      mayHaveWebhook: mayHaveWebhook(publicUrl),
    };
    return sendPage(c, <ResendPage {...page} />, { status });
  }

  function schedule(
    c: RequestContext,
    going: Going,
    typed: { problems: FieldProblems; categories: string } | null = null,
  ): Response {
    const { hour = 6, timezone = "UTC", categories = [], isHolding = true, publishAt = null } = going.answers;
    const given = { hour, timezone, isHolding, categories: typed?.categories ?? categories.join(", ") };
    const page = (
      <SchedulePage {...frame(going)} {...{ given, publishAt }} problems={typed?.problems ?? {}} />
    );
    return sendPage(c, page, { status: typed === null ? 200 : 422 });
  }

  function readers(
    c: RequestContext,
    going: Going,
    shown: ImportShown,
    status: ContentfulStatusCode = 200,
  ): Response {
    const page = { ...frame(going), shown, readers: going.answers.readers ?? null };
    return sendPage(c, <ReadersPage {...page} />, { status });
  }

  function edition(
    c: RequestContext,
    going: Going,
    problem: string | null,
    status: ContentfulStatusCode = 200,
  ): Response {
    const { opsEmail = "", testedAt = null, tests = 0, readers: imported = 0 } = going.answers;
    const day = going.answers.edition?.day ?? null;
    const page = { ...frame(going), opsEmail, testedAt, tests, day, readers: imported || null, problem };
    return sendPage(c, <FirstEditionPage {...page} />, { status });
  }

  async function finish(
    c: RequestContext,
    going: Going,
    problem: string | null,
    status: ContentfulStatusCode = 200,
  ): Promise<Response> {
    const hasFile = await hasEnvFile().catch(() => true);
    return sendPage(c, <FinishPage {...frame(going)} {...{ file: variablesFile(), hasFile, problem }} />, {
      status,
    });
  }
}

function isAtPublicUrl(c: RequestContext, publicUrl: string): boolean {
  const { protocol, host } = new URL(publicUrl);
  return protocol === "https:" && c.req.header("host") === host;
}

const nothingHere = () => new NotFoundError("There is nothing at this address.");

function assertOwn(form: Form, formToken: string): void {
  assertOwnToken(form.first("form_token"), formToken);
}

function assertOwnToken(given: string, formToken: string): void {
  if (!isSameSecret(given, formToken))
    throw new RefusedError("This form was not sent from here. Open the page again and repeat.");
}
