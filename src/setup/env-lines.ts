import { randomBytes } from "node:crypto";
import { parseEnv } from "node:util";
import { type Config, readConfig } from "../config/env.ts";
import { InvalidConfigError, RefusedError } from "../errors.ts";
import type { SetupAnswers, SetupSecrets } from "./answers.ts";

/** What the configuration must hold, by variable, and what was made for it. */
export type SetupVariables = {
  variables: Record<string, string>;
  /** With which operators log in from now on; null where one is set already. */
  newPassword: string | null;
};

/**
 * The variables that the answers make, with the secret that signs links by now and a password where there is none,
 * which is kept among the secrets.
 *
 * @throws {InvalidConfigError} when they do not make a configuration, as where an answer is missing.
 */
export function makeVariables(
  { site, tokens }: Pick<Config, "site" | "tokens">,
  answers: SetupAnswers,
  secrets: SetupSecrets,
): SetupVariables {
  if (site.opsPassword === null) secrets.newPassword ??= randomBytes(12).toString("base64url");
  const { newPassword } = secrets;
  const given: Record<string, string | null | undefined> = {
    NODE_ENV: "production",
    MAIL_TRANSPORT: "resend",
    MAIL_FROM: answers.from,
    MAIL_POSTAL_ADDRESS: answers.postalAddress,
    OPS_EMAIL: answers.opsEmail,
    PUBLIC_URL: answers.publicUrl,
    RESEND_API_KEY: secrets.apiKey,
    RESEND_WEBHOOK_SECRET: secrets.webhookSecret,
    PUBLISH_AT: answers.publishAt,
    ARXIV_CATEGORIES: answers.categories?.join(","),
    PUBLISH_HOLD: answers.isHolding === undefined ? null : String(answers.isHolding),
    TOKEN_SECRET: tokens.secrets.join(","),
    OPS_PASSWORD: newPassword,
  };
  const variables = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );
  readConfig(variables);
  return { variables, newPassword };
}

/** What is wrong with some variables, by their names, as sentences that begin with "must". */
export function variableProblems(variables: Record<string, string>): Record<string, string> {
  try {
    readConfig(variables);
    return {};
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    return Object.fromEntries(
      error.problems.map((problem) => {
        const [name = "", ...rest] = problem.split(" ");
        return [name, rest.join(" ")] as const;
      }),
    );
  }
}

/**
 * The lines of a file of variables, as Node reads them (`util.parseEnv`).
 *
 * @throws {RefusedError} for a value that no line can hold.
 */
export function envLines(variables: Record<string, string>): string[] {
  return Object.entries(variables).map(([name, value]) => {
    const line = envLine(name, value);
    if (line === null) throw new RefusedError(`${name} holds marks that no file of variables can hold.`);
    return line;
  });
}

/** One of them; null for a value that no line can hold, as one with all three marks that quote. */
export function envLine(name: string, value: string): string | null {
  const lines = ["'", '"', "`"].map((quote) => `${name}=${quote}${value}${quote}`);
  return lines.find(reads(name, value)) ?? null;
}

const reads = (name: string, value: string) => (line: string) =>
  !/[\r\n]/.test(line) && parseEnv(line)[name] === value;
