import { relative, resolve } from "node:path";
import { packageName } from "../config/package.ts";
import { printer } from "./printer.ts";
import { command } from "./program.ts";

export const initCommand = () =>
  command("init", "write .env with fresh secrets and a compose file for a new installation", "init papers")
    .argument("[folder]", "where to; it is made if it is not there (default: where this is called)")
    .action(async (folder: string | undefined, options: { json?: boolean }) => {
      const out = printer(options.json ?? false);
      const { initFolder } = await import("../upkeep/init.ts");
      const report = initFolder(resolve(folder ?? "."));
      out.json(report);
      out.line(`Written into ${report.folder}: ${report.files.join(", ")}.`);
      out.line("The secrets are in .env, which nobody else may read; OPS_PASSWORD there opens /ops.\n");
      out.line("Next, on this machine alone, with an embedded PostgreSQL and a local mailbox:");
      const there = relative("", report.folder);
      if (there !== "") out.line(`  cd ${there.includes(" ") ? `'${there}'` : there}`);
      out.line(`  ${call()} start`);
      out.line("\nOr in containers, with PostgreSQL and Redis:");
      if (report.packageFile !== null) out.line(`  cp /path/to/${report.packageFile} .`);
      out.line("  docker compose up --detach");
      out.line("  docker compose run --rm web doctor");
      out.line(
        "\nBefore the first mail to a reader: PUBLIC_URL and the section of mail in .env, then doctor.",
      );
    });

/** As this command itself was called; of npm by its whole name, since the short one may be another's there. */
function call(): string {
  return process.env.npm_command === "exec" ? `npx ${packageName}` : "paperboy";
}
