import type { ReactNode } from "react";
import { addDays } from "../../calendar/periods.ts";
import type { Detail, ReaderCadence } from "../../editions/model.ts";
import { type TopicGroup, topicGroups } from "../../papers/topics.ts";
import type { Preferences } from "../../subscribers/preferences.ts";
import { listTimezones } from "../../subscribers/timezone.ts";

export type PreferencesFieldsProps = {
  /** What the fields show: what is saved, or what was sent and could not be. */
  shown: Preferences;
  /** `YYYY-MM-DD`, or null for no pause. */
  pausedUntil: string | null;
  /** `YYYY-MM-DD`, UTC. */
  today: string;
  /** Who fills them in: the reader, or an operator for them. */
  by: "reader" | "operator";
};

const cadences: Record<ReaderCadence, string> = {
  daily: "Every day that has papers",
  weekdays: "Monday to Friday",
  weekly: "Once a week",
  monthly: "Once a month",
};

const detailNames: Record<Detail, string> = {
  title: "Titles only",
  summary: "Titles and a short summary",
  abstract: "Titles and whole abstracts",
};

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** What most readers look for: open from the start, and beside it. The rest stands folded. */
const openGroups = new Set(["cs"]);
const shownGroups = new Set(["cs", "stat", "eess", "q-bio"]);

/** The fields of a form with all that a reader can choose; `readPreferencesForm` reads them. */
export function PreferencesFields(props: PreferencesFieldsProps) {
  const { shown } = props;
  return (
    <>
      <When {...props} />
      <Topics chosen={shown.topics} />
      <Follow shown={shown} by={props.by} />
      <HowMuch shown={shown} />
    </>
  );
}

/** Why what was sent could not be kept; nothing when there is no reason. */
export function NotSaved({ problems }: { problems: string[] }) {
  if (problems.length === 0) return null;
  return (
    <div className="notice" role="alert">
      <p className="problem">Not saved:</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}

function When({ shown, pausedUntil, today, by }: PreferencesFieldsProps) {
  return (
    <fieldset>
      <legend>When</legend>
      <Field id="cadence" label="How often">
        <select id="cadence" name="cadence" defaultValue={shown.cadence}>
          {entriesOf(cadences).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      <div className="pair">
        <Field id="hour" label={by === "reader" ? "Send at (your local time)" : "Send at (their local time)"}>
          <select id="hour" name="hour" defaultValue={String(shown.hour)}>
            {hours.map((hour) => (
              <option key={hour} value={hour}>
                {String(hour).padStart(2, "0")}:00
              </option>
            ))}
          </select>
        </Field>
        <Field id="timezone" label="Time zone">
          <select id="timezone" name="timezone" defaultValue={shown.timezone}>
            {zonesWith(shown.timezone).map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </select>
        </Field>
      </div>
      {by === "reader" ? (
        <button type="button" className="quiet small" data-use-browser-zone="" hidden>
          Use this device's zone
        </button>
      ) : null}
      <Field
        id="paused-until"
        label="Pause until"
        hint={`${by === "reader" ? "You'll get" : "They get"} nothing until that day. Clear the date to resume.`}
      >
        <input
          id="paused-until"
          type="date"
          name="pausedUntil"
          defaultValue={pausedUntil ?? ""}
          min={addDays(today, 1)}
          aria-describedby="paused-until-hint"
        />
      </Field>
    </fieldset>
  );
}

function Topics({ chosen }: { chosen: string[] }) {
  const isChosen = new Set(chosen);
  const others = topicGroups.filter(({ id }) => !shownGroups.has(id));
  const count = others
    .flatMap((group) => [group, ...group.topics])
    .filter(({ id }) => isChosen.has(id)).length;
  return (
    <fieldset>
      <legend>Topics</legend>
      <p className="hint">arXiv's categories. None chosen means all of them.</p>
      {topicGroups
        .filter(({ id }) => shownGroups.has(id))
        .map((group) => (
          <Group key={group.id} group={group} isChosen={isChosen} />
        ))}
      <details className="topics" open={count > 0}>
        <summary>
          Mathematics, physics, economics and finance
          {count > 0 ? <span className="badge">{count}</span> : null}
        </summary>
        {others.map((group) => (
          <Group key={group.id} group={group} isChosen={isChosen} />
        ))}
      </details>
    </fieldset>
  );
}

function Group({ group, isChosen }: { group: TopicGroup; isChosen: Set<string> }) {
  const count = [group, ...group.topics].filter(({ id }) => isChosen.has(id)).length;
  const all = { id: group.id, name: `All of ${group.name.toLowerCase()}` };
  // Physics has archives without parts.
  if (group.topics.length === 0) {
    return (
      <ul className="topics">
        <Topic {...group} isChosen={isChosen.has(group.id)} />
      </ul>
    );
  }
  return (
    <details className="topics" open={count > 0 || openGroups.has(group.id)}>
      <summary>
        {group.name}
        {count > 0 ? <span className="badge">{count}</span> : null}
      </summary>
      <ul>
        {[all, ...group.topics].map((topic) => (
          <Topic key={topic.id} {...topic} isChosen={isChosen.has(topic.id)} />
        ))}
      </ul>
    </details>
  );
}

function Topic({ id, name, isChosen }: { id: string; name: string; isChosen: boolean }) {
  return (
    <li>
      <label className="check">
        <input type="checkbox" name="topics" value={id} defaultChecked={isChosen} />
        <span>
          {name} <span className="code">{id}</span>
        </span>
      </label>
    </li>
  );
}

function Follow({ shown, by }: Pick<PreferencesFieldsProps, "shown" | "by">) {
  return (
    <fieldset>
      <legend>Follow and mute</legend>
      <p className="hint">
        One word, phrase or name per line. What {by === "reader" ? "you follow" : "they follow"} comes first,
        whatever its topic.
      </p>
      <div className="pair">
        <Lines name="keywords" label="Keywords to follow" values={shown.keywords} />
        <Lines name="authors" label="Authors to follow" values={shown.authors} />
        <Lines name="mutedKeywords" label="Keywords to mute" values={shown.mutedKeywords} />
        <Lines name="mutedAuthors" label="Authors to mute" values={shown.mutedAuthors} />
      </div>
    </fieldset>
  );
}

function Lines({ name, label, values }: { name: string; label: string; values: string[] }) {
  return (
    <Field id={name} label={label}>
      <textarea id={name} name={name} rows={3} defaultValue={values.join("\n")} maxLength={6000} />
    </Field>
  );
}

function HowMuch({ shown }: { shown: Preferences }) {
  return (
    <fieldset>
      <legend>How much</legend>
      <Field id="detail" label="Each paper with">
        <select id="detail" name="detail" defaultValue={shown.detail}>
          {entriesOf(detailNames).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      <div className="pair">
        <Papers id="max-papers" name="maxPapers" label="At most this many papers" count={shown.maxPapers} />
        <Papers
          id="min-matches"
          name="minMatches"
          label="Skip days with fewer matches than"
          count={shown.minMatches}
        />
      </div>
      <label className="check">
        <input type="checkbox" name="wantsLateRisers" value="yes" defaultChecked={shown.wantsLateRisers} />
        <span>Late risers: papers that rose after their own day, once each</span>
      </label>
    </fieldset>
  );
}

/** A number of papers. */
function Papers({ id, name, label, count }: { id: string; name: string; label: string; count: number }) {
  return (
    <Field id={id} label={label}>
      <input id={id} type="number" name={name} min={1} max={50} defaultValue={count} required />
    </Field>
  );
}

function Field({
  id,
  label,
  hint,
  children,
}: {
  id: string;
  label: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

function zonesWith(zone: string): string[] {
  const zones = listTimezones();
  return zones.includes(zone) ? zones : [zone, ...zones];
}

function entriesOf<K extends string>(record: Record<K, string>): [K, string][] {
  return Object.entries(record) as [K, string][];
}
