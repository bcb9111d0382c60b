import { envFileInUse } from "../config/env-file.ts";
import type { Context } from "../context.ts";
import { editionId } from "../editions/freeze-edition.ts";
import { RefusedError } from "../errors.ts";
import type { SetupAnswers, SetupSecrets } from "./answers.ts";
import { endSetup } from "./enter-setup.ts";
import { envLines, makeVariables } from "./env-lines.ts";
import { refreshFirstEdition } from "./first-edition.ts";
import { writeEnvFile } from "./write-env-file.ts";

export type FinishedSetup = {
  /** Where the variables were written, or would be. */
  file: string;
  /** What is to be copied; null when it was written. */
  lines: string[] | null;
  /** With which operators log in from now on; null where one was set already. */
  newPassword: string | null;
  /** The first edition, which waits for approval; null where there is none. */
  editionId: string | null;
  /** How many were imported; null where nobody was. */
  readers: number | null;
};

export type FinishInput = {
  answers: SetupAnswers;
  secrets: SetupSecrets;
  /** Whether the variables are written into the file, or handed over. */
  isWriting: boolean;
  mayAppend: boolean;
};

/**
 * Writes the variables or hands them over, and ends the set-up; this process then forgets the secrets. Taken again after
 * it broke off between the two, it writes nothing twice and tells the same password.
 *
 * @throws {RefusedError} when a step before is not answered, and as `writeEnvFile` does.
 */
export async function finishSetup(
  ctx: Context,
  { answers, secrets, isWriting, mayAppend }: FinishInput,
): Promise<FinishedSetup> {
  if (secrets.apiKey === null || !answers.from) throw new RefusedError("Answer the steps before first.");
  const { variables, newPassword } = makeVariables(ctx.config, answers, secrets);
  const lines = envLines(variables);
  await refreshFirstEdition(ctx, answers, secrets);
  if (isWriting) await writeEnvFile(lines, { mayAppend });
  await endSetup(ctx);
  // From now on they are where the operator keeps them.
  secrets.apiKey = null;
  secrets.webhookSecret = null;
  secrets.newPassword = null;
  return {
    file: variablesFile(),
    lines: isWriting ? null : lines,
    newPassword,
    editionId: answers.edition === undefined ? null : editionId("daily", answers.edition.day),
    readers: answers.readers || null,
  };
}

/** The file of variables, as it was named when this process was started. */
export const variablesFile = () => envFileInUse() ?? ".env";
