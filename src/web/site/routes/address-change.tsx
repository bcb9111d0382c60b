import { Hono, type Context as RequestContext } from "hono";
import type { Words } from "../../../../words/words.ts";
import type { Context } from "../../../context.ts";
import { findOpenChange } from "../../../subscribers/address-changes-store.ts";
import {
  type AddressLink,
  agreeToChange,
  findLinkedChange,
  stopAddressChange,
  type YesResult,
} from "../../../subscribers/answer-address-change.ts";
import { clientLimits } from "../../../subscribers/limits.ts";
import {
  type AddressChangeResult,
  requestAddressChange,
} from "../../../subscribers/request-address-change.ts";
import { evenly } from "../../http/evenly.ts";
import { limitClient } from "../../http/limit-client.ts";
import { answerInLanguageOf, openReaderLink } from "../../http/open-reader-link.ts";
import { languageOf, wordsOf } from "../../http/page-words.tsx";
import { readForm } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { addressProblemWords } from "../../parts/address-problem-words.ts";
import {
  AddressAskedPage,
  AddressChangedPage,
  AddressGonePage,
  AddressStoppedPage,
  AddressWaitsPage,
  AnswerAddressPage,
  AskAddressPage,
  type AskAddressPageProps,
} from "../pages/address-change-pages.tsx";

/** What is shown again of a refused address: a page is not to grow with what was sent. */
const longestShown = 300;

/** A wish to be mailed elsewhere, by the link to the preferences, and its answers, by links to both addresses. */
export function addressChangeRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/preferences/address", privatePage());
  app.use("/preferences/address/*", privatePage());
  app.use("/address/*", privatePage());

  app.get("/preferences/address", async (c) => sendAsking(c, c.req.query("token") ?? ""));

  app.post("/preferences/address", async (c) => {
    const form = await readForm(c);
    const token = form.first("token");
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    await limitClient(c, ctx, clientLimits.address);
    const email = form.first("email");
    const result = await evenly(
      requestAddressChange(ctx, {
        subscriberId: subscriber.id,
        email,
        isSure: form.first("sure") === "yes",
        language: languageOf(c),
      }),
    );
    // The answer to a form is an address of its own, so that reading it again sends nothing again.
    if (result.kind === "requested") {
      return c.redirect(`/preferences/address/asked?token=${encodeURIComponent(token)}`, 303);
    }
    return sendAsking(c, token, {
      email: email.slice(0, longestShown),
      ...troubleOf(result, wordsOf(c).say),
    });
  });

  app.get("/preferences/address/asked", async (c) => {
    const token = c.req.query("token") ?? "";
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    return sendPage(c, <AddressAskedPage {...{ subscriber, token }} />);
  });

  app.post("/preferences/address/stop", async (c) => {
    const { subscriber } = await openReaderLink(c, ctx, "preferences", (await readForm(c)).first("token"));
    const stopping = { subscriberId: subscriber.id, source: "page", language: languageOf(c) } as const;
    return sendPage(
      c,
      <AddressStoppedPage subscriber={subscriber} isStopped={await stopAddressChange(ctx, stopping)} />,
    );
  });

  for (const link of ["address-allow", "address-confirm"] as const) {
    const path = link === "address-allow" ? "/address/allow" : "/address/confirm";
    app.get(path, async (c) => {
      const token = c.req.query("token") ?? "";
      const found = await findLinkedChange(ctx, { link, token });
      if (found.kind === "gone") return sendPage(c, <AddressGonePage reason="gone" />, { status: 410 });
      answerInLanguageOf(c, found.subscriber);
      if (found.kind === "changed") return sendPage(c, <AddressChangedPage change={found.change} />);
      const { allowedAt, confirmedAt } = found.change;
      const hasSaidYes = (link === "address-allow" ? allowedAt : confirmedAt) !== null;
      if (hasSaidYes) return sendPage(c, <AddressWaitsPage {...{ link, token }} />);
      return sendPage(c, <AnswerAddressPage {...{ link, token, ...found }} />);
    });

    app.post(path, async (c) => {
      const token = (await readForm(c)).first("token");
      // First of all, since what they agree to is kept in the words of the page.
      const found = await findLinkedChange(ctx, { link, token });
      if (found.kind !== "gone") answerInLanguageOf(c, found.subscriber);
      const result = await agreeToChange(ctx, { link, token, language: languageOf(c) });
      return sendAnswer(c, { link, token }, result);
    });
  }

  app.post("/address/stop", async (c) => {
    const token = (await readForm(c)).first("token");
    const found = await findLinkedChange(ctx, { link: "address-allow", token });
    if (found.kind === "gone") return sendPage(c, <AddressGonePage reason="gone" />, { status: 410 });
    const { subscriber } = found;
    answerInLanguageOf(c, subscriber);
    // A link of before must not stop a later wish.
    if (found.kind === "changed") return sendPage(c, <AddressChangedPage change={found.change} />);
    const stopping = { subscriberId: subscriber.id, source: "link", language: languageOf(c) } as const;
    return sendPage(
      c,
      <AddressStoppedPage subscriber={subscriber} isStopped={await stopAddressChange(ctx, stopping)} />,
    );
  });

  async function sendAsking(
    c: RequestContext,
    token: string,
    said: Pick<AskAddressPageProps, "email" | "problem" | "suggestion"> = {},
  ): Promise<Response> {
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    const open = await findOpenChange(ctx.db, subscriber.id, ctx.clock.now());
    const isRefused = said.email !== undefined;
    return sendPage(c, <AskAddressPage {...{ subscriber, token, open, ...said }} />, {
      status: isRefused ? 422 : 200,
    });
  }

  return app;
}

function sendAnswer(
  c: RequestContext,
  followed: { link: AddressLink; token: string },
  result: YesResult,
): Response {
  switch (result.kind) {
    case "waiting":
      return sendPage(c, <AddressWaitsPage {...followed} />);
    case "changed":
      return sendPage(c, <AddressChangedPage change={result.change} />);
    case "gone":
      return sendPage(c, <AddressGonePage reason="gone" />, { status: 410 });
    case "taken":
    case "suppressed":
      return sendPage(c, <AddressGonePage reason={result.kind} />, { status: 409 });
  }
}

type Refused = Exclude<AddressChangeResult, { kind: "requested" }>;

function troubleOf(result: Refused, say: Words["say"]): Pick<AskAddressPageProps, "problem" | "suggestion"> {
  switch (result.kind) {
    case "typo":
      return { suggestion: result.suggestion };
    case "refused":
      return { problem: addressProblemWords(say, result.problem) };
    default:
      return { problem: say(troubleWords[result.kind]) };
  }
}

const troubleWords = {
  same: "site.address-change.same",
  unreachable: "site.address-change.unreachable",
  limited: "site.address-change.limited",
  "not-reading": "site.address-change.not-reading",
} as const;
