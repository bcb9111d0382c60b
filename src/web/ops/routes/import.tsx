import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { AppError, InvalidInputError } from "../../../errors.ts";
import { importSubscribers } from "../../../subscribers/import-subscribers.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { pageProps } from "../page-request.ts";
import { ImportPage } from "../pages/import-page.tsx";
import { openUpload } from "../read-upload.ts";

/** Some two million addresses; the command line has no limit. */
const mostUpload = { bytes: 128 * 1024 * 1024 };

/** Subscribers from a CSV file: first as a rehearsal, then for good. */
export function importRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/subscribers/import", (c) =>
    sendPage(c, <ImportPage {...pageProps(ctx, access, c)} given={{ consent: "", isDryRun: true }} />),
  );

  app.post("/subscribers/import", async (c) => {
    const upload = await openUpload(c, mostUpload);
    access.assertOwnToken(c, upload.field("form_token"));
    const given = { consent: upload.field("consent"), isDryRun: upload.field("mode") !== "import" };
    const common = { ...pageProps(ctx, access, c), given };
    try {
      if (!upload.file) throw new InvalidInputError("Choose a file.");
      const report = await importSubscribers(ctx, { ...given, lines: upload.file });
      return sendPage(c, <ImportPage {...common} report={report} />);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return sendPage(c, <ImportPage {...common} problem={error.message} />, { status: error.httpStatus });
    }
  });

  return app;
}
