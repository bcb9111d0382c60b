import type { ReactNode } from "react";
import { type Language, languages } from "../../../words/words.ts";
import { addDays } from "../../calendar/periods.ts";
import type { UnmatchedKeyword } from "../../digest/list-unmatched.ts";
import { type Detail, details, type SubscriberCadence, subscriberCadences } from "../../editions/edition.ts";
import { type TopicGroup, topicGroups } from "../../papers/topics.ts";
import { type FillUp, fillUps, type Preferences, preferenceLimits } from "../../subscribers/preferences.ts";
import { splitKeywords, splitNames } from "../../subscribers/split-phrases.ts";
import { listTimezones } from "../../subscribers/timezone.ts";
import { useWords } from "../http/page-words.tsx";
import type { FormProblem } from "../http/parse-preferences-form.ts";
import { problemWords } from "./problem-words.ts";

export type PreferencesFieldsProps = {
  /** What the fields show: what is saved, or what was sent and could not be. */
  shown: Preferences;
  /** `YYYY-MM-DD`, or null for no pause. */
  pausedUntil: string | null;
  /** `YYYY-MM-DD`, UTC. */
  today: string;
  /** Who fills them in: the reader, or an operator for them. */
  by: "reader" | "operator";
  problems?: FormProblem[];
  /** Keywords to tell of that no paper matched of late. */
  unmatched?: UnmatchedKeyword[];
};

const cadenceWords = {
  daily: "site.preferences.daily",
  weekdays: "site.preferences.weekdays",
  weekly: "site.preferences.weekly",
  monthly: "site.preferences.monthly",
} as const satisfies Record<SubscriberCadence, string>;

const detailWords = {
  title: "site.preferences.title-only",
  summary: "site.preferences.summary",
  abstract: "site.preferences.abstract",
} as const satisfies Record<Detail, string>;

const fillUpWords = {
  yes: "site.preferences.fill-up-yes",
  few: "site.preferences.fill-up-few",
  no: "site.preferences.fill-up-no",
} as const satisfies Record<FillUp, string>;

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** What most readers look for: open from the start, and beside it. The rest stands folded. */
const openGroups = new Set(["cs"]);
const shownGroups = new Set(["cs", "stat", "eess", "q-bio"]);

/** The fields of a form with all that a reader can choose; `parsePreferencesForm` reads them. */
export function PreferencesFields(props: PreferencesFieldsProps) {
  const { shown } = props;
  return (
    <>
      <When {...props} />
      <LanguageField chosen={shown.language} />
      <Topics chosen={shown.topics} />
      <Follow shown={shown} by={props.by} problems={props.problems ?? []} unmatched={props.unmatched ?? []} />
      <HowMuch shown={shown} />
    </>
  );
}

/** Why what was sent could not be kept; nothing when there is no reason. */
export function NotSaved({ problems }: { problems: FormProblem[] }) {
  const { say } = useWords();
  if (problems.length === 0) return null;
  return (
    <div className="notice" role="alert">
      <p className="problem">{say("site.preferences.not-saved")}</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problemWords(say, problem)}</li>
        ))}
      </ul>
    </div>
  );
}

function When({ shown, pausedUntil, today, by }: PreferencesFieldsProps) {
  const { say } = useWords();
  return (
    <fieldset>
      <legend>{say("site.preferences.when")}</legend>
      <Field id="cadence" label={say("site.preferences.cadence")}>
        <select id="cadence" name="cadence" defaultValue={shown.cadence}>
          {subscriberCadences.map((value) => (
            <option key={value} value={value}>
              {say(cadenceWords[value])}
            </option>
          ))}
        </select>
      </Field>
      <div className="pair">
        <Field id="hour" label={say("site.preferences.hour", { by })}>
          <select id="hour" name="hour" defaultValue={String(shown.hour)}>
            {hours.map((hour) => (
              <option key={hour} value={hour}>
                {String(hour).padStart(2, "0")}:00
              </option>
            ))}
          </select>
        </Field>
        <Field id="timezone" label={say("site.preferences.timezone")}>
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
        // The script puts the zone in the place of its mark, which is this.
        <button
          type="button"
          className="quiet small"
          data-use-browser-zone={say("site.preferences.use-zone", { zone: "{zone}" })}
          hidden
        >
          {say("site.preferences.use-device-zone")}
        </button>
      ) : null}
      <Field
        id="paused-until"
        label={say("site.preferences.pause")}
        hint={say("site.preferences.pause-hint", { by })}
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

/** Each by its own name; nothing where there is no choice. */
function LanguageField({ chosen }: { chosen: Language }) {
  const { say } = useWords();
  if (languages.length < 2) return null;
  return (
    <Field id="language" label={say("site.preferences.language")}>
      <select id="language" name="language" defaultValue={chosen}>
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {new Intl.DisplayNames([language], { type: "language" }).of(language)}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Topics({ chosen }: { chosen: string[] }) {
  const { say } = useWords();
  const isChosen = new Set(chosen);
  const others = topicGroups.filter(({ id }) => !shownGroups.has(id));
  const count = others
    .flatMap((group) => [group, ...group.topics])
    .filter(({ id }) => isChosen.has(id)).length;
  return (
    <fieldset>
      <legend>{say("site.preferences.topics")}</legend>
      <p className="hint">{say("site.preferences.topics-hint")}</p>
      {topicGroups
        .filter(({ id }) => shownGroups.has(id))
        .map((group) => (
          <Group key={group.id} group={group} isChosen={isChosen} />
        ))}
      <details className="topics" open={count > 0}>
        <summary>
          {say("site.preferences.other-topics")}
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
  const { say } = useWords();
  const count = [group, ...group.topics].filter(({ id }) => isChosen.has(id)).length;
  const all = { id: group.id, name: say("site.topics.all-of", { archive: group.name }) };
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

type FollowProps = Pick<PreferencesFieldsProps, "shown" | "by"> & {
  problems: FormProblem[];
  unmatched: UnmatchedKeyword[];
};

function Follow({ shown, by, problems, unmatched }: FollowProps) {
  const { say } = useWords();
  const lines = (field: LineField) => ({ field, values: shown[field], problems });
  return (
    <fieldset>
      <legend>{say("site.preferences.follow")}</legend>
      <p className="hint">{say("site.preferences.follow-hint", { by })}</p>
      <div className="pair">
        <Lines {...lines("keywords")} unmatched={unmatched} />
        <Lines {...lines("mutedKeywords")} />
        <Lines {...lines("authors")} />
        <Lines {...lines("mutedAuthors")} />
        <Lines {...lines("organizations")} />
        <Lines {...lines("mutedOrganizations")} />
      </div>
    </fieldset>
  );
}

const lineFields = {
  keywords: { label: "site.preferences.keywords", problem: "keywords", split: splitKeywords },
  authors: { label: "site.preferences.authors", problem: "authors", split: splitNames },
  organizations: { label: "site.preferences.organizations", problem: "organizations", split: splitNames },
  mutedKeywords: {
    label: "site.preferences.muted-keywords",
    problem: "muted-keywords",
    split: splitKeywords,
  },
  mutedAuthors: { label: "site.preferences.muted-authors", problem: "muted-authors", split: splitNames },
  mutedOrganizations: {
    label: "site.preferences.muted-organizations",
    problem: "muted-organizations",
    split: splitNames,
  },
} as const;
type LineField = keyof typeof lineFields;

type LinesProps = {
  field: LineField;
  values: string[];
  problems: FormProblem[];
  unmatched?: UnmatchedKeyword[];
};

/** More than the longest list that may be kept, so that no browser cuts off what is pasted. */
const longestTyped = 30_000;

function Lines({ field, values, problems, unmatched = [] }: LinesProps) {
  const { say } = useWords();
  const { label, problem, split } = lineFields[field];
  const typed = values.flatMap(split).filter((text) => text.trim() !== "").length;
  const tooMany = problems.includes(problem) ? typed - preferenceLimits.phrases.most : 0;
  const notes = [
    ...(tooMany > 0 ? [`${field}-problem`] : []),
    ...(unmatched.length > 0 ? [`${field}-unmatched`] : []),
  ];
  return (
    <Field id={field} label={say(label)}>
      <textarea
        id={field}
        name={field}
        rows={Math.min(10, Math.max(3, values.length))}
        defaultValue={values.join("\n")}
        maxLength={longestTyped}
        aria-invalid={tooMany > 0 ? true : undefined}
        aria-describedby={notes.length === 0 ? undefined : notes.join(" ")}
      />
      {tooMany > 0 ? (
        <p className="problem" id={`${field}-problem`}>
          {say("site.preferences.too-many", { typed, most: preferenceLimits.phrases.most, over: tooMany })}
        </p>
      ) : null}
      <UnmatchedKeywords id={`${field}-unmatched`} unmatched={unmatched} />
    </Field>
  );
}

function UnmatchedKeywords({ id, unmatched }: { id: string; unmatched: UnmatchedKeyword[] }) {
  const words = useWords();
  if (unmatched.length === 0) return null;
  const quoted = (near: string[]) =>
    words.list(near.map((text) => words.say("site.preferences.quoted", { text })));
  return (
    <div className="hint unmatched" id={id}>
      <p>{words.say("site.preferences.unmatched", { count: unmatched.length })}</p>
      <ul>
        {unmatched.map(({ keyword, near }) => (
          <li key={keyword}>
            {near.length === 0
              ? words.say("site.preferences.quoted", { text: keyword })
              : words.say("site.preferences.unmatched-near", {
                  keyword,
                  near: quoted(near),
                })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function HowMuch({ shown }: { shown: Preferences }) {
  const { say } = useWords();
  return (
    <fieldset>
      <legend>{say("site.preferences.how-much")}</legend>
      <Field id="detail" label={say("site.preferences.detail")}>
        <select id="detail" name="detail" defaultValue={shown.detail}>
          {details.map((value) => (
            <option key={value} value={value}>
              {say(detailWords[value])}
            </option>
          ))}
        </select>
      </Field>
      <div className="pair">
        <Papers
          id="max-papers"
          name="maxPapers"
          label={say("site.preferences.max-papers")}
          count={shown.maxPapers}
        />
        <Papers
          id="min-matches"
          name="minMatches"
          label={say("site.preferences.min-matches")}
          count={shown.minMatches}
        />
      </div>
      <Field id="fill-up" label={say("site.preferences.fill-up")}>
        <select id="fill-up" name="fillUp" defaultValue={shown.fillUp}>
          {fillUps.map((value) => (
            <option key={value} value={value}>
              {say(fillUpWords[value])}
            </option>
          ))}
        </select>
      </Field>
      <label className="check">
        <input type="checkbox" name="wantsLateRisers" value="yes" defaultChecked={shown.wantsLateRisers} />
        <span>{say("site.preferences.late-risers")}</span>
      </label>
      <label className="check">
        <input type="checkbox" name="wantsRepeats" value="yes" defaultChecked={shown.wantsRepeats} />
        <span>{say("site.preferences.repeats")}</span>
      </label>
    </fieldset>
  );
}

type PapersProps = { id: string; name: "maxPapers" | "minMatches"; label: string; count: number };

/** A number of papers. */
function Papers({ id, name, label, count }: PapersProps) {
  const { least, most } = preferenceLimits[name];
  return (
    <Field id={id} label={label}>
      <input id={id} type="number" name={name} min={least} max={most} defaultValue={count} required />
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
