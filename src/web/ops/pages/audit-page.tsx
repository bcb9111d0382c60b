import type { AuditEntry, AuditFilter } from "../../../console/audit/entries-store.ts";
import { actorWords, type ChangeWords, entryChanges } from "../../../console/audit/entry-words.ts";
import { isUuid } from "../../../db/is-uuid.ts";
import { formatCount, formatMoment } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

type AuditPageProps = PageProps & {
  /** All of which something is recorded. */
  verbs: string[];
  /** What was asked for, as it was typed. */
  typed: AuditFilter;
  filter: AuditFilter;
  entries: AuditEntry[];
  /** The id that the next page goes on before; null when there is none. */
  next: number | null;
  isFirst: boolean;
  problem?: string;
};

export function AuditPage(props: AuditPageProps) {
  const { filter, entries, next, isFirst, problem } = props;
  const query = new URLSearchParams(filter);
  const withQuery = (path: string, more: Record<string, string>) =>
    `${path}?${new URLSearchParams({ ...filter, ...more })}`;
  return (
    <OpsLayout title="Audit trail" current="audit" formToken={logOutToken(props)} notice={props.notice}>
      <h1 className="page-title">Audit trail</h1>
      <p className="hint">
        Who did what, the latest first. Readers stand here by their ids, and of their choices only which
        changed; <code>RETENTION_AUDIT_DAYS</code> says how long it is kept.
      </p>
      <Filter {...props} />
      {problem ? (
        <p className="problem" id="audit-problem" role="alert">
          {problem}
        </p>
      ) : null}
      {entries.length > 0 ? <Entries entries={entries} /> : null}
      {entries.length === 0 && problem === undefined ? (
        <p className="empty">Nothing is recorded of that.</p>
      ) : null}
      <nav className="pages" aria-label="Pages">
        {isFirst ? null : <a href={query.size > 0 ? `/ops/audit?${query}` : "/ops/audit"}>The latest</a>}
        {next === null ? null : <a href={withQuery("/ops/audit", { before: String(next) })}>Older</a>}
      </nav>
      {problem ? null : (
        <p className="actions">
          <a href={withQuery("/ops/audit/export", { format: "csv" })}>All of these as CSV</a>
          <a href={withQuery("/ops/audit/export", { format: "jsonl" })}>as JSON lines</a>
        </p>
      )}
    </OpsLayout>
  );
}

function Filter({ verbs, typed, problem }: AuditPageProps) {
  return (
    <form method="get" action="/ops/audit" className="filter">
      <div className="field">
        <label htmlFor="verb">What</label>
        <select id="verb" name="verb" defaultValue={typed.verb ?? ""}>
          <option value="">anything</option>
          {groupsOf(verbs).map((word) => (
            <option key={word} value={word}>
              {word}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="who">Who</label>
        <input id="who" name="who" type="search" defaultValue={typed.who ?? ""} maxLength={100} />
      </div>
      <div className="field grow">
        <label htmlFor="subject">To what (an id)</label>
        <input id="subject" name="subject" type="search" defaultValue={typed.subject ?? ""} maxLength={100} />
      </div>
      <div className="field">
        <label htmlFor="day">Day (UTC)</label>
        <input
          id="day"
          name="day"
          type="date"
          defaultValue={typed.day ?? ""}
          aria-describedby={problem ? "audit-problem" : undefined}
        />
      </div>
      <button type="submit" className="quiet">
        Filter
      </button>
    </form>
  );
}

/** Verbs, each kind of them after its own word: `edition`, `edition.approve`. */
function groupsOf(verbs: string[]): string[] {
  return [...new Set(verbs.flatMap((verb) => [verb.split(".")[0] ?? verb, verb]))].sort();
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  return (
    <Scroll label="Acts">
      <table className="acts">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">To what</th>
            <th scope="col">Before and after</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className="instant">{formatMoment(entry.at)}</td>
              <td>
                {actorWords(entry)}
                {entry.actorFrom === null ? null : <span className="hint"> {entry.actorFrom}</span>}
              </td>
              <td className="name">
                <code>{entry.verb}</code>
                {entry.times > 1 ? <span className="pill fair">{formatCount(entry.times)} times</span> : null}
              </td>
              <td>
                <Subject verb={entry.verb} subject={entry.subject} />
              </td>
              <td className="words">
                {entryChanges(entry).map((change) => (
                  <Change key={change.name} {...change} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Subject({ verb, subject }: { verb: string; subject: string | null }) {
  if (subject === null) return "–";
  const href = pageOf(verb, subject);
  const shown = subject.length > 36 ? `${subject.slice(0, 12)}…` : subject;
  return href === null ? <span title={subject}>{shown}</span> : <a href={href}>{shown}</a>;
}

/** Where what an act was done to is shown; it may be gone by now. */
function pageOf(verb: string, subject: string): string | null {
  if (/^edition\./.test(verb)) return `/ops/editions/${encodeURIComponent(subject)}`;
  if (verb === "subscriber.erase" || !isUuid(subject)) return null;
  return /^(?:subscriber|suppression)\./.test(verb) ? `/ops/readers/${subject}` : null;
}

function Change({ name, before, after }: ChangeWords) {
  return (
    <p className="change">
      <span className="hint">{name}</span> {before === null ? null : <del>{before}</del>}{" "}
      {after === null ? null : <ins>{after}</ins>}
    </p>
  );
}
