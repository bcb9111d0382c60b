import { z } from "zod";
import { fittingWording, listWordingProblems, type OwnWording } from "../../words/own-wording.ts";
import { isLanguage, languages } from "../../words/words.ts";
import type { SettingVariable } from "../config/env.ts";
import { InvalidInputError } from "../errors.ts";
import { accentSchema } from "./accent.ts";
import { logoSchema, readLogo } from "./logo.ts";
import { fewLines, oneLine } from "./text-lines.ts";

type Setting<Value> = {
  /** The environment variable that fixes it, for as long as it is set. */
  variable: SettingVariable;
  /** What operators see it called. */
  label: string;
  /** What it is for, and how it comes where nothing is set. */
  meaning: string;
  /** Of its value as it is kept, and as it is typed. What it refuses is told as `NAME must ...`. */
  schema: z.ZodType<Value>;
  /**
   * Of what is too much for a line: what a file's bytes hold, which the schema then judges. The variable names the file.
   *
   * @throws {InvalidInputError} whose message begins with "must".
   */
  readFile?: (bytes: Buffer) => unknown;
  /** What is left of a kept value, made by the rules of another release, without what this one cannot read. */
  salvage?: (kept: unknown) => Value;
};

const setting = <Value>(given: Setting<Value>) => given;

/**
 * Everything that operators may set while the installation runs. What wants a restart, and every secret, is a variable
 * of the environment alone.
 */
export const settingsRegistry = {
  "brand.name": setting({
    variable: "BRAND_NAME",
    label: "Name",
    meaning:
      "What mails, pages and feeds call this installation. Otherwise the name in MAIL_FROM, or the program's.",
    schema: oneLine(40).refine(
      (name) => !/[<>"\\@]/.test(name),
      "must not have any of < > \" \\ @, since it stands before the sender's address",
    ),
  }),
  "brand.tagline": setting({
    variable: "BRAND_TAGLINE",
    label: "Tagline",
    meaning: "One line beside the name.",
    schema: oneLine(120),
  }),
  "brand.accent": setting({
    variable: "BRAND_ACCENT",
    label: "Accent colour",
    meaning: "Of links and buttons, such as #b5371b.",
    schema: accentSchema,
  }),
  "brand.logo": setting({
    variable: "BRAND_LOGO",
    label: "Logo",
    meaning: "A picture in place of the written name at the head of mails and pages.",
    schema: logoSchema,
    readFile: readLogo,
  }),
  "brand.footer": setting({
    variable: "BRAND_FOOTER",
    label: "Footer",
    meaning: "A few lines at the foot of mails and pages, such as who is behind this.",
    schema: fewLines(500, 6),
  }),
  "brand.language": setting({
    variable: "BRAND_LANGUAGE",
    label: "Language",
    meaning: "Of readers who have chosen none and whose browser asks for none of ours.",
    schema: z
      .string("must be text")
      .trim()
      .refine(isLanguage, `must be one of ${languages.join(", ")}`),
  }),
  words: setting({
    variable: "WORDS_FILE",
    label: "Own wording",
    meaning:
      'Sentences in place of those of the catalogue (the folder words), by language and id, as JSON: {"en": {"welcome.subject": "Hello from {brand}"}}.',
    schema: z.custom<OwnWording>().superRefine((given, refusal) => {
      for (const problem of listWordingProblems(given))
        refusal.addIssue({ code: "custom", message: `must ${problem}` });
    }),
    readFile: readWording,
    salvage: fittingWording,
  }),
};

export type SettingName = keyof typeof settingsRegistry;

/** The value of each setting; null where nothing is set. */
export type SettingValues = {
  [Name in SettingName]: z.output<(typeof settingsRegistry)[Name]["schema"]> | null;
};

/** An installation of which nothing is set. */
export const noSettings: SettingValues = {
  "brand.name": null,
  "brand.tagline": null,
  "brand.accent": null,
  "brand.logo": null,
  "brand.footer": null,
  "brand.language": null,
  words: null,
};

/** In the order in which operators see them. */
export const settingNames = Object.keys(settingsRegistry).filter(isSettingName);

export function isSettingName(text: string): text is SettingName {
  return Object.hasOwn(settingsRegistry, text);
}

const mostWordingBytes = 500_000;

function readWording(bytes: Buffer): unknown {
  if (bytes.length > mostWordingBytes)
    throw new InvalidInputError(`must be no larger than ${mostWordingBytes / 1000} kB`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new InvalidInputError(
      'must be JSON in UTF-8, such as {"en": {"welcome.subject": "Hello from {brand}"}}',
    );
  }
}
