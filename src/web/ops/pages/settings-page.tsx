import type { ReactNode } from "react";
import { defaultLanguage, languages } from "../../../../words/words.ts";
import type { Settings } from "../../../settings/current-settings.ts";
import { type SettingName, settingsRegistry } from "../../../settings/registry.ts";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

/** The settings that are typed into one form, in its order. */
export const typedSettings = [
  "brand.name",
  "brand.tagline",
  "brand.accent",
  "brand.footer",
  "brand.language",
] as const satisfies SettingName[];

type TypedSetting = (typeof typedSettings)[number];

export type SettingsGiven = {
  typed: Record<TypedSetting, string>;
  words: string;
};

export type SettingsPageProps = PageProps & {
  settings: Settings;
  isFixed(name: SettingName): boolean;
  given: SettingsGiven;
  /** What is set, beside what was given. */
  set: SettingsGiven;
  /** What is wrong with what was typed, by setting. */
  problems: Partial<Record<SettingName, string>>;
  /** What is wrong with the form as a whole. */
  problem: string | null;
};

/** What the installation says of itself, for operators to change while it runs. */
export function SettingsPage(props: SettingsPageProps) {
  return (
    <OpsLayout title="Settings" current="settings" formToken={logOutToken(props)} notice={props.notice}>
      <div className="narrow settings">
        <h1 className="page-title">Settings</h1>
        <p className="hint">
          Pages and single mails follow a change within a minute; a page that a browser has kept does at its
          next look. Digests do from the next edition on: one that is out keeps what it was made with. What
          the environment sets is fixed here.
        </p>
        {props.problem === null ? null : (
          <p className="problem" role="alert">
            {props.problem}
          </p>
        )}
        <TypedForm {...props} />
        <LogoForm {...props} />
        <WordsForm {...props} />
      </div>
    </OpsLayout>
  );
}

function TypedForm(props: SettingsPageProps) {
  const { formToken, settings, given } = props;
  return (
    <form method="post" action="/ops/settings">
      <h2>Name and looks</h2>
      <Hidden {...{ formToken, settings }} />
      <LineField {...props} name="brand.name" most={40} placeholder={settings.brand.name} />
      <LineField {...props} name="brand.tagline" most={120} />
      <LineField {...props} name="brand.accent" most={7} placeholder="#b5371b" />
      <Field {...props} name="brand.footer" setNow={nowOf(props, "brand.footer")}>
        {(field) => (
          <textarea {...field} rows={3} maxLength={600} defaultValue={given.typed["brand.footer"]} />
        )}
      </Field>
      <Field {...props} name="brand.language" setNow={nowOf(props, "brand.language")}>
        {(field) => (
          <select {...field} defaultValue={given.typed["brand.language"]}>
            <option value="">{`as it comes (${defaultLanguage})`}</option>
            {languages.map((language) => (
              <option key={language} value={language}>
                {new Intl.DisplayNames(["en"], { type: "language" }).of(language)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <p>
        <button type="submit">Save</button>
      </p>
    </form>
  );
}

function LogoForm(props: SettingsPageProps) {
  const { formToken, settings, isFixed } = props;
  const { logo } = settings.brand;
  const isLocked = isFixed("brand.logo");
  return (
    <>
      <form method="post" action="/ops/settings/logo" encType="multipart/form-data">
        <h2>Logo</h2>
        {logo === null ? null : (
          <p className="hint">
            Set: {logo.width} × {logo.height} pixels.
          </p>
        )}
        {/* The file comes last: what stands before it is known before it is read. */}
        <Hidden {...{ formToken, settings }} />
        <Field {...props} name="brand.logo">
          {(field) => <input {...field} type="file" accept="image/*" required={!isLocked} />}
        </Field>
        <p>
          <button type="submit" disabled={isLocked}>
            Upload
          </button>
        </p>
      </form>
      {logo === null || isLocked ? null : (
        <form method="post" action="/ops/settings/logo/remove">
          <Hidden {...{ formToken, settings }} />
          <button type="submit" className="quiet">
            Remove the logo
          </button>
        </form>
      )}
    </>
  );
}

function WordsForm(props: SettingsPageProps) {
  const { formToken, settings, given, set, isFixed } = props;
  return (
    <form method="post" action="/ops/settings/words">
      <h2>Own wording</h2>
      <Hidden {...{ formToken, settings }} />
      <Field {...props} name="words" setNow={given.words === set.words ? null : set.words}>
        {(field) => (
          <textarea {...field} rows={12} spellCheck={false} className="wording" defaultValue={given.words} />
        )}
      </Field>
      <p>
        <button type="submit" disabled={isFixed("words")}>
          Save the wording
        </button>
      </p>
    </form>
  );
}

/** What tells a form that is too old: others may have changed settings since. */
function Hidden({ formToken, settings }: Pick<SettingsPageProps, "formToken" | "settings">) {
  return (
    <>
      <input type="hidden" name="form_token" value={formToken} />
      <input type="hidden" name="version" value={settings.version} />
    </>
  );
}

type FieldProps = Pick<SettingsPageProps, "isFixed" | "problems"> & {
  name: SettingName;
  /** What is set, where something else stands in the field; empty where it is as it comes. */
  setNow?: string | null;
};

/** What is set of what was typed otherwise: somebody else may have set it since. */
function nowOf({ given, set }: Pick<SettingsPageProps, "given" | "set">, name: TypedSetting): string | null {
  return given.typed[name].replaceAll("\r\n", "\n") === set.typed[name] ? null : set.typed[name];
}

function LineField({
  most,
  placeholder,
  given,
  set,
  ...props
}: Pick<SettingsPageProps, "given" | "set"> &
  FieldProps & { name: TypedSetting; most: number; placeholder?: string }) {
  return (
    <Field {...props} setNow={nowOf({ given, set }, props.name)}>
      {(field) => (
        <input
          {...field}
          maxLength={most}
          placeholder={placeholder}
          autoComplete="off"
          defaultValue={given.typed[props.name]}
        />
      )}
    </Field>
  );
}

type ControlProps = {
  id: string;
  name: string;
  disabled: boolean;
  "aria-describedby": string;
  "aria-invalid": true | undefined;
};

function Field({
  name,
  isFixed,
  problems,
  setNow = null,
  children,
}: FieldProps & { children: (field: ControlProps) => ReactNode }) {
  const { label, meaning, variable } = settingsRegistry[name];
  const problem = problems[name];
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {children({
        id: name,
        name,
        disabled: isFixed(name),
        "aria-describedby": problem === undefined ? `${name}-hint` : `${name}-problem ${name}-hint`,
        "aria-invalid": problem === undefined ? undefined : true,
      })}
      {problem === undefined ? null : (
        <p className="problem" id={`${name}-problem`} role="alert">
          {problem}
        </p>
      )}
      {setNow === null ? null : (
        <div className="now">
          Set now: {setNow === "" ? "nothing, so it is as it comes." : <pre dir="auto">{setNow}</pre>}
        </div>
      )}
      <p className="hint" id={`${name}-hint`}>
        {isFixed(name) ? (
          <>
            Fixed by <code>{variable}</code> in the environment.{" "}
          </>
        ) : null}
        {meaning}
      </p>
    </div>
  );
}
