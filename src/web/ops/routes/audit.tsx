import { Hono, type Context as RequestContext } from "hono";
import { stream } from "hono/streaming";
import { dayOf } from "../../../calendar/periods.ts";
import { parseAuditFilter } from "../../../console/audit/audit-filter.ts";
import { type AuditFilter, listRecordedVerbs, pageEntries } from "../../../console/audit/entries-store.ts";
import { auditFormats, exportEntries } from "../../../console/audit/export-entries.ts";
import type { Context } from "../../../context.ts";
import { InvalidInputError } from "../../../errors.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { knownWord, pageProps } from "../page-request.ts";
import { AuditPage } from "../pages/audit-page.tsx";

const pageSize = 50;
const types = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

/** Who did what: the trail, parts of it, and it as a file. */
export function auditRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/audit", async (c) => {
    const verbs = await listRecordedVerbs(ctx.db);
    const typed = typedIn(c);
    const shared = { ...pageProps(ctx, access, c), verbs, typed };
    try {
      const filter = parseAuditFilter((name) => typed[name]);
      const before = cursorOf(c);
      const found = await pageEntries(ctx.db, filter, { before, limit: pageSize + 1 });
      const entries = found.slice(0, pageSize);
      const next = found.length > pageSize ? (entries.at(-1)?.id ?? null) : null;
      return sendPage(c, <AuditPage {...shared} {...{ filter, entries, next }} isFirst={before === null} />);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const page = (
        <AuditPage {...shared} filter={{}} entries={[]} next={null} isFirst problem={error.message} />
      );
      return sendPage(c, page, { status: error.httpStatus });
    }
  });

  app.get("/audit/export", async (c) => {
    const format = knownWord(auditFormats, c.req.query("format"));
    if (!format) throw new InvalidInputError(`Choose a format: ${auditFormats.join(" or ")}.`);
    const filter = parseAuditFilter((name) => c.req.query(name));
    c.header("content-type", types[format]);
    c.header("content-disposition", `attachment; filename="audit-${dayOf(ctx.clock.now())}.${format}"`);
    const pieces = exportEntries(await access.acting(c), { ...filter, format });
    return stream(c, async (out) => {
      for await (const piece of pieces) await out.write(piece);
    });
  });

  return app;
}

function typedIn(c: RequestContext): AuditFilter {
  const { verb, who, subject, day } = c.req.query();
  return {
    ...(verb ? { verb } : {}),
    ...(who ? { who } : {}),
    ...(subject ? { subject } : {}),
    ...(day ? { day } : {}),
  };
}

function cursorOf(c: RequestContext): number | null {
  const text = c.req.query("before") ?? "";
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
