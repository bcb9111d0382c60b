import type { OutboxEntry, OutboxMail } from "../../delivery/mailers/read-outbox.ts";
import { Layout } from "./layout.tsx";
import { PageLinks } from "./page-links.tsx";

export type OutboxPageProps = {
  mails: OutboxEntry[];
  total: number;
  recipient: string;
  /** From 1. */
  page: number;
  pages: number;
};

/** The local mailbox: every mail that was sent on this installation. */
export function OutboxPage({ mails, total, recipient, page, pages }: OutboxPageProps) {
  return (
    <Layout title="Mailbox" isPrivate>
      <h1 className="page-title">Mailbox</h1>
      <p>
        {total === 1 ? "One mail" : `${total.toLocaleString("en")} mails`} kept here. Nothing was sent to
        anybody: <code>MAIL_TRANSPORT</code> is <code>outbox</code>.
      </p>
      <form className="field-row outbox-filter" action="/outbox">
        <div className="grow">
          <label htmlFor="recipient">To</label>
          <input id="recipient" name="to" type="search" defaultValue={recipient} maxLength={254} />
        </div>
        <button className="quiet" type="submit">
          Filter
        </button>
      </form>
      {mails.length === 0 ? (
        <p className="empty">No mail here yet.</p>
      ) : (
        <ul className="mails">
          {mails.map((mail) => (
            <li key={mail.id}>
              <a href={`/outbox/${mail.id}`} dir="auto">
                {mail.subject}
              </a>
              <span className="facts">
                <span>{mail.recipient}</span>
                <time dateTime={mail.acceptedAt.toISOString()}>{instant(mail.acceptedAt)}</time>
                <span>{kilobytes(mail.bytes)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <PageLinks
        page={page}
        pages={pages}
        pathTo={(to) => `/outbox?${new URLSearchParams({ to: recipient, page: String(to) })}`}
      />
    </Layout>
  );
}

/** One mail: as it looks, its text, its headers. */
export function OutboxMailPage({ mail }: { mail: OutboxMail }) {
  const headers = {
    From: mail.sender,
    To: mail.recipient,
    ...(mail.replyTo ? { "Reply-To": mail.replyTo } : {}),
    Subject: mail.subject,
    ...mail.headers,
  };
  return (
    <Layout title={mail.subject} isPrivate>
      <p>
        <a href="/outbox">‹ Mailbox</a>
      </p>
      <h1 className="page-title mail-subject" dir="auto">
        {mail.subject}
      </h1>
      <p className="facts">
        <span>to {mail.recipient}</span>
        <time dateTime={mail.acceptedAt.toISOString()}>{instant(mail.acceptedAt)}</time>
        <span>{kilobytes(Buffer.byteLength(mail.html))} HTML</span>
        <a href={`/outbox/${mail.id}/eml`}>Save as .eml</a>
      </p>
      <iframe
        className="mail"
        title="The mail as it looks"
        src={`/outbox/${mail.id}/html`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <details className="mail-part">
        <summary>Plain text</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <pre tabIndex={0}>{mail.text}</pre>
      </details>
      <details className="mail-part">
        <summary>Headers and tags</summary>
        <dl className="headers">
          {Object.entries(headers).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {Object.entries(mail.tags).map(([name, value]) => (
            <div key={`tag ${name}`}>
              <dt>tag {name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Layout>
  );
}

function instant(at: Date): string {
  return at.toISOString().replace("T", " ").slice(0, 16);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
