import { dayTicks } from "../../../calendar/day-ticks.ts";
import { dayOf } from "../../../calendar/periods.ts";
import type { Signal } from "../../../papers/signals-store.ts";
import { useWords } from "../../http/page-words.tsx";
import { niceCeiling, roundCoordinate } from "./chart-scale.ts";

/**
 * A chart is drawn for wide windows and for narrow ones, of which the style shows one: letters of a drawing shrink with
 * it, and would be too small on a phone.
 */
const shapes = {
  wide: { width: 640, height: 200, mostDays: 8, mostDates: 5 },
  narrow: { width: 320, height: 190, mostDays: 4, mostDates: 3 },
};
/** What a day's name takes of a drawing's width, twice over. */
const roomOfName = 110;
const inset = { left: 44, right: 26, top: 14, bottom: 28 };

/** Upvotes over time as a step line, with the same as words and as a table. Times are UTC. */
export function SignalChart({ signals }: { signals: Signal[] }) {
  const words = useWords();
  const { say, number } = words;
  const instant = (at: Date) => words.instant(at, "UTC", "short");
  const first = signals[0];
  const last = signals.at(-1);
  if (!first || !last || signals.length < 2) return null;
  const description = say("site.chart.description", {
    first: first.upvotes,
    firstAt: instant(first.observedAt),
    last: last.upvotes,
    lastAt: instant(last.observedAt),
  });
  return (
    <div className="chart">
      <figure>
        <Plot shape="wide" {...{ signals, first, last, description }} />
        <Plot shape="narrow" {...{ signals, first, last, description }} />
        <figcaption>{description}</figcaption>
      </figure>
      <details>
        <summary>{say("site.chart.numbers")}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{say("site.chart.when")}</th>
              <th scope="col">{say("site.chart.upvotes")}</th>
              <th scope="col">{say("site.chart.comments")}</th>
              <th scope="col">{say("site.chart.stars")}</th>
            </tr>
          </thead>
          <tbody>
            {thin(signals).map(({ observedAt, upvotes, comments, stars }) => (
              <tr key={observedAt.getTime()}>
                <td>{instant(observedAt)}</td>
                <td>{number(upvotes)}</td>
                <td>{number(comments)}</td>
                <td>{stars === null ? "–" : number(stars)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

type PlotProps = {
  shape: keyof typeof shapes;
  signals: Signal[];
  first: Signal;
  last: Signal;
  description: string;
};

/** The line, the votes at the side, and below it the days at their midnights. */
function Plot({ shape, signals, first, last, description }: PlotProps) {
  const words = useWords();
  const { say, number } = words;
  const { width, height, mostDays, mostDates } = shapes[shape];
  const startMs = first.observedAt.getTime();
  const spanMs = Math.max(1, last.observedAt.getTime() - startMs);
  const most = niceCeiling(Math.max(...signals.map(({ upvotes }) => upvotes)));
  const x = (at: Date) =>
    roundCoordinate(inset.left + ((at.getTime() - startMs) / spanMs) * (width - inset.left - inset.right));
  const y = (votes: number) =>
    roundCoordinate(height - inset.bottom - (votes / most) * (height - inset.top - inset.bottom));
  const line = signals.map(({ observedAt, upvotes }, index) =>
    index === 0 ? `M${x(observedAt)} ${y(upvotes)}` : `H${x(observedAt)}V${y(upvotes)}`,
  );
  const isOfOneYear = first.observedAt.getUTCFullYear() === last.observedAt.getUTCFullYear();
  const days = dayTicks(first.observedAt, last.observedAt, isOfOneYear ? mostDays : mostDates);
  const form = isOfOneYear ? "shortDayAndMonth" : "short";
  const [firstDay] = days;
  // The day on which the line begins has no midnight on it, and is named where the next one leaves room.
  const isStartNamed = firstDay === undefined || x(new Date(firstDay)) - inset.left >= roomOfName;
  return (
    <svg
      className={`chart-${shape}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${say("site.chart.title")}. ${description}`}
    >
      {[0, most / 2, most].map((votes) => (
        <g key={votes}>
          <path className="chart-grid" d={`M${inset.left} ${y(votes)}H${width - inset.right}`} />
          <text className="chart-label" x={inset.left - 8} y={y(votes) + 4} textAnchor="end">
            {number(votes)}
          </text>
        </g>
      ))}
      <path className="chart-area" d={`${line.join("")}V${y(0)}H${x(first.observedAt)}Z`} />
      {days.map((day) => {
        const at = x(new Date(day));
        return (
          <g key={day}>
            <path className="chart-grid" d={`M${at} ${y(most)}V${y(0) + 4}`} />
            <text className="chart-label" x={at} y={height - 8} textAnchor="middle">
              {words.day(day, form)}
            </text>
          </g>
        );
      })}
      <path className="chart-line" d={line.join("")} />
      {isStartNamed ? (
        <text className="chart-label" x={inset.left} y={height - 8}>
          {words.day(dayOf(first.observedAt), form)}
        </text>
      ) : null}
    </svg>
  );
}

/** At most 40 rows, the first and the last among them. */
function thin(signals: Signal[]): Signal[] {
  const step = Math.ceil(signals.length / 40);
  return signals.filter((_, index) => index % step === 0 || index === signals.length - 1);
}
