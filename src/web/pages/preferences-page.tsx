import type { ReactNode } from "react";
import type { Detail, ReaderCadence } from "../../editions/model.ts";
import { addDays } from "../../ranking/periods.ts";
import type { Preferences } from "../../subscribers/preferences.ts";
import type { Subscriber } from "../../subscribers/store.ts";
import { listTimezones } from "../../subscribers/timezone.ts";
import { type TopicGroup, topicGroups } from "../../subscribers/topics.ts";
import { Layout } from "./layout.tsx";

export type PreferencesPageProps = {
  subscriber: Subscriber;
  /** What the form shows: what is saved, or what was sent and could not be. */
  shown: Preferences;
  pausedUntil: string | null;
  token: string;
  today: string;
  isSaved: boolean;
  problems: string[];
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

/** All that a reader can choose, with the digest that it makes beside it. */
export function PreferencesPage(props: PreferencesPageProps) {
  const { subscriber, shown, token, problems } = props;
  return (
    <Layout title="Your preferences" isPrivate>
      <h1 className="page-title">Your preferences</h1>
      <p className="lede">
        For <strong>{subscriber.email}</strong>. What you save here rules the next digest.
      </p>
      <StateNote subscriber={subscriber} />
      {props.isSaved ? (
        <p className="notice" role="status">
          Saved.
        </p>
      ) : null}
      {problems.length > 0 ? (
        <div className="notice" role="alert">
          <p className="problem">Not saved:</p>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <div className="beside">
        <form className="preferences" method="post" action="/preferences" data-live-preview="">
          <input type="hidden" name="token" value={token} />
          <When shown={shown} pausedUntil={props.pausedUntil} today={props.today} />
          <Topics chosen={shown.topics} />
          <Follow shown={shown} />
          <HowMuch shown={shown} />
          <div className="actions">
            <button type="submit">Save</button>
            <button
              className="quiet"
              type="submit"
              name="preview"
              value="yes"
              formAction="/preferences/preview"
              formTarget="preview"
            >
              Show this choice
            </button>
          </div>
        </form>
        <section className="preview" aria-labelledby="preview-title">
          <h2 className="section-title" id="preview-title">
            Your next digest
          </h2>
          <p className="hint">As it would be with the papers of now.</p>
          <iframe
            name="preview"
            title="Preview of your next digest"
            src={`/preferences/preview?token=${token}`}
          />
        </section>
      </div>
      <section className="own-data" aria-labelledby="own-data">
        <h2 className="section-title" id="own-data">
          Your data
        </h2>
        <p>
          <a href={`/export?token=${token}`}>Download all that is kept about you</a> ·{" "}
          <a href={`/erase?token=${token}`}>Erase everything</a>
        </p>
        {subscriber.state === "unsubscribed" ? null : (
          <form method="post" action="/preferences/leave">
            <input type="hidden" name="token" value={token} />
            <button className="quiet" type="submit">
              Unsubscribe
            </button>
          </form>
        )}
      </section>
    </Layout>
  );
}

function StateNote({ subscriber }: { subscriber: Subscriber }) {
  if (subscriber.state === "unsubscribed") {
    return (
      <p className="notice">
        You are unsubscribed: nothing comes until you <a href="/subscribe">subscribe again</a>.
      </p>
    );
  }
  if (subscriber.state === "pending") {
    return (
      <p className="notice">Your address is not confirmed yet: follow the link in the mail that we sent.</p>
    );
  }
  return null;
}

function When({
  shown,
  pausedUntil,
  today,
}: {
  shown: Preferences;
  pausedUntil: string | null;
  today: string;
}) {
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
        <Field id="hour" label="From this hour, local time">
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
      <button type="button" className="quiet small" data-use-browser-zone="" hidden>
        Use this device's zone
      </button>
      <Field
        id="paused-until"
        label="Pause until"
        hint="Nothing comes before that day. Empty it to end a pause."
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

function Follow({ shown }: { shown: Preferences }) {
  return (
    <fieldset>
      <legend>Follow and mute</legend>
      <p className="hint">
        One word, phrase or name a line. What you follow comes first, whatever its topic.
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
        <Field id="max-papers" label="At most this many papers">
          <input
            id="max-papers"
            type="number"
            name="maxPapers"
            min={1}
            max={50}
            defaultValue={shown.maxPapers}
            required
          />
        </Field>
        <Field id="min-matches" label="Skip when fewer than" hint="papers match your choice">
          <input
            id="min-matches"
            type="number"
            name="minMatches"
            min={1}
            max={50}
            defaultValue={shown.minMatches}
            required
            aria-describedby="min-matches-hint"
          />
        </Field>
      </div>
      <label className="check">
        <input type="checkbox" name="wantsLateRisers" value="yes" defaultChecked={shown.wantsLateRisers} />
        <span>Late risers: papers that rose after their own day, once each</span>
      </label>
    </fieldset>
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
