import type { MonthCount } from "../../../browse/names-store.ts";
import { useWords } from "../../http/page-words.tsx";
import { niceCeiling, roundCoordinate } from "./chart-scale.ts";

/** As the chart of upvotes: one drawing for wide windows and one for narrow, in which letters keep their size. */
const shapes = { wide: { width: 640, height: 200 }, narrow: { width: 320, height: 190 } };
const inset = { left: 44, right: 44, top: 14, bottom: 28 };

/** How many papers each month had, as bars, and how liked they were, as a line; the same as words and as a table. */
export function MonthChart({ months }: { months: MonthCount[] }) {
  const { say, number, day } = useWords();
  const nameOf = ({ month }: MonthCount) => day(`${month}-01`, "month");
  const all = withEmptyMonths(months);
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || all.length < 2) return null;
  const busiest = all.reduce((most, one) => (one.papers > most.papers ? one : most), first);
  const description = say("site.months.description", {
    papers: all.reduce((sum, { papers }) => sum + papers, 0),
    first: nameOf(first),
    last: nameOf(last),
    most: busiest.papers,
    busiest: nameOf(busiest),
  });
  return (
    <figure className="chart">
      <Plot shape="wide" {...{ months: all, most: busiest.papers, description }} />
      <Plot shape="narrow" {...{ months: all, most: busiest.papers, description }} />
      <figcaption>
        {description} {say("site.months.note")}
      </figcaption>
      <details>
        <summary>{say("site.chart.numbers")}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{say("site.months.month")}</th>
              <th scope="col">{say("site.months.papers")}</th>
              <th scope="col">{say("site.months.upvotes")}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((month) => (
              <tr key={month.month}>
                <td>{nameOf(month)}</td>
                <td>{number(month.papers)}</td>
                <td>{month.upvotes === null ? "–" : number(month.upvotes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

type PlotProps = {
  shape: keyof typeof shapes;
  /** In their order, without a gap. */
  months: MonthCount[];
  /** Papers of the busiest. */
  most: number;
  description: string;
};

/** Bars with papers at the left, the line with upvotes at the right. */
function Plot({ shape, months, most, description }: PlotProps) {
  const { say, number, day } = useWords();
  const { width, height } = shapes[shape];
  const step = (width - inset.left - inset.right) / months.length;
  const mostPapers = niceCeiling(most);
  const mostVotes = niceCeiling(Math.max(...months.map(({ upvotes }) => upvotes ?? 0)));
  const x = (at: number) => roundCoordinate(inset.left + step * at);
  const y = (share: number) =>
    roundCoordinate(height - inset.bottom - share * (height - inset.top - inset.bottom));
  const nameAt = (at: number) => day(`${months.at(at)?.month}-01`, "month");
  return (
    <svg
      className={`chart-${shape}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${say("site.months.title")}. ${description}`}
    >
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <path className="chart-grid" d={`M${inset.left} ${y(share)}H${width - inset.right}`} />
          <text className="chart-label" x={inset.left - 8} y={y(share) + 4} textAnchor="end">
            {number(share * mostPapers)}
          </text>
          <text className="chart-label" x={width - inset.right + 8} y={y(share) + 4}>
            {number(share * mostVotes)}
          </text>
        </g>
      ))}
      {months.map((month, at) =>
        month.papers === 0 ? null : (
          <path
            key={month.month}
            className="chart-bar"
            d={`M${x(at + 0.15)} ${y(0)}V${y(month.papers / mostPapers)}H${x(at + 0.85)}V${y(0)}Z`}
          />
        ),
      )}
      <path
        className="chart-line"
        d={lineOf(
          months,
          (at) => x(at + 0.5),
          (votes) => y(votes / mostVotes),
        )}
      />
      <text className="chart-label" x={inset.left} y={height - 8}>
        {nameAt(0)}
      </text>
      <text className="chart-label" x={width - inset.right} y={height - 8} textAnchor="end">
        {nameAt(-1)}
      </text>
    </svg>
  );
}

/** The line leaves out months of which no votes are known; one alone among such is a short stroke. */
function lineOf(months: MonthCount[], x: (at: number) => number, y: (votes: number) => number): string {
  const isKnown = (at: number) => (months[at]?.upvotes ?? null) !== null;
  return months
    .map(({ upvotes }, at) => {
      if (upvotes === null) return "";
      if (isKnown(at - 1)) return `L${x(at)} ${y(upvotes)}`;
      return isKnown(at + 1) ? `M${x(at)} ${y(upvotes)}` : `M${x(at) - 3} ${y(upvotes)}h6`;
    })
    .join("");
}

/** From the first month to the last, also those without papers. */
function withEmptyMonths(months: MonthCount[]): MonthCount[] {
  const known = new Map(months.map((month) => [month.month, month]));
  const [first, last] = [months[0]?.month, months.at(-1)?.month];
  const all: MonthCount[] = [];
  for (let month = first; month !== undefined && last !== undefined && month <= last; month = after(month))
    all.push(known.get(month) ?? { month, papers: 0, upvotes: null });
  return all;
}

function after(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}
