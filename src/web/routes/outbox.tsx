import { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { findOutboxMail, listOutbox, type OutboxMail } from "../../delivery/mailers/read-outbox.ts";
import { toEml } from "../../digest/eml.ts";
import { NotFoundError } from "../../errors.ts";
import { mailPolicy, privatePage } from "../http/security.ts";
import { sendPage } from "../http/send-page.ts";
import { OutboxMailPage, OutboxPage } from "../pages/outbox-pages.tsx";
import { withLinksOutside } from "../preview-digest.ts";

const pageSize = 50;

/** The local mailbox. Only there when mail is kept instead of sent: it shows every reader's links. */
export function outboxRoutes(ctx: Context): Hono {
  const app = new Hono();
  if (ctx.config.mail.transport !== "outbox") return app;
  app.use("/outbox", privatePage());
  app.use("/outbox/*", privatePage());

  app.get("/outbox", async (c) => {
    const recipient = (c.req.query("to") ?? "").trim();
    const page = Math.max(1, Math.min(100_000, Number.parseInt(c.req.query("page") ?? "1", 10) || 1));
    const { mails, total } = await listOutbox(ctx.db, {
      limit: pageSize,
      offset: (page - 1) * pageSize,
      recipient: recipient === "" ? null : recipient,
    });
    const pages = Math.max(1, Math.ceil(total / pageSize));
    return sendPage(c, <OutboxPage {...{ mails, total, recipient, page, pages }} />);
  });

  app.get("/outbox/:id", async (c) => sendPage(c, <OutboxMailPage mail={await mailOf(c.req.param("id"))} />));

  app.get("/outbox/:id/html", async (c) => {
    const mail = await mailOf(c.req.param("id"));
    c.header("content-security-policy", mailPolicy);
    return c.html(withLinksOutside(toThisSite(mail.html)));
  });

  app.get("/outbox/:id/text", async (c) => c.text((await mailOf(c.req.param("id"))).text));

  app.get("/outbox/:id/eml", async (c) => {
    const mail = await mailOf(c.req.param("id"));
    c.header("content-type", "message/rfc822");
    c.header("content-disposition", `attachment; filename="${mail.id}.eml"`);
    const { sender: from, recipient: to, acceptedAt: date, id } = mail;
    return c.body(toEml({ ...mail, from, to }, { id, date }));
  });

  async function mailOf(id: string): Promise<OutboxMail> {
    const mail = z.uuid().safeParse(id).success ? await findOutboxMail(ctx.db, id) : null;
    if (!mail) throw new NotFoundError("There is no such mail in the mailbox.");
    return mail;
  }

  /** Links to the public address lead to where the mailbox is being read, so that they work on any port. */
  function toThisSite(html: string): string {
    return html.replaceAll(`href="${ctx.config.site.publicUrl}/`, 'href="/');
  }

  return app;
}
