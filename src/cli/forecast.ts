import { Option } from "commander";
import { type EditionForecast, forecastEdition, usualLook } from "../delivery/forecast/forecast-edition.ts";
import { sampleSentence, warmUpSentence } from "../delivery/forecast/forecast-words.ts";
import { InvalidInputError } from "../errors.ts";
import { type CommandRun, command, withContext } from "./program.ts";

type ForecastOptions = { readers: string; json?: boolean };

const widestBar = 40;

export const forecastCommand = () =>
  command(
    "forecast",
    "tell what an edition would bring, were it let go now: who gets it, who does not, and when; changes nothing",
    "forecast daily-2026-06-18",
  )
    .argument("<edition>", "the edition, as `paperboy status` names it")
    .addOption(
      new Option("--readers <count>", "look at so many readers at the most; of more, a sample").default(
        String(usualLook.all),
      ),
    )
    .action((edition: string, options: ForecastOptions) => {
      const mostReaders = readCount(options.readers);
      return withContext(options, async ({ ctx, out }) => {
        const forecast = await forecastEdition(ctx, edition, { all: mostReaders, sample: mostReaders });
        out.json(forecast);
        print(out, forecast);
      });
    });

function readCount(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text))
    throw new InvalidInputError("--readers must be a number from 1 to 99999999, such as 20000.");
  return Number(text);
}

function print(out: CommandRun["out"], forecast: EditionForecast): void {
  const { editionId, state, readers, mails, quiet, excluded, requests, sample } = forecast;
  const about = sample === null ? "" : "about ";
  out.line(`${editionId} is ${state}. Let go now:`);
  out.line(
    `  ${about}${mails} of ${readers} readers get it${quiet > 0 ? `, ${about}${quiet} by quiet mails` : ""}`,
  );
  for (const { count, reason } of excluded) out.line(`  ${about}${count} are excluded: ${reason}`);
  for (const sentence of [warmUpSentence(forecast), sampleSentence(forecast)])
    if (sentence !== null) out.line(`  ${sentence}`);
  if (mails === 0) return;
  out.line(`  ${about}${requests} requests${paceWords(forecast)}`);
  out.line(`  from ${forecast.firstAt?.toISOString()} to ${forecast.lastAt?.toISOString()}:`);
  const most = Math.max(...forecast.hours.map((hour) => hour.mails));
  out.table(
    forecast.hours.map((hour) => [
      `  ${hour.from.toISOString().slice(0, 16)}Z`,
      hour.mails,
      "#".repeat(Math.ceil((widestBar * hour.mails) / most)),
    ]),
  );
}

function paceWords({ requestsPerSecond, seconds }: EditionForecast): string {
  if (requestsPerSecond === null) return ", kept in the local mailbox without a pace";
  return `, ${(seconds / 60).toFixed(1)} minutes at ${requestsPerSecond.toFixed(1)} a second, the present limit`;
}
