import type { OutboxEntry, OutboxMail } from "../../../delivery/mailers/outbox-store.ts";
import { PageLinks } from "../../parts/page-links.tsx";
import { formatCount, formatMoment } from "./format.ts";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

type OutboxPageProps = PageProps & {
  mails: OutboxEntry[];
  total: number;
  recipient: string;
  /** The recipient as it stands in an address line. */
  find: string | null;
  /** From 1. */
  page: number;
  pages: number;
};

/** The local mailbox: every mail that was sent on this installation. */
export function OutboxPage(props: OutboxPageProps) {
  const { mails, total, recipient, find, page, pages } = props;
  return (
    <OpsLayout title="Mailbox" current="outbox" formToken={logOutToken(props)} notice={props.notice}>
      <h1 className="page-title">Mailbox</h1>
      <p className="hint">
        {total === 1 ? "One mail is" : `${formatCount(total)} mails are`} kept here
        {recipient === "" ? "" : " for this recipient"}. Nothing was sent to anybody:{" "}
        <code>MAIL_TRANSPORT</code> is <code>outbox</code>.
      </p>
      <form method="post" action="/ops/outbox" className="filter">
        <input type="hidden" name="form_token" value={props.formToken} />
        <div className="field grow">
          <label htmlFor="recipient">To</label>
          <input
            id="recipient"
            name="to"
            type="search"
            defaultValue={recipient}
            autoComplete="off"
            maxLength={254}
          />
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
              <a href={`/ops/outbox/${mail.id}`} dir="auto">
                {mail.subject}
              </a>
              <span className="facts">
                <span>{mail.recipient}</span>
                <time dateTime={mail.acceptedAt.toISOString()}>{formatMoment(mail.acceptedAt)}</time>
                <span>{kilobytes(mail.bytes)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <PageLinks
        page={page}
        pages={pages}
        pathTo={(to) =>
          `/ops/outbox?${new URLSearchParams({ ...(find === null ? {} : { find }), page: String(to) })}`
        }
      />
    </OpsLayout>
  );
}

/** One mail: as it looks, its text, its headers. */
export function OutboxMailPage(props: PageProps & { mail: OutboxMail }) {
  const { mail } = props;
  const headers = {
    From: mail.sender,
    To: mail.recipient,
    ...(mail.replyTo ? { "Reply-To": mail.replyTo } : {}),
    Subject: mail.subject,
    ...mail.headers,
  };
  return (
    <OpsLayout title={mail.subject} current="outbox" formToken={logOutToken(props)} notice={props.notice}>
      <p className="crumb">
        <a href="/ops/outbox">Mailbox</a>
      </p>
      <h1 className="page-title mail-subject" dir="auto">
        {mail.subject}
      </h1>
      <p className="facts">
        <span>to {mail.recipient}</span>
        <time dateTime={mail.acceptedAt.toISOString()}>{formatMoment(mail.acceptedAt)}</time>
        <span>{kilobytes(Buffer.byteLength(mail.html))} HTML</span>
        <a href={`/ops/outbox/${mail.id}/eml`}>Save as .eml</a>
      </p>
      <iframe
        className="mail"
        title="The mail as it looks"
        src={`/ops/outbox/${mail.id}/html`}
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
    </OpsLayout>
  );
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
