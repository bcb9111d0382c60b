import { Hono, type Context as RequestContext } from "hono";
import type { Context } from "../../../context.ts";
import { AppError } from "../../../errors.ts";
import { changeSettings } from "../../../settings/change-settings.ts";
import type { Settings } from "../../../settings/current-settings.ts";
import { parseSetting } from "../../../settings/parse-setting.ts";
import { type SettingName, type SettingValues, settingsRegistry } from "../../../settings/registry.ts";
import type { Form } from "../../http/read-form.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { goOn, pageProps } from "../page-request.ts";
import { type SettingsGiven, SettingsPage, typedSettings } from "../pages/settings-page.tsx";
import { openUpload } from "../read-upload.ts";

/** Far more than a logo may have, so that one that is too large is told how large it is. */
const mostLogoUpload = { bytes: 4 * 1024 * 1024, mend: "save the picture smaller" };

/** What the installation says of itself, changed while it runs. A refused form comes back as it was typed. */
export function settingsRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/settings", async (c) => {
    const settings = await ctx.settings.read(ctx.db);
    return send(c, { settings, given: givenBy(settings) });
  });

  app.post("/settings", async (c) => {
    const form = await access.readOwnForm(c);
    const names = typedSettings.filter((name) => form.has(name));
    return change(
      c,
      form.first("version"),
      names.map((name) => [name, form.first(name)]),
      (settings) => ({ ...givenBy(settings), typed: typedIn(form, settings) }),
    );
  });

  app.post("/settings/words", async (c) => {
    const form = await access.readOwnForm(c);
    const words = form.first("words");
    return change(c, form.first("version"), [["words", words]], (settings) => ({
      ...givenBy(settings),
      words,
    }));
  });

  app.post("/settings/logo", async (c) => {
    const upload = await openUpload(c, mostLogoUpload);
    access.assertOwnToken(c, upload.field("form_token"));
    const chunks: Uint8Array[] = [];
    for await (const chunk of upload.file ?? []) chunks.push(chunk);
    return change(c, upload.field("version"), [["brand.logo", Buffer.concat(chunks)]], givenBy);
  });

  app.post("/settings/logo/remove", async (c) => {
    const form = await access.readOwnForm(c);
    return change(c, form.first("version"), [["brand.logo", null]], givenBy);
  });

  /** @param typed what was typed or uploaded; what is empty leaves its setting as it comes. */
  async function change(
    c: RequestContext,
    version: string,
    typed: [name: SettingName, given: string | Buffer | null][],
    givenIn: (settings: Settings) => SettingsGiven,
  ): Promise<Response> {
    const changes: Partial<SettingValues> = {};
    const problems: Partial<Record<SettingName, string>> = {};
    for (const [name, given] of typed) {
      const problem = readInto(changes, name, given);
      if (problem !== null) problems[name] = `${settingsRegistry[name].label} ${problem}.`;
    }
    const refuse = async (status: AppError["httpStatus"], problem: string | null) => {
      const settings = await ctx.settings.read(ctx.db);
      return send(c, { settings, given: givenIn(settings), problems, problem, status });
    };
    if (Object.keys(problems).length > 0) return refuse(400, null);
    try {
      const changed = await changeSettings(await access.acting(c), changes, version);
      const labels = changed.map((name) => settingsRegistry[name].label).join(", ");
      return goOn(c, "/ops/settings", changed.length === 0 ? "Nothing has changed." : `Saved: ${labels}.`);
    } catch (error) {
      if (error instanceof AppError) return refuse(error.httpStatus, error.message);
      throw error;
    }
  }

  function send(
    c: RequestContext,
    shown: {
      settings: Settings;
      given: SettingsGiven;
      problems?: Partial<Record<SettingName, string>>;
      problem?: string | null;
      status?: AppError["httpStatus"];
    },
  ): Response {
    const { settings, given, problems = {}, problem = null, status = 200 } = shown;
    const { isFixed } = ctx.settings;
    return sendPage(
      c,
      <SettingsPage
        {...pageProps(ctx, access, c)}
        {...{ settings, isFixed, given, set: givenBy(settings), problems, problem }}
      />,
      { status },
    );
  }

  return app;
}

/** @returns what is wrong with what was given, or null. */
function readInto<Name extends SettingName>(
  changes: Partial<Pick<SettingValues, Name>>,
  name: Name,
  given: string | Buffer | null,
): string | null {
  if (given === null || (typeof given === "string" && given.trim() === "")) {
    changes[name] = null;
    return null;
  }
  const parsed = parseSetting(name, given);
  if (parsed.kind === "refused") return parsed.problem;
  changes[name] = parsed.value;
  return null;
}

function givenBy({ values }: Settings): SettingsGiven {
  return {
    typed: {
      "brand.name": values["brand.name"] ?? "",
      "brand.tagline": values["brand.tagline"] ?? "",
      "brand.accent": values["brand.accent"] ?? "",
      "brand.footer": values["brand.footer"] ?? "",
      "brand.language": values["brand.language"] ?? "",
    },
    words: values.words === null ? "" : JSON.stringify(values.words, null, 2),
  };
}

/** What was typed; of what is fixed, which a browser does not send, what is set. */
function typedIn(form: Form, settings: Settings): SettingsGiven["typed"] {
  const { typed } = givenBy(settings);
  for (const name of typedSettings) if (form.has(name)) typed[name] = form.first(name);
  return typed;
}
