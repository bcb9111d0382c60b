import type { ReactNode } from "react";
import { type Language, languages } from "../../../words/words.ts";
import { addDays, isDay } from "../../calendar/periods.ts";
import type { ReadyTime } from "../../calendar/ready-hours.ts";
import { listTimezones } from "../../calendar/timezone.ts";
import type { UnmatchedKeyword } from "../../digest/list-unmatched.ts";
import { type Detail, details, type SubscriberCadence, subscriberCadences } from "../../editions/edition.ts";
import { type TopicGroup, topicGroups } from "../../papers/topics.ts";
import { type FillUp, fillUps, type Preferences, preferenceLimits } from "../../subscribers/preferences.ts";
import { splitKeywords, splitNames } from "../../subscribers/split-phrases.ts";
import { useWords } from "../http/page-words.tsx";
import {
  atOnce,
  type FormProblem,
  mostPauseDays,
  type PreferenceField,
  type PreferencesForm,
} from "../http/parse-preferences-form.ts";
import { HourNote, hourNoteId } from "./hour-note.tsx";
import { problemWords } from "./problem-words.ts";

export type PreferencesFieldsProps = {
  /** What the fields show: what is saved, or what was sent and could not be. */
  shown: Preferences;
  /** `YYYY-MM-DD`, or null for no pause. */
  pausedUntil: string | null;
  /** `YYYY-MM-DD`, UTC. */
  today: string;
  /** When editions of the cadence that is shown are ready; told beside the hour. */
  ready?: ReadyTime;
  /** Who fills them in: the reader, or an operator for them. */
  by: "reader" | "operator";
  problems?: FormProblem[];
  /** What stands in fields of one line in the place of what is saved, since it could not be kept. */
  typed?: PreferencesForm["typed"];
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

/** The element of each field, which a list of problems leads to. */
const fieldIds = {
  cadence: "cadence",
  hour: "hour",
  wantsAtOnce: "hour",
  timezone: "timezone",
  pausedUntil: "paused-until",
  language: "language",
  topics: "topics",
  keywords: "keywords",
  authors: "authors",
  organizations: "organizations",
  mutedKeywords: "mutedKeywords",
  mutedAuthors: "mutedAuthors",
  mutedOrganizations: "mutedOrganizations",
  detail: "detail",
  maxPapers: "max-papers",
  minMatches: "min-matches",
  fillUp: "fill-up",
  wantsLateRisers: "late-risers",
  wantsRepeats: "repeats",
} as const satisfies Record<PreferenceField, string>;

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** What most readers look for: open from the start, and beside it. The rest stands folded. */
const openGroups = new Set(["cs"]);
const shownGroups = new Set(["cs", "stat", "eess", "q-bio"]);

/** The fields of a form with all that a reader can choose; `parsePreferencesForm` reads them. */
export function PreferencesFields(props: PreferencesFieldsProps) {
  const { shown, problems = [] } = props;
  return (
    <>
      <When {...props} />
      <LanguageField chosen={shown.language} problems={problems} />
      <Topics chosen={shown.topics} problems={problems} />
      <Follow shown={shown} by={props.by} problems={problems} unmatched={props.unmatched ?? []} />
      <HowMuch {...props} />
    </>
  );
}

/**
 * Why what was sent could not be kept, each reason with the way to its field; nothing when there is no reason. It takes
 * the focus where scripts run.
 */
export function NotSaved({ problems }: { problems: FormProblem[] }) {
  const { say } = useWords();
  if (problems.length === 0) return null;
  return (
    <div className="notice" role="alert" tabIndex={-1} data-take-focus="">
      <p className="problem">{say("site.preferences.not-saved")}</p>
      <ul>
        {inOrder(problems).map(({ field, problem }) => (
          <li key={`${field} ${problem}`}>
            <a href={`#${fieldIds[field]}`}>{problemWords(say, problem)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** As their fields stand on the page. */
function inOrder(problems: FormProblem[]): FormProblem[] {
  const placeOf = ({ field }: FormProblem) => Object.keys(fieldIds).indexOf(field);
  return problems.toSorted((one, other) => placeOf(one) - placeOf(other));
}

function When({ shown, pausedUntil, today, ready, by, problems = [] }: PreferencesFieldsProps) {
  const { say } = useWords();
  const until = pausedUntil ?? "";
  const latest = addDays(today, mostPauseDays);
  return (
    <fieldset>
      <legend>{say("site.preferences.when")}</legend>
      <Field of="cadence" problems={problems} label={say("site.preferences.cadence")}>
        <select {...field("cadence", problems)} name="cadence" defaultValue={shown.cadence}>
          {subscriberCadences.map((value) => (
            <option key={value} value={value}>
              {say(cadenceWords[value])}
            </option>
          ))}
        </select>
      </Field>
      <div className="pair">
        <Field of="hour" problems={problems} label={say("site.preferences.hour", { by })}>
          <select
            {...field("hour", problems, ready === undefined ? [] : [hourNoteId])}
            name="hour"
            defaultValue={shown.wantsAtOnce ? atOnce : String(shown.hour)}
          >
            <option value={atOnce}>{say("site.hours.at-once")}</option>
            {hours.map((hour) => (
              <option key={hour} value={hour}>
                {String(hour).padStart(2, "0")}:00
              </option>
            ))}
          </select>
        </Field>
        <Field of="timezone" problems={problems} label={say("site.preferences.timezone")}>
          <select {...field("timezone", problems)} name="timezone" defaultValue={shown.timezone}>
            {zonesWith(shown.timezone).map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </select>
        </Field>
      </div>
      {ready === undefined ? null : <HourNote shown={shown} ready={ready} by={by} />}
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
        of="pausedUntil"
        problems={problems}
        label={say("site.preferences.pause")}
        hint={say("site.preferences.pause-hint", { by })}
      >
        <input
          {...field("pausedUntil", problems, ["paused-until-hint"])}
          // A field for dates shows nothing of what is none.
          type={until === "" || isDay(until) ? "date" : "text"}
          name="pausedUntil"
          defaultValue={until}
          min={addDays(today, 1)}
          // A pause of before that is longer may stay.
          max={until > latest ? undefined : latest}
        />
      </Field>
    </fieldset>
  );
}

/** Each by its own name; nothing where there is no choice. */
function LanguageField({ chosen, problems }: { chosen: Language; problems: FormProblem[] }) {
  const { say } = useWords();
  if (languages.length < 2) return null;
  return (
    <Field of="language" problems={problems} label={say("site.preferences.language")}>
      <select {...field("language", problems)} name="language" defaultValue={chosen}>
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {new Intl.DisplayNames([language], { type: "language" }).of(language)}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Topics({ chosen, problems }: { chosen: string[]; problems: FormProblem[] }) {
  const { say } = useWords();
  const isChosen = new Set(chosen);
  const others = topicGroups.filter(({ id }) => !shownGroups.has(id));
  const count = others
    .flatMap((group) => [group, ...group.topics])
    .filter(({ id }) => isChosen.has(id)).length;
  return (
    <fieldset id={fieldIds.topics} aria-describedby={field("topics", problems)["aria-describedby"]}>
      <legend>{say("site.preferences.topics")}</legend>
      <p className="hint">{say("site.preferences.topics-hint")}</p>
      <Problems of="topics" problems={problems} />
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
  const lines = (of: LineField) => ({ of, values: shown[of], problems });
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
  keywords: { label: "site.preferences.keywords", tooMany: "keywords", split: splitKeywords },
  authors: { label: "site.preferences.authors", tooMany: "authors", split: splitNames },
  organizations: { label: "site.preferences.organizations", tooMany: "organizations", split: splitNames },
  mutedKeywords: {
    label: "site.preferences.muted-keywords",
    tooMany: "muted-keywords",
    split: splitKeywords,
  },
  mutedAuthors: { label: "site.preferences.muted-authors", tooMany: "muted-authors", split: splitNames },
  mutedOrganizations: {
    label: "site.preferences.muted-organizations",
    tooMany: "muted-organizations",
    split: splitNames,
  },
} as const;
type LineField = keyof typeof lineFields;

type LinesProps = {
  of: LineField;
  values: string[];
  problems: FormProblem[];
  unmatched?: UnmatchedKeyword[];
};

/** More than the longest list that may be kept, so that no browser cuts off what is pasted. */
const longestTyped = 30_000;

function Lines({ of, values, problems, unmatched = [] }: LinesProps) {
  const { say } = useWords();
  const { label, tooMany, split } = lineFields[of];
  const { most } = preferenceLimits.phrases;
  const typed = values.flatMap(split).filter((text) => text.trim() !== "").length;
  const unmatchedId = `${of}-unmatched`;
  return (
    <Field
      of={of}
      problems={problems}
      label={say(label)}
      wordsFor={({ problem }) =>
        problem === tooMany && typed > most
          ? say("site.preferences.too-many", { typed, most, over: typed - most })
          : null
      }
    >
      <textarea
        {...field(of, problems, unmatched.length > 0 ? [unmatchedId] : [])}
        name={of}
        rows={Math.min(10, Math.max(3, values.length))}
        defaultValue={values.join("\n")}
        maxLength={longestTyped}
      />
      <UnmatchedKeywords id={unmatchedId} unmatched={unmatched} />
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

function HowMuch({ shown, problems = [], typed = {} }: PreferencesFieldsProps) {
  const { say } = useWords();
  return (
    <fieldset>
      <legend>{say("site.preferences.how-much")}</legend>
      <Field of="detail" problems={problems} label={say("site.preferences.detail")}>
        <select {...field("detail", problems)} name="detail" defaultValue={shown.detail}>
          {details.map((value) => (
            <option key={value} value={value}>
              {say(detailWords[value])}
            </option>
          ))}
        </select>
      </Field>
      <div className="pair">
        <Papers
          of="maxPapers"
          problems={problems}
          label={say("site.preferences.max-papers")}
          value={typed.maxPapers ?? String(shown.maxPapers)}
        />
        <Papers
          of="minMatches"
          problems={problems}
          label={say("site.preferences.min-matches")}
          value={typed.minMatches ?? String(shown.minMatches)}
        />
      </div>
      <Field of="fillUp" problems={problems} label={say("site.preferences.fill-up")}>
        <select {...field("fillUp", problems)} name="fillUp" defaultValue={shown.fillUp}>
          {fillUps.map((value) => (
            <option key={value} value={value}>
              {say(fillUpWords[value])}
            </option>
          ))}
        </select>
      </Field>
      <label className="check">
        <input
          id={fieldIds.wantsLateRisers}
          type="checkbox"
          name="wantsLateRisers"
          value="yes"
          defaultChecked={shown.wantsLateRisers}
        />
        <span>{say("site.preferences.late-risers")}</span>
      </label>
      <label className="check">
        <input
          id={fieldIds.wantsRepeats}
          type="checkbox"
          name="wantsRepeats"
          value="yes"
          defaultChecked={shown.wantsRepeats}
        />
        <span>{say("site.preferences.repeats")}</span>
      </label>
    </fieldset>
  );
}

type PapersProps = {
  of: "maxPapers" | "minMatches";
  problems: FormProblem[];
  label: string;
  value: string;
};

/** A number of papers. */
function Papers({ of, problems, label, value }: PapersProps) {
  const { least, most } = preferenceLimits[of];
  return (
    <Field of={of} problems={problems} label={label}>
      <input
        {...field(of, problems)}
        // A field for numbers shows nothing of what is none.
        type={/^\d+$/.test(value) ? "number" : "text"}
        inputMode="numeric"
        name={of}
        min={least}
        max={most}
        defaultValue={value}
        required
      />
    </Field>
  );
}

type FieldProps = {
  of: PreferenceField;
  problems: FormProblem[];
  label: string;
  hint?: string;
  children: ReactNode;
} & Pick<ProblemsProps, "wordsFor">;

function Field({ of, problems, label, hint, children, wordsFor }: FieldProps) {
  const id = fieldIds[of];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      <Problems of={of} problems={problems} wordsFor={wordsFor} />
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

type ProblemsProps = {
  of: PreferenceField;
  problems: FormProblem[];
  /** What says more than the usual words; null for those. */
  wordsFor?: ((problem: FormProblem) => string | null) | undefined;
};

/** Why what was sent for one field could not be kept. */
function Problems({ of, problems, wordsFor = () => null }: ProblemsProps) {
  const { say } = useWords();
  const own = problems.filter(({ field }) => field === of);
  if (own.length === 0) return null;
  return (
    <p className="problem" id={problemId(of)}>
      {own.map((one) => wordsFor(one) ?? problemWords(say, one.problem)).join(" ")}
    </p>
  );
}

/** What ties a field to its label, to what is wrong with it, and to what else stands beside it. */
function field(of: PreferenceField, problems: FormProblem[], notes: string[] = []) {
  const isWrong = problems.some((one) => one.field === of);
  const describedBy = [...(isWrong ? [problemId(of)] : []), ...notes].join(" ");
  return {
    id: fieldIds[of],
    "aria-invalid": isWrong ? true : undefined,
    "aria-describedby": describedBy === "" ? undefined : describedBy,
  };
}

function problemId(of: PreferenceField): string {
  return `${fieldIds[of]}-problem`;
}

function zonesWith(zone: string): string[] {
  const zones = listTimezones();
  return zones.includes(zone) ? zones : [zone, ...zones];
}
