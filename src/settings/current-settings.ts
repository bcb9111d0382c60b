import { createHash } from "node:crypto";
import type { OwnWording } from "../../words/own-wording.ts";
import { type Language, ownWordsIn, type Words, wordsIn } from "../../words/words.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../telemetry/log.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { type Brand, brandOf } from "./brand.ts";
import { parseKept, salvageKept } from "./parse-setting.ts";
import { noSettings, type SettingName, type SettingValues } from "./registry.ts";
import { type KeptSetting, listKeptSettings, readSettingsMark } from "./store.ts";

/** All settings at one instant. */
export type Settings = {
  values: SettingValues;
  brand: Brand;
  /** Another one for settings that differ: for keys of what is kept of pages. */
  version: string;
  /** When one was last set; null where none is. */
  changedAt: Date | null;
  /** All that is said to readers in a language: the installation's own sentences over the catalogue's. */
  wordsIn(language: Language): Words;
};

export type CurrentSettings = {
  /** As they were when this process last read them, less than a minute ago. */
  current(): Settings;
  /** As they are now, read by this connection or transaction: for what freezes them. */
  read(db: Database): Promise<Settings>;
  /** Whether the environment sets it, and nothing else can. */
  isFixed(name: SettingName): boolean;
  /** Reads them anew at once, where something has changed. */
  refresh(): Promise<void>;
  /** Ends reading them anew. */
  close(): void;
};

const readEveryMs = 20_000;

/** Settings that this process reads anew by itself, from when it is first told to refresh; until then as they come. */
export function createSettings(
  db: Database,
  fixed: Partial<SettingValues>,
  mailFrom: string,
  log: Log,
): CurrentSettings {
  const settingsOf = (kept: KeptSetting[]): Settings => {
    const values: SettingValues = { ...noSettings, ...readable(kept, log), ...fixed };
    const brand = brandOf(values, mailFrom);
    const version = createHash("sha256")
      .update(JSON.stringify([values, mailFrom]))
      .digest("base64url");
    const changedAt = kept.length === 0 ? null : new Date(Math.max(...kept.map((one) => +one.changedAt)));
    return { values, brand, version, changedAt, wordsIn: wordsOf(values.words ?? {}, brand.name) };
  };
  let judged: { kept: string; settings: Settings } | null = null;
  // Judging own sentences and making words of them takes a second of some hundred: once for each change, not each reading.
  const read = async (from: Database) => {
    const rows = await listKeptSettings(from);
    const kept = JSON.stringify(rows);
    if (judged?.kept !== kept) judged = { kept, settings: settingsOf(rows) };
    return judged.settings;
  };
  let current = settingsOf([]);
  let mark: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const refresh = async () => {
    const seen = await readSettingsMark(db);
    // The mark was read before the values: a change between the two is read once more, not missed.
    if (seen !== mark) current = await read(db);
    mark = seen;
    timer ??= setInterval(refreshQuietly, readEveryMs).unref();
  };
  let isReading = false;
  const refreshQuietly = () => {
    if (isReading) return;
    isReading = true;
    refresh()
      .catch((error: unknown) => log.warn({ reason: reasonOf(error) }, "settings could not be read anew"))
      .finally(() => {
        isReading = false;
      });
  };
  return {
    current: () => current,
    read,
    isFixed: (name) => fixed[name] !== undefined,
    refresh,
    close: () => {
      if (timer) clearInterval(timer);
    },
  };
}

/** What a release of other rules has written and this one cannot read counts as not set, or that part of it. */
function readable(kept: KeptSetting[], log: Log): Partial<SettingValues> {
  const values: Partial<SettingValues> = {};
  const put = <Name extends SettingName>(
    into: Partial<Pick<SettingValues, Name>>,
    name: Name,
    value: unknown,
  ) => {
    const parsed = parseKept(name, value);
    if (parsed.kind === "value") {
      into[name] = parsed.value;
      return;
    }
    const rest = salvageKept(name, value);
    if (rest !== null) into[name] = rest;
    const what = rest === null ? "a setting" : "part of a setting";
    log.warn({ setting: name, problem: parsed.problem }, `${what} cannot be read and is left out`);
  };
  for (const { name, value } of kept) if (value !== null) put(values, name, value);
  return values;
}

/** Words of each language, made when they are first asked for. */
function wordsOf(own: OwnWording, name: string): (language: Language) => Words {
  const made = new Map<Language, Words>();
  return (language) => {
    const known = made.get(language);
    if (known !== undefined) return known;
    const messages = own[language];
    const words = messages === undefined ? wordsIn(language, name) : ownWordsIn(language, messages, name);
    made.set(language, words);
    return words;
  };
}
