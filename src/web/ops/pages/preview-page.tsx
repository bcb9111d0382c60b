import { clippingBytes, type MailInspection } from "../../../preview/inspect-mail.ts";
import { noMailWords } from "../../../preview/no-mail-words.ts";
import type { Preview, PreviewBefore } from "../../../preview/preview-mail.ts";
import { formatInstant } from "./format.ts";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken } from "./page-props.ts";
import { ChoiceForm, MailLinks, readerWords } from "./preview-choice.tsx";
import { Clients, Headers, InboxRows, Links } from "./preview-parts.tsx";
import type { PreviewPageProps } from "./preview-props.ts";
import { type PreviewView, previewPath } from "./preview-query.ts";

type ShownMail = Preview & { kind: "mail" };

export function PreviewPage(props: PreviewPageProps) {
  const { preview, problem, view, processId } = props;
  return (
    <OpsLayout title="Preview" current="preview" formToken={logOutToken(props)} notice={props.notice}>
      <h1 className="page-title" data-process={view.isFollowing ? processId : undefined}>
        Preview
      </h1>
      <MailLinks {...props} />
      <ChoiceForm {...props} />
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {preview?.exclusion ? (
        <p className="banner fair">Nothing of it is mailed to this reader: {preview.exclusion}.</p>
      ) : null}
      {preview?.kind === "none" ? (
        <p className="empty">No mail would go to this reader: {noMailWords(preview.reason)}.</p>
      ) : null}
      {preview?.kind === "mail" ? <Mail {...props} preview={preview} /> : null}
    </OpsLayout>
  );
}

function Mail(props: PreviewPageProps & { preview: ShownMail }) {
  const { preview, choice, view } = props;
  return (
    <>
      {preview.isQuiet ? (
        <p className="banner fair">
          No digest: this is the quiet mail that tells its reader once why none has come for long.
        </p>
      ) : null}
      <Envelope {...props} />
      <InboxRows row={preview.row} now={props.now} />
      <Findings inspection={preview.inspection} />
      <Frames {...props} />
      <SendTest {...props} />
      <details className="mail-part">
        <summary>Plain text</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard */}
        <pre tabIndex={0}>{preview.mail.text}</pre>
      </details>
      <Headers mail={preview.mail} />
      <Links links={preview.links} />
      <Clients clients={preview.clients} />
      <p className="facts">
        <a href={previewPath(choice, view, "/source")}>HTML source</a>
        <a href={previewPath(choice, view, "/eml")}>Save as .eml</a>
      </p>
    </>
  );
}

function Envelope({ preview, choice }: PreviewPageProps & { preview: ShownMail }) {
  const { edition, mail, subscriber, dueAt, timezone } = preview;
  return (
    <section className="envelope" aria-label="Envelope">
      <h2>{mail.subject}</h2>
      <p>
        <span>From {mail.from}</span> <span>to {subscriber?.email ?? readerWords(choice)}</span>{" "}
        {edition === null ? null : (
          <span className={preview.isFrozen ? "pill good" : "pill"}>
            {preview.isFrozen
              ? `frozen edition ${edition.id}${preview.revision && preview.revision.newest > 1 ? `, revision ${preview.revision.shown}` : ""}`
              : `not published: the ranking of now for ${edition.period}`}
          </span>
        )}{" "}
        {choice.isFresh ? (
          <span className="pill fair">templates of now, not those that are mailed</span>
        ) : null}{" "}
        {dueAt === null ? null : (
          <span>
            due {formatInstant(dueAt)} ({timezone})
          </span>
        )}
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

function Frames(props: PreviewPageProps & { preview: ShownMail }) {
  const { choice, view, before } = props;
  const source = previewPath(choice, view, "/mail");
  return (
    <section aria-label="The mail">
      <Looks {...props} />
      {before === null ? null : <Before before={before} />}
      <div className={`frames ${view.scheme}${before === null ? "" : " beside"}`}>
        {before === null ? <Frame kind="phone" source={source} caption="Phone, 375 px" /> : null}
        <Frame kind="desk" source={source} caption={before === null ? "Desk, 700 px" : "This one"} />
        {before?.draft.kind === "mail" ? (
          <Frame
            kind="desk"
            source={previewPath(before.choice, view, "/mail")}
            caption={before.draft.edition?.id ?? "the last edition"}
          />
        ) : null}
      </div>
    </section>
  );
}

function Looks({ choice, view, preview }: PreviewPageProps & { preview: ShownMail }) {
  const tab = (label: string, change: Partial<PreviewView>, isCurrent: boolean) => (
    <a href={previewPath(choice, { ...view, ...change })} aria-current={isCurrent ? "true" : undefined}>
      {label}
    </a>
  );
  return (
    <nav className="tabs" aria-label="How it is shown">
      {tab("Light", { scheme: "light" }, view.scheme === "light")}
      {tab("Dark", { scheme: "dark" }, view.scheme === "dark")}
      {tab("Pictures off", { pictures: view.pictures === "off" ? "on" : "off" }, view.pictures === "off")}
      {preview.edition === null
        ? null
        : tab("Beside the last edition", { isBeside: !view.isBeside }, view.isBeside)}
      <a href={previewPath(choice, view, "/mail")} target="_blank" rel="noreferrer">
        On its own
      </a>
    </nav>
  );
}

/** A frame of the kind `phone` or `desk`; a mail can do nothing in it but open links elsewhere. */
function Frame({ kind, source, caption }: { kind: "phone" | "desk"; source: string; caption: string }) {
  return (
    <figure className={kind}>
      <iframe
        src={source}
        title={`The mail: ${caption}`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

function Before({ before: { draft } }: { before: PreviewBefore }) {
  const name = draft.edition?.id ?? "The last edition";
  return (
    <p className="hint">
      {draft.kind === "mail"
        ? `${name}: “${draft.mail.subject}”, ${Buffer.byteLength(draft.mail.html).toLocaleString("en")} bytes.`
        : `Of ${name} no mail would go to this reader: ${noMailWords(draft.reason)}.`}
    </p>
  );
}

function SendTest({ choice, view, formToken, preview }: PreviewPageProps & { preview: ShownMail }) {
  const { edition } = preview;
  // What is shown, not what these words may mean by the time of the click.
  const shown = edition === null ? choice : { ...choice, cadence: edition.cadence, date: edition.period };
  return (
    <form
      method="post"
      action={previewPath(shown, view, "/send-test")}
      className="filter"
      data-busy="Sending it."
    >
      <input type="hidden" name="form_token" value={formToken} />
      <input type="hidden" name="seen" value={preview.fingerprint} />
      <div className="field grow">
        <label htmlFor="to">Send it to me, marked as a test</label>
        <input id="to" name="to" type="email" required autoComplete="email" />
      </div>
      <button type="submit" className="quiet">
        Send this very one
      </button>
    </form>
  );
}
