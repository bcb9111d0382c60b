import { Command } from "commander";
import { RefusedError } from "../errors.ts";
import { suppressionWords } from "../subscribers/suppressions/cause-words.ts";
import { liftSuppression } from "../subscribers/suppressions/lift-suppression.ts";
import { listSuppressions } from "../subscribers/suppressions/store.ts";
import { suppressAddress } from "../subscribers/suppressions/suppress-address.ts";
import { command, withContext } from "./program.ts";

export const suppressionsCommand = () =>
  new Command("suppressions")
    .description("addresses that must not be mailed")
    .addHelpText("after", "\nExample:\n  $ paperboy suppressions list --json")
    .addCommand(list())
    .addCommand(add())
    .addCommand(remove());

const list = () =>
  command("list", "the suppressed addresses, latest first", "suppressions list")
    .option("--limit <count>", "how many at the most", "100")
    .action((options: { limit: string; json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const rows = await listSuppressions(ctx.db, { limit: Number.parseInt(options.limit, 10) || 100 });
        out.json(rows.map((row) => ({ ...row, explanation: suppressionWords(row) })));
        out.table(
          rows.map((row) => [
            row.createdAt.toISOString(),
            row.reason,
            row.email ?? `(${row.reason}) ${row.addressHash}`,
          ]),
        );
      }),
    );

const add = () =>
  command(
    "add",
    "make sure that an address is never mailed",
    "suppressions add reader@example.com --reason asked",
  )
    .argument("<address>")
    .option("--reason <text>", "what was reported, in words")
    .action((address: string, options: { reason?: string; json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const result = await suppressAddress(ctx, {
          email: address,
          reason: "operator",
          explanation: options.reason ?? null,
        });
        if (result.kind === "refused") throw new RefusedError(result.reason);
        out.json(result);
        out.line(
          result.kind === "already" ? "The address is suppressed already." : "The address is suppressed.",
        );
      }),
    );

const remove = () =>
  command("remove", "allow an address to be mailed again", "suppressions remove reader@example.com")
    .argument("<address>")
    .action((address: string, options: { json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const result = await liftSuppression(ctx, { email: address });
        if (result.kind === "refused") throw new RefusedError(result.reason);
        if (result.kind === "unknown") throw new RefusedError("The address is not suppressed.");
        out.json(result);
        out.line("The address may be mailed again.");
      }),
    );
