import type { Signal } from "../../../papers/signals-store.ts";
import { useWords } from "../../http/page-words.tsx";
import { niceCeiling, roundCoordinate } from "./chart-scale.ts";

const width = 640;
const height = 200;
const inset = { left: 44, right: 12, top: 14, bottom: 28 };

/** Upvotes over time as a step line, with the same as words and as a table. Times are UTC. */
export function SignalChart({ signals }: { signals: Signal[] }) {
  const words = useWords();
  const { say, number } = words;
  const instant = (at: Date) => words.instant(at, "UTC", "short");
  const first = signals[0];
  const last = signals.at(-1);
  if (!first || !last || signals.length < 2) return null;
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
  const description = say("site.chart.description", {
    first: first.upvotes,
    firstAt: instant(first.observedAt),
    last: last.upvotes,
    lastAt: instant(last.observedAt),
  });
  return (
    <figure className="chart">
      <figcaption>{description}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="chart-title chart-words">
        <title id="chart-title">{say("site.chart.title")}</title>
        <desc id="chart-words">{description}</desc>
        {[0, most / 2, most].map((votes) => (
          <g key={votes}>
            <path className="chart-grid" d={`M${inset.left} ${y(votes)}H${width - inset.right}`} />
            <text className="chart-label" x={inset.left - 8} y={y(votes) + 4} textAnchor="end">
              {number(votes)}
            </text>
          </g>
        ))}
        <path className="chart-area" d={`${line.join("")}V${y(0)}H${x(first.observedAt)}Z`} />
        <path className="chart-line" d={line.join("")} />
        <text className="chart-label" x={inset.left} y={height - 8}>
          {instant(first.observedAt)}
        </text>
        <text className="chart-label" x={width - inset.right} y={height - 8} textAnchor="end">
          {instant(last.observedAt)}
        </text>
      </svg>
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
    </figure>
  );
}

/** At most 40 rows, the first and the last among them. */
function thin(signals: Signal[]): Signal[] {
  const step = Math.ceil(signals.length / 40);
  return signals.filter((_, index) => index % step === 0 || index === signals.length - 1);
}
