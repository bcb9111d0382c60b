import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { InvalidInputError } from "../errors.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { parseSetting } from "../settings/parse-setting.ts";
import {
  isSettingName,
  type SettingName,
  type SettingValues,
  settingNames,
  settingsRegistry,
} from "../settings/registry.ts";
import { type CommandRun, command, withContext } from "./program.ts";

export const settingsCommand = () =>
  new Command("settings")
    .description("what the installation says of itself: name, looks, language, wording")
    .addHelpText("after", '\nExample:\n  $ paperboy settings set brand.name "Acme Digest"')
    .addCommand(list())
    .addCommand(set())
    .addCommand(unset());

const list = () =>
  command("list", "all settings, and which of them the environment fixes", "settings list").action(
    (options: { json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const { values } = await ctx.settings.read(ctx.db);
        const rows = settingNames.map((name) => ({
          name,
          value: values[name],
          variable: settingsRegistry[name].variable,
          isFixed: ctx.settings.isFixed(name),
        }));
        out.json(rows);
        out.table(
          rows.map(({ name, variable, isFixed }) => [
            name,
            shown(values, name),
            isFixed ? `fixed by ${variable}` : "",
          ]),
        );
      }),
  );

const set = () =>
  command("set", "set one of them", 'settings set brand.name "Acme Digest"')
    .argument("<name>", settingNames.join(", "))
    .argument("[value]")
    .option("--file <path>", "read it from a file instead: a logo, or a JSON file of sentences")
    .action((name: string, value: string | undefined, options: { file?: string; json?: boolean }) =>
      withContext(options, async (run) => {
        const known = requireName(name);
        const changes: Partial<SettingValues> = {};
        readInto(changes, known, await givenIn(value, options.file));
        await change(run, changes, known);
      }),
    );

const unset = () =>
  command("unset", "leave one of them as it comes", "settings unset brand.name")
    .argument("<name>", settingNames.join(", "))
    .action((name: string, options: { json?: boolean }) =>
      withContext(options, (run) => {
        const known = requireName(name);
        return change(run, { [known]: null }, known);
      }),
    );

async function change({ ctx, out }: CommandRun, changes: Partial<SettingValues>, name: SettingName) {
  const changed = await changeSettings(ctx, changes);
  out.json({ name, isChanged: changed.length > 0 });
  const { label } = settingsRegistry[name];
  out.line(
    changed.length === 0
      ? `${label} was so already.`
      : `${label} is ${changes[name] === null ? "as it comes" : "set"}: pages follow within a minute, mails from the next edition on.`,
  );
}

function readInto<Name extends SettingName>(
  changes: Partial<Pick<SettingValues, Name>>,
  name: Name,
  given: string | Buffer,
): void {
  const parsed = parseSetting(name, given);
  if (parsed.kind === "refused")
    throw new InvalidInputError(`${settingsRegistry[name].label} ${parsed.problem}.`);
  changes[name] = parsed.value;
}

async function givenIn(value: string | undefined, path: string | undefined): Promise<string | Buffer> {
  if ((value === undefined) === (path === undefined))
    throw new InvalidInputError("Give either a value or --file with the path of a file that holds it.");
  if (path === undefined) return value ?? "";
  return readFile(path).catch((cause: unknown) => {
    throw new InvalidInputError(`${path} cannot be read: name a file that this user may read.`, { cause });
  });
}

function requireName(text: string): SettingName {
  if (isSettingName(text)) return text;
  throw new InvalidInputError(`There is no setting ${text}: name one of ${settingNames.join(", ")}.`);
}

function shown(values: SettingValues, name: SettingName): string {
  const value = values[name];
  if (value === null) return "(as it comes)";
  if (typeof value === "string") return value.replaceAll("\n", " / ");
  if ("base64" in value) return `${value.type}, ${value.width} × ${value.height}`;
  const sentences = Object.values(value).reduce((sum, own) => sum + Object.keys(own).length, 0);
  return `${sentences} sentence${sentences === 1 ? "" : "s"}`;
}
