import type { Mail } from "../../../digest/compiled-digest.ts";
import type { ClientGap, ClientGaps } from "../../../preview/client-gaps.ts";
import type { InboxRow } from "../../../preview/inbox-row.ts";
import type { MailLink } from "../../../preview/list-links.ts";

/** The mail in three lists of mails, each cut by its own width as the client cuts it. */
export function InboxRows({ row, now }: { row: InboxRow; now: Date }) {
  const time = now.toISOString().slice(11, 16);
  const { from, subject, snippet } = row;
  return (
    <section className="inboxes" aria-label="In lists of mails">
      <figure className="inbox gmail">
        <p>
          <strong>{from}</strong>
          <span className="line">
            <b>{subject}</b> <span className="snippet">– {snippet}</span>
          </span>
          <time>{time}</time>
        </p>
        <figcaption>Gmail in a browser</figcaption>
      </figure>
      <figure className="inbox apple">
        <p>
          <strong>{from}</strong> <time>{time}</time>
          <span className="line">{subject}</span>
          <span className="snippet">{snippet}</span>
        </p>
        <figcaption>Apple Mail on a phone</figcaption>
      </figure>
      <figure className="inbox outlook">
        <p>
          <strong>{from}</strong>
          <span className="line">{subject}</span> <time>{time}</time>
          <span className="snippet">{snippet}</span>
        </p>
        <figcaption>Outlook on a desk</figcaption>
      </figure>
    </section>
  );
}

/** All that stands before the body, and the tags by which the provider's reports are told apart. */
export function Headers({ mail }: { mail: Mail }) {
  const lines: [string, string][] = [
    ["From", mail.from],
    ["To", mail.to],
    ...(mail.replyTo === null ? [] : [["Reply-To", mail.replyTo] satisfies [string, string]]),
    ["Subject", mail.subject],
    ...Object.entries(mail.headers),
    ["Tags", mail.tags.map(({ name, value }) => `${name}=${value}`).join(", ")],
  ];
  return (
    <details className="mail-part">
      <summary>Headers</summary>
      <dl className="headers">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Where the mail leads, each address once. */
export function Links({ links }: { links: MailLink[] }) {
  return (
    <details className="mail-part">
      <summary>Links ({links.length})</summary>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Words</th>
              <th scope="col">Leads to</th>
              <th scope="col" className="number">
                Times
              </th>
            </tr>
          </thead>
          <tbody>
            {links.map(({ url, words, count, isKnown }) => (
              <tr key={url}>
                <td className="words">{words === "" ? "(a picture)" : words}</td>
                <td className="url">
                  {/^https?:/.test(url) ? (
                    <a href={url} target="_blank" rel="noreferrer">
                      {url}
                    </a>
                  ) : (
                    url
                  )}{" "}
                  {isKnown || url.startsWith("mailto:") ? null : <span className="pill fair">not known</span>}
                </td>
                <td className="number">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** What main clients lack of what the mail uses, and what stands in its place. */
export function Clients({ clients }: { clients: ClientGaps | null }) {
  if (clients === null) return null;
  return (
    <details className="mail-part">
      <summary>What clients lack ({clients.gaps.length})</summary>
      <p className="hint">By the tables of caniemail.com as of {clients.asOf}.</p>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">It uses</th>
              <th scope="col">Not supported by</th>
              <th scope="col">In part by</th>
              <th scope="col">What is seen instead</th>
            </tr>
          </thead>
          <tbody>
            {clients.gaps.map((gap) => (
              <Gap key={gap.feature} gap={gap} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Gap({ gap: { feature, url, lacking, partly, fallback } }: { gap: ClientGap }) {
  return (
    <tr>
      <td className="name">
        {url === null ? (
          feature
        ) : (
          <a href={url} target="_blank" rel="noreferrer">
            {feature}
          </a>
        )}
      </td>
      <td className="words">{lacking.join("; ")}</td>
      <td className="words">{partly.join("; ")}</td>
      <td className="words">
        {fallback ??
          (lacking.length > 0 ? <span className="pill fair">nothing planned</span> : "as far as it goes")}
      </td>
    </tr>
  );
}
