import { deliveryReasonWords } from "../../../delivery/reason-words.ts";
import { clippingBytes, type MailInspection } from "../../../preview/inspect-mail.ts";
import type { Preview, PreviewInput } from "../../../preview/preview-digest.ts";
import type { Scheme } from "../force-scheme.ts";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

export type PreviewPageProps = PageProps & {
  input: PreviewInput;
  scheme: Scheme;
  /** The address of whom it is for, as it is known or was typed; empty for anybody. */
  as: string;
  /** Null when it cannot be made. */
  preview: Preview | null;
  problem: string | null;
};

/** The query that means this preview. */
export function previewQuery(input: PreviewInput, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ cadence: input.cadence });
  if (input.date) query.set("date", input.date);
  if (input.detail) query.set("detail", input.detail);
  if (input.subscriberId) query.set("reader", input.subscriberId);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query.toString();
}

export function PreviewPage(props: PreviewPageProps) {
  const { preview, problem } = props;
  return (
    <OpsLayout title="Preview" current="preview" formToken={logOutToken(props)} notice={props.notice}>
      <h1 className="page-title">Preview</h1>
      <Choice {...props} />
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {preview?.exclusion ? (
        <p className="banner fair">Nothing of it is mailed to this reader: {preview.exclusion}.</p>
      ) : null}
      {preview?.kind === "none" ? (
        <p className="empty">No mail would go to this reader: {deliveryReasonWords(preview.reason, null)}.</p>
      ) : null}
      {preview?.kind === "mail" ? (
        <>
          {preview.isQuiet ? (
            <p className="banner fair">
              No digest: this is the quiet mail that tells its reader once why none has come for long.
            </p>
          ) : null}
          <Envelope preview={preview} />
          <Findings inspection={preview.inspection} />
          <Frames {...props} />
          <SendTest {...props} preview={preview} />
          <details className="mail-part">
            <summary>Plain text</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard */}
            <pre tabIndex={0}>{preview.mail.text}</pre>
          </details>
          <details className="mail-part">
            <summary>Headers</summary>
            <Headers preview={preview} />
          </details>
        </>
      ) : null}
    </OpsLayout>
  );
}

function Choice({ input, as, preview, scheme, formToken }: PreviewPageProps) {
  return (
    <form method="post" action="/ops/preview" className="filter">
      <input type="hidden" name="form_token" value={formToken} />
      <div className="field">
        <label htmlFor="date">Date</label>
        <input
          id="date"
          name="date"
          defaultValue={input.date ?? preview?.edition.period ?? ""}
          placeholder="2026-06-18"
          size={10}
        />
      </div>
      <div className="field">
        <label htmlFor="cadence">Cadence</label>
        <select id="cadence" name="cadence" defaultValue={input.cadence}>
          <option value="daily">Daily</option>
          <option value="weekly">Weekly</option>
          <option value="monthly">Monthly</option>
        </select>
      </div>
      <div className="field">
        <label htmlFor="detail">Detail</label>
        <select id="detail" name="detail" defaultValue={input.detail ?? ""}>
          <option value="">The reader's own</option>
          <option value="title">Titles</option>
          <option value="summary">Summaries</option>
          <option value="abstract">Abstracts</option>
        </select>
      </div>
      <div className="field grow">
        <label htmlFor="as">As the subscriber</label>
        <input id="as" name="as" type="email" defaultValue={as} placeholder="anybody" autoComplete="off" />
      </div>
      <input type="hidden" name="scheme" value={scheme} />
      <button type="submit">Show</button>
    </form>
  );
}

function Envelope({ preview }: { preview: Preview & { kind: "mail" } }) {
  const { edition, isFrozen, mail, reader } = preview;
  return (
    <section className="envelope" aria-label="Envelope">
      <h2>{mail.subject}</h2>
      <p>
        <span>From {mail.from}</span> <span>to {reader ?? "a reader with the usual preferences"}</span>{" "}
        <span className={isFrozen ? "pill good" : "pill"}>
          {isFrozen
            ? `frozen edition ${edition.id}`
            : `not published: the ranking of now for ${edition.period}`}
        </span>
      </p>
    </section>
  );
}

function Findings({ inspection }: { inspection: MailInspection }) {
  const { htmlBytes, textBytes, links, findings } = inspection;
  const share = Math.min(100, (100 * htmlBytes) / clippingBytes);
  return (
    <section aria-label="Findings">
      <div className="meter-row">
        <meter
          min={0}
          max={clippingBytes}
          high={clippingBytes * 0.9}
          low={clippingBytes * 0.7}
          optimum={0}
          value={htmlBytes}
          aria-label="Size against the limit of Gmail"
        />
        <span>
          {htmlBytes.toLocaleString("en")} of {clippingBytes.toLocaleString("en")} bytes ({share.toFixed(0)}{" "}
          %), text {textBytes.toLocaleString("en")} bytes, {links} links
        </span>
      </div>
      {findings.length === 0 ? (
        <p className="all-good">Nothing to say against it.</p>
      ) : (
        <ul className="findings">
          {findings.map(({ level, message }) => (
            <li key={message} className={level}>
              <span className={`pill ${level === "fail" ? "bad" : "fair"}`}>
                {level === "fail" ? "wrong" : "look"}
              </span>{" "}
              {message}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Frames({ input, scheme }: PreviewPageProps) {
  const source = `/ops/preview/mail?${previewQuery(input, { scheme })}`;
  return (
    <section aria-label="The mail">
      <nav className="tabs" aria-label="Colour scheme">
        {(["light", "dark"] as const).map((one) => (
          <a
            key={one}
            href={`/ops/preview?${previewQuery(input, { scheme: one })}`}
            aria-current={one === scheme ? "true" : undefined}
          >
            {one === "light" ? "Light" : "Dark"}
          </a>
        ))}
        <a href={source} target="_blank" rel="noreferrer">
          On its own
        </a>
      </nav>
      <div className={`frames ${scheme}`}>
        <figure className="phone">
          <iframe
            src={source}
            title="The mail on a phone"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          />
          <figcaption>Phone, 375 px</figcaption>
        </figure>
        <figure className="desk">
          <iframe
            src={source}
            title="The mail on a desk"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          />
          <figcaption>Desk, 700 px</figcaption>
        </figure>
      </div>
    </section>
  );
}

function SendTest({
  input,
  scheme,
  formToken,
  preview,
}: PreviewPageProps & { preview: Preview & { kind: "mail" } }) {
  // What is shown, not what these words may mean by the time of the click.
  const shown = { ...input, date: preview.edition.period, detail: preview.detail };
  return (
    <form
      method="post"
      action={`/ops/preview/send-test?${previewQuery(shown, { scheme })}`}
      className="filter"
    >
      <input type="hidden" name="form_token" value={formToken} />
      <input type="hidden" name="seen" value={preview.fingerprint} />
      <div className="field grow">
        <label htmlFor="to">Send it to me, marked as a test</label>
        <input id="to" name="to" type="email" required autoComplete="email" />
      </div>
      <button type="submit" className="quiet">
        Send a test
      </button>
    </form>
  );
}

function Headers({ preview }: { preview: Preview & { kind: "mail" } }) {
  const { mail } = preview;
  const lines: [string, string][] = [
    ["From", mail.from],
    ["To", mail.to],
    ...(mail.replyTo === null ? [] : [["Reply-To", mail.replyTo] satisfies [string, string]]),
    ["Subject", mail.subject],
    ...Object.entries(mail.headers),
    ["Tags", mail.tags.map(({ name, value }) => `${name}=${value}`).join(", ")],
  ];
  return (
    <dl className="headers">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
