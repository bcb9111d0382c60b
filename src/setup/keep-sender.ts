import { readConfig } from "../config/env.ts";
import type { Context } from "../context.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { parseSetting } from "../settings/parse-setting.ts";
import type { SetupSecrets } from "./answers.ts";
import { findSetupAnswers, keepSetupAnswers } from "./enter-setup.ts";
import { envLine, variableProblems } from "./env-lines.ts";

const variables = {
  from: "MAIL_FROM",
  postalAddress: "MAIL_POSTAL_ADDRESS",
  opsEmail: "OPS_EMAIL",
  publicUrl: "PUBLIC_URL",
} as const;

type Address = keyof typeof variables;
type Addresses = Record<Address, string>;

const addresses = Object.keys(variables) as Address[];

/** As it was typed, without the spaces around it. */
export type GivenSender = Addresses & { name: string };

/** What is wrong with fields, by their names, as sentences that begin with "must". */
export type FieldProblems = Record<string, string>;

/**
 * Keeps who sends: the name as a setting, at once, all else among the answers. Keeps nothing of what holds a problem.
 * What was mailed as a test before is none of other answers, and a webhook is of one site. Safe to repeat.
 */
export async function keepSender(
  ctx: Pick<Context, "actor" | "clock" | "db" | "settings">,
  secrets: SetupSecrets,
  { name, ...given }: GivenSender,
): Promise<FieldProblems> {
  const problems = problemsOfAddresses(given);
  const parsed = name === "" ? null : parseSetting("brand.name", name);
  if (parsed === null) problems.name = "must be written";
  else if (parsed.kind === "refused") problems.name = parsed.problem;
  if (Object.keys(problems).length > 0) return problems;
  const isNamed =
    parsed?.kind === "value" && !ctx.settings.isFixed("brand.name")
      ? (await changeSettings(ctx, { "brand.name": parsed.value })).length > 0
      : false;
  // As the processes will read them from their variables, so that domain and webhook are known again as this site's.
  const { mail, site } = readConfig({ MAIL_FROM: given.from, PUBLIC_URL: given.publicUrl });
  const kept = { ...given, from: mail.from, publicUrl: site.publicUrl };
  const former = await findSetupAnswers(ctx.db);
  const isSame = addresses.every((field) => former[field] === kept[field]);
  if (former.publicUrl !== undefined && former.publicUrl !== kept.publicUrl) secrets.webhookSecret = null;
  await keepSetupAnswers(ctx.db, isSame && !isNamed ? kept : { ...kept, testedAt: undefined });
  return {};
}

function problemsOfAddresses(given: Addresses): FieldProblems {
  const problems: FieldProblems = {};
  for (const field of addresses) {
    const variable = variables[field];
    if (given[field] === "") problems[field] = "must be written";
    else {
      const problem = variableProblems({ [variable]: given[field] })[variable];
      if (problem !== undefined) problems[field] = problem;
      else if (envLine(variable, given[field]) === null)
        problems[field] = "must do without one of the marks ' \" `: no file of variables holds all three";
    }
  }
  if (problems.from === undefined && !/^[^\s<>"]+@[^\s<>"]+$/.test(given.from))
    problems.from = "must be an address alone, such as digest@papers.example.com: the name stands above";
  return problems;
}
