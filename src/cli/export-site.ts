import { InvalidInputError } from "../errors.ts";
import { parseUrl } from "../parse-url.ts";
import { makeInstallationCard } from "../subscribers/installation-card.ts";
import { askOwnSite } from "../upkeep/ask-own-site.ts";
import { command, withContext } from "./program.ts";

export const exportSiteCommand = () =>
  command(
    "export-site",
    "write the public archive, feeds included, as files for any static host; repeatable",
    "export-site public --url https://lab.example.org/papers",
  )
    .argument("<folder>", "where the files go: an empty folder, or an export of before")
    .option("--url <address>", "where they will be served (default: PUBLIC_URL)", readUrl)
    .action((folder: string, options: { url?: string; json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const { publicUrl } = ctx.config.site;
        const card = await makeInstallationCard(ctx.db, ctx.config.tokens, ctx.clock.now());
        const answer = await askOwnSite(publicUrl, card);
        const live = answer.kind === "ours" ? publicUrl : null;
        const { exportSite } = await import("../web/export/export-site.ts");
        const report = await exportSite(ctx, { folder, url: options.url ?? publicUrl, live });
        out.json({ ...report, folder, live });
        out.line(
          `${folder}: ${report.pages} pages in ${report.files} files; ${report.written} written, ${report.deleted} deleted.`,
        );
        out.line(
          live === null
            ? "Without search and subscription, since PUBLIC_URL does not answer as this installation."
            : `Search and subscription lead to ${live}.`,
        );
      }),
    );

function readUrl(text: string): string {
  const url = parseUrl(text);
  const isPlain =
    url !== null && /^https?:$/.test(url.protocol) && url.search + url.hash + url.username === "";
  if (!isPlain)
    throw new InvalidInputError(
      "--url must be an http or https address, such as https://lab.example.org/papers.",
    );
  return url.href.replace(/\/+$/, "");
}
