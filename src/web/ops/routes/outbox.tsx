import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { isUuid } from "../../../db/is-uuid.ts";
import { findOutboxMail, listOutbox, type OutboxMail } from "../../../delivery/mailers/outbox-store.ts";
import { NotFoundError } from "../../../errors.ts";
import { withLinksOutside } from "../../../publish/preview-for-subscriber.ts";
import { basePathOf } from "../../http/base-path.ts";
import { mailPolicy } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { pageNumber, pageProps, refuseAddress } from "../page-request.ts";
import { OutboxMailPage, OutboxPage } from "../pages/outbox-pages.tsx";
import { openSearch, sealSearch } from "../sealed-search.ts";

const pageSize = 50;
/** The longest address (RFC 5321). */
const longestSearch = 254;
const sealedList = "outbox";

/** The local mailbox. Only there when mail is kept instead of sent: it shows every reader's links. */
export function outboxRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();
  if (ctx.config.mail.transport !== "outbox") return app;

  app.get("/outbox", async (c) => {
    refuseAddress(c, "to");
    const find = c.req.query("find") || null;
    const recipient = find === null ? "" : openSearch(access.key, sealedList, find, ctx.clock.now());
    const page = pageNumber(c);
    const { mails, total } = await listOutbox(ctx.db, {
      limit: pageSize,
      offset: (page - 1) * pageSize,
      recipient: recipient === "" ? null : recipient,
    });
    const pages = Math.max(1, Math.ceil(total / pageSize));
    const list = { mails, total, recipient, find, page, pages };
    return sendPage(c, <OutboxPage {...pageProps(ctx, access, c)} {...list} />);
  });

  // A form that posts: the address is sealed before it stands in an address line.
  app.post("/outbox", async (c) => {
    const to = (await access.readOwnForm(c)).first("to").trim().slice(0, longestSearch);
    if (to === "") return c.redirect("/ops/outbox", 303);
    const find = sealSearch(access.key, sealedList, to, ctx.clock.now());
    return c.redirect(`/ops/outbox?find=${find}`, 303);
  });

  app.get("/outbox/:id", async (c) => {
    const mail = await mailOf(c.req.param("id"));
    return sendPage(c, <OutboxMailPage {...pageProps(ctx, access, c)} mail={mail} />);
  });

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
    // Loaded when a file is asked for: nothing else needs the message builder.
    const { toEml } = await import("../../../digest/eml.ts");
    return c.body(new Uint8Array(await toEml({ ...mail, from, to }, { id, date })));
  });

  async function mailOf(id: string): Promise<OutboxMail> {
    const mail = isUuid(id) ? await findOutboxMail(ctx.db, id) : null;
    if (!mail) throw new NotFoundError("There is no such mail in the mailbox.");
    return mail;
  }

  /** Links to the public address, and the logo, lead to where the mailbox is being read, so that they work on any port. */
  function toThisSite(html: string): string {
    const { publicUrl } = ctx.config.site;
    const here = basePathOf(publicUrl);
    return html
      .replaceAll(`href="${publicUrl}/`, `href="${here}/`)
      .replaceAll(`src="${publicUrl}/`, `src="${here}/`);
  }

  return app;
}
