import type { Archive } from "../../../browse/archive.ts";
import type { ArchivedEdition } from "../../../browse/archive-store.ts";
import { weekNumber } from "../../../calendar/period-words.ts";
import { addDays, parsePeriodOf, periodOf } from "../../../calendar/periods.ts";
import { editionId } from "../../../editions/freeze-edition.ts";
import { useWords } from "../../http/page-words.tsx";
import { archivePath, editionPath } from "../../parts/paths.ts";
import { Layout } from "./layout.tsx";
import { useSignedPath } from "./signed-reader.tsx";

/** A calendar of a year's editions: months, the latest first, with the days and weeks that have one. */
export function ArchivePage({ days, firstDay, years, year, editions }: Archive) {
  const { say, day } = useWords();
  const signed = useSignedPath();
  const known = new Map(editions.map((edition) => [editionId(edition.cadence, edition.period), edition]));
  const isLatest = year === years[0];
  return (
    <Layout
      title={say("site.archive.title")}
      description={say("site.archive.description")}
      canonical={archivePath(isLatest ? null : year)}
    >
      <h1 className="page-title">{say("site.archive.title")}</h1>
      {firstDay === null ? (
        <p className="empty">{say("site.archive.empty")}</p>
      ) : (
        <p className="section-note">{say("site.archive.lede", { days, first: day(firstDay, "long") })}</p>
      )}
      {years.length < 2 ? null : (
        <nav className="chips" aria-label={say("site.archive.years")}>
          {years.map((one, at) => (
            <a
              key={one}
              href={signed(archivePath(at === 0 ? null : one))}
              aria-current={one === year ? "true" : undefined}
            >
              {one}
            </a>
          ))}
        </nav>
      )}
      <div className="calendar">
        {monthsOf(year, editions).map((month) => (
          <Month key={month} month={month} known={known} />
        ))}
      </div>
    </Layout>
  );
}

type Known = ReadonlyMap<string, ArchivedEdition>;

function Month({ month, known }: { month: string; known: Known }) {
  const { say, day } = useWords();
  const signed = useSignedPath();
  const edition = known.get(editionId("monthly", month));
  const name = day(`${month}-01`, "month");
  const mondays = mondaysOf(month);
  return (
    <section aria-labelledby={`month-${month}`}>
      <h2 className="section-title" id={`month-${month}`}>
        {edition === undefined ? name : <a href={signed(editionPath("monthly", month))}>{name}</a>}
      </h2>
      <p className="hint">
        {edition === undefined ? " " : say("site.archive.month-link", { papers: edition.papers })}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{say("site.archive.week")}</span>
            </th>
            {Array.from({ length: 7 }, (_, at) => addDays(mondays[0] ?? "", at)).map((one) => (
              <th key={one} scope="col">
                <abbr title={day(one, "weekday")}>
                  {Array.from(day(one, "weekday")).slice(0, 2).join("")}
                </abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {mondays.map((monday) => (
            <tr key={monday}>
              <Week monday={monday} known={known} />
              {Array.from({ length: 7 }, (_, at) => addDays(monday, at)).map((one) => (
                <td key={one}>{one.startsWith(month) ? <Day day={one} known={known} /> : null}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Week({ monday, known }: { monday: string; known: Known }) {
  const { say } = useWords();
  const signed = useSignedPath();
  const period = periodOf("weekly", monday);
  const week = Number(weekNumber("weekly", period));
  const edition = known.get(editionId("weekly", period));
  return (
    <th scope="row">
      {edition === undefined ? (
        week
      ) : (
        <a href={signed(editionPath("weekly", period))}>
          <span aria-hidden="true">{week}</span>
          <span className="unseen">{say("site.archive.week-link", { week, papers: edition.papers })}</span>
        </a>
      )}
    </th>
  );
}

/** Only a day with an edition is a link. */
function Day({ day, known }: { day: string; known: Known }) {
  const words = useWords();
  const signed = useSignedPath();
  const edition = known.get(editionId("daily", day));
  const number = Number(day.slice(8));
  if (edition === undefined) return <span>{number}</span>;
  const said = { day: words.day(day, "long"), papers: edition.papers };
  return (
    <a href={signed(editionPath("daily", day))}>
      <span aria-hidden="true">
        {number}
        <small>{words.number(edition.papers)}</small>
      </span>
      <span className="unseen">{words.say("site.archive.day-link", said)}</span>
    </a>
  );
}

/** The months of a year that hold days of its editions, the latest first. */
function monthsOf(year: string | null, editions: ArchivedEdition[]): string[] {
  const months = editions.flatMap(({ cadence, period }) => {
    const { firstDay, lastDay } = parsePeriodOf(cadence, period);
    return [firstDay.slice(0, 7), lastDay.slice(0, 7)];
  });
  return [...new Set(months)]
    .filter((month) => year !== null && month.startsWith(year))
    .sort()
    .reverse();
}

/** The Mondays of the weeks that hold days of a month. */
function mondaysOf(month: string): string[] {
  const { firstDay, lastDay } = parsePeriodOf("monthly", month);
  const mondays: string[] = [];
  for (let day = mondayOf(firstDay); day <= lastDay; day = addDays(day, 7)) mondays.push(day);
  return mondays;
}

function mondayOf(day: string): string {
  return parsePeriodOf("weekly", periodOf("weekly", day)).firstDay;
}
