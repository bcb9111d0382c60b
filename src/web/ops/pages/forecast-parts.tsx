import type { EditionForecast } from "../../../delivery/forecast/forecast-edition.ts";
import { sampleSentence, warmUpSentence } from "../../../delivery/forecast/forecast-words.ts";
import { BarChart } from "./charts.tsx";
import { formatCount, formatInstant, formatSeconds } from "./format.ts";

/** What an edition would bring, were it let go now. */
export function ForecastReport({ forecast }: { forecast: EditionForecast }) {
  const { readers, mails, excluded, sample } = forecast;
  if (readers === 0)
    return <p className="hint">Nobody is left who waits for it: there is nothing to foresee.</p>;
  const about = sample === null ? "" : "about ";
  return (
    <section className="forecast" aria-labelledby="forecast">
      <h2 id="forecast">Forecast</h2>
      <p>
        Let go now, it goes to {about}
        <strong>{formatCount(mails)}</strong> of {formatCount(readers)} readers
        {forecast.quiet > 0 ? `, ${about}${formatCount(forecast.quiet)} of them by quiet mails` : ""}.{" "}
        {mails > 0 ? <Leaving forecast={forecast} about={about} /> : null}
      </p>
      {[warmUpSentence(forecast), sampleSentence(forecast)].map((sentence) =>
        sentence === null ? null : (
          <p key={sentence} className="hint">
            {sentence}.
          </p>
        ),
      )}
      {excluded.length > 0 ? (
        <Excluded excluded={excluded} about={about} />
      ) : (
        <p className="hint">Nobody {sample === null ? "" : "of those who were looked at "}is excluded.</p>
      )}
      <BarChart
        title="Mails that leave in each hour (UTC)"
        unit="Mails"
        bars={forecast.hours.map(({ from, mails: value }) => ({
          label: from.toISOString().slice(5, 16).replace("T", " "),
          value,
        }))}
      />
      <p className="hint">
        As readers, their choices and the pace are at {formatInstant(forecast.forecastAt)}; nothing is written
        by looking.
      </p>
    </section>
  );
}

function Leaving({ forecast, about }: { forecast: EditionForecast; about: string }) {
  const { requests, requestsPerSecond, seconds, firstAt, lastAt } = forecast;
  const pace =
    requestsPerSecond === null
      ? "kept in the local mailbox without a pace"
      : `${formatSeconds(seconds)} of requests at ${requestsPerSecond.toFixed(1)} a second, the present limit`;
  return (
    <>
      That takes {about}
      {formatCount(requests)} {requests === 1 ? "request" : "requests"}, {pace}. The first leaves at{" "}
      {formatInstant(firstAt)}, the last at {formatInstant(lastAt)}.
    </>
  );
}

function Excluded({ excluded, about }: Pick<EditionForecast, "excluded"> & { about: string }) {
  return (
    <table>
      <caption>Who will get nothing, and why</caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            Readers
          </th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        {excluded.map(({ code, reason, count }) => (
          <tr key={code}>
            <td className="number">
              {about}
              {formatCount(count)}
            </td>
            <td>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
