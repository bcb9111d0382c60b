import { type Language, languages } from "../../../../words/words.ts";
import { alertKinds } from "../../../alerts/tables.ts";
import { type Cadence, cadences } from "../../../calendar/periods.ts";
import { details } from "../../../editions/edition.ts";
import { editionCadence } from "../../../editions/readers-of.ts";
import { type MailChoice, type MailName, mailNames } from "../../../preview/mail-choice.ts";
import { type TypicalName, typicalNames, typicalPreferences } from "../../../preview/typical-readers.ts";
import type { PreviewPageProps } from "./preview-props.ts";
import { previewPath, viewFields } from "./preview-query.ts";

const mailLabels: Record<Exclude<MailName, "digest" | "alert">, string> = {
  quiet: "Quiet mail",
  confirm: "Confirm",
  welcome: "Welcome",
  "preferences-link": "Preferences link",
  "already-subscribed": "Subscribed already",
  "leaving-link": "Link to leave",
  goodbye: "Goodbye",
  "address-allow": "Address change",
  "address-confirm": "New address",
  "address-taken": "Address taken",
  "still-reading": "Still reading?",
  "alert-over": "Over",
};

const readerLabels: Record<TypicalName, string> = {
  nothing: "Follows nothing",
  topics: "Topics",
  keywords: "Keywords",
  names: "Names",
  weekly: "Weekly",
  japan: "Japan, weekdays",
  german: "German",
  titles: "Titles",
  all: "All there is",
  unmet: "Meets nothing",
};

const languageLabels: Record<Language, string> = { en: "English", de: "German" };
const detailLabels = { title: "Titles", summary: "Summaries", abstract: "Abstracts" } as const;
const cadenceLabels: Record<Cadence, string> = { daily: "Daily", weekly: "Weekly", monthly: "Monthly" };

/** Whose mail it is, when it is no subscriber's. */
export function readerWords({ typical }: Pick<MailChoice, "typical">): string {
  return `a typical reader (${readerLabels[typical].toLowerCase()})`;
}

/** Every mail of this installation, each one click away. */
export function MailLinks({ choice, view, preview }: PreviewPageProps) {
  const isNow = (change: Partial<MailChoice>) =>
    Object.entries(change).every(([name, value]) => choice[name as keyof MailChoice] === value);
  const link = (label: string, change: Partial<MailChoice>, kept: Partial<MailChoice> = {}) => (
    <a
      key={label}
      href={previewPath({ ...choice, ...kept, ...change }, view)}
      aria-current={isNow(change) ? "page" : undefined}
    >
      {label}
    </a>
  );
  const shown = preview?.edition ?? null;
  /** A day is kept where it still names the same edition. */
  const ofReader = (typical: TypicalName): Partial<MailChoice> =>
    shown !== null && editionCadence[typicalPreferences(typical).cadence] === shown.cadence
      ? { cadence: null }
      : { cadence: null, date: null, revision: null };
  const single = mailNames.filter((name): name is keyof typeof mailLabels => Object.hasOwn(mailLabels, name));
  const isAlert = choice.mail === "alert" || choice.mail === "alert-over";
  return (
    <div className="mail-links">
      <nav className="tabs" aria-label="Digest of a typical reader">
        <span>Digest</span>
        {typicalNames.map((typical) =>
          link(readerLabels[typical], { mail: "digest", subscriberId: null, typical }, ofReader(typical)),
        )}
      </nav>
      <nav className="tabs" aria-label="Single mails">
        <span>Single mails</span>
        {single
          .filter((mail) => mail !== "alert-over")
          .map((mail) => link(mailLabels[mail], { mail }, mail === "quiet" ? { typical: "unmet" } : {}))}
      </nav>
      <details open={isAlert}>
        <summary>Alerts to the operator</summary>
        <nav className="tabs" aria-label="Alerts">
          {alertKinds.map((alert) => link(alert.replaceAll("-", " "), { mail: "alert", alert }))}
          {link(mailLabels["alert-over"], { mail: "alert-over" })}
        </nav>
      </details>
    </div>
  );
}

/** What differs from what the reader chose, and of which edition. */
export function ChoiceForm({ choice, view, as, preview, formToken }: PreviewPageProps) {
  const hidden = { mail: choice.mail, typical: choice.typical, alert: choice.alert, ...viewFields(view) };
  return (
    <form method="post" action="/ops/preview" className="filter">
      <input type="hidden" name="form_token" value={formToken} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="field">
        <label htmlFor="date">Date</label>
        <input
          id="date"
          name="date"
          defaultValue={choice.date ?? preview?.edition?.period ?? ""}
          placeholder="2026-06-18"
          size={10}
        />
      </div>
      <Revision choice={choice} newest={preview?.revision?.newest ?? 1} />
      <Choice name="cadence" label="Cadence" value={choice.cadence} words={cadences} labels={cadenceLabels} />
      <Choice name="detail" label="Detail" value={choice.detail} words={details} labels={detailLabels} />
      <Choice
        name="language"
        label="Language"
        value={choice.language}
        words={languages}
        labels={languageLabels}
      />
      <div className="field">
        <label htmlFor="templates">Templates</label>
        <select id="templates" name="templates" defaultValue={choice.isFresh ? "now" : "frozen"}>
          <option value="frozen">As it is mailed</option>
          <option value="now">Those of now</option>
        </select>
      </div>
      <div className="field grow">
        <label htmlFor="as">As the subscriber</label>
        <input id="as" name="as" type="email" defaultValue={as} placeholder="nobody" autoComplete="off" />
      </div>
      <button type="submit">Show</button>
    </form>
  );
}

/** Only where an edition was edited. */
function Revision({ choice, newest }: { choice: MailChoice; newest: number }) {
  if (newest === 1 && choice.revision === null) return null;
  const numbers = Array.from({ length: newest }, (_, index) => newest - index);
  return (
    <div className="field">
      <label htmlFor="revision">Revision</label>
      <select id="revision" name="revision" defaultValue={choice.revision ?? ""}>
        <option value="">The newest ({newest})</option>
        {numbers.map((number) => (
          <option key={number} value={number}>
            {number === 1 ? "1, as it was frozen" : number}
          </option>
        ))}
      </select>
    </div>
  );
}

function Choice<Word extends string>(props: {
  name: string;
  label: string;
  value: Word | null;
  words: readonly Word[];
  labels: Record<Word, string>;
}) {
  return (
    <div className="field">
      <label htmlFor={props.name}>{props.label}</label>
      <select id={props.name} name={props.name} defaultValue={props.value ?? ""}>
        <option value="">The reader's own</option>
        {props.words.map((word) => (
          <option key={word} value={word}>
            {props.labels[word]}
          </option>
        ))}
      </select>
    </div>
  );
}
