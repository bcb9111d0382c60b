import type { Command } from "commander";
import type { Context } from "../context.ts";
import {
  approveEdition,
  cancelEdition,
  pauseEdition,
  resumeEdition,
  type Steered,
} from "../delivery/steer/steer-edition.ts";
import { uncancelEdition } from "../delivery/steer/uncancel-edition.ts";
import { command, withContext } from "./program.ts";

type SteerOptions = { edition: string; force?: boolean; reason?: string; json?: boolean };

export const approveCommand = () =>
  steering("approve", "let a held edition go", (ctx, { edition }) => approveEdition(ctx, edition));

export const pauseCommand = () =>
  steering("pause", "stop an edition within one batch", (ctx, { edition, reason }) =>
    pauseEdition(ctx, edition, reason ?? null),
  ).option("--reason <text>", "why, for whoever looks later");

export const resumeCommand = () =>
  steering("resume", "let a paused edition go on", (ctx, { edition, force }) =>
    resumeEdition(ctx, edition, force ?? false),
  ).option("--force", "go on past the breaker, which then counts only later feedback");

export const cancelCommand = () =>
  steering("cancel", "end an edition: what is pending is never sent", (ctx, { edition }) =>
    cancelEdition(ctx, edition),
  );

export const uncancelCommand = () =>
  steering(
    "uncancel",
    "take back a cancel while no mail has left: the edition is held again",
    (ctx, { edition }) => uncancelEdition(ctx, edition),
  );

function steering(
  name: string,
  description: string,
  act: (ctx: Context, options: SteerOptions) => Promise<Steered>,
): Command {
  return command(name, `${description}; safe to repeat`, `${name} --edition daily-2026-06-18`)
    .requiredOption("--edition <id>", "the edition, as `paperboy status` names it")
    .action((options: SteerOptions) =>
      withContext(options, async ({ ctx, out }) => {
        const steered = await act(ctx, options);
        out.json(steered);
        const { editionId, state, hasChanged, reason } = steered;
        out.line(`${editionId} is ${state}${reason ? ` by the ${reason}` : hasChanged ? "" : " already"}.`);
      }),
    );
}
