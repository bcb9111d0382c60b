import { formatCount } from "./format.ts";

export type Share = {
  label: string;
  count: number;
  tone: "submitted" | "waiting" | "excluded" | "failed" | "uncertain" | "sealed";
};

/** One bar of several shares; what it shows is told in words beside it. */
export function ShareBar({ shares, label }: { shares: Share[]; label: string }) {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  let from = 0;
  return (
    <svg className="share-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect width="1000" height="10" className="tone-empty" />
      {total === 0
        ? null
        : shares.map(({ label: name, count, tone }) => {
            const width = (1000 * count) / total;
            const x = from;
            from += width;
            return count === 0 ? null : (
              <rect key={name} x={x} width={width} height="10" className={`tone-${tone}`} />
            );
          })}
    </svg>
  );
}

export type Bar = { label: string; value: number; more?: number };

const plot = { width: 720, height: 180, left: 52, right: 8, top: 10, bottom: 22 };
const innerWidth = plot.width - plot.left - plot.right;
const innerHeight = plot.height - plot.top - plot.bottom;

/** Bars over time, `more` stacked on top in the colour of failure; the same numbers as a table for who cannot see it. */
export function BarChart({ title, unit, bars }: { title: string; unit: string; bars: Bar[] }) {
  const top = niceTop(Math.max(1, ...bars.map(({ value, more = 0 }) => value + more)));
  const step = innerWidth / Math.max(1, bars.length);
  const y = (value: number) => plot.top + innerHeight * (1 - value / top);
  const heightOf = (value: number) => (innerHeight * value) / top;
  return (
    <Figure
      title={title}
      head={["When", unit]}
      rows={bars.map(({ label, value, more = 0 }) => [label, value + more])}
    >
      <Axis top={top} first={bars[0]?.label ?? ""} last={bars.at(-1)?.label ?? ""} />
      {bars.map(({ label, value, more = 0 }, index) => (
        <g key={label}>
          <title>{`${label}: ${formatCount(value)}${more > 0 ? `, ${formatCount(more)} failed` : ""}`}</title>
          <rect
            x={plot.left + index * step + step * 0.1}
            width={Math.max(0.5, step * 0.8)}
            y={y(value)}
            height={heightOf(value)}
            className="tone-submitted"
          />
          {more > 0 ? (
            <rect
              x={plot.left + index * step + step * 0.1}
              width={Math.max(0.5, step * 0.8)}
              y={y(value + more)}
              height={heightOf(more)}
              className="tone-failed"
            />
          ) : null}
        </g>
      ))}
    </Figure>
  );
}

/** A line over time from zero, with the same numbers as a table. */
export function LineChart({ title, unit, points }: { title: string; unit: string; points: Bar[] }) {
  const top = niceTop(Math.max(1, ...points.map(({ value }) => value)));
  const x = (index: number) => plot.left + (innerWidth * index) / Math.max(1, points.length - 1);
  const y = (value: number) => plot.top + innerHeight * (1 - value / top);
  const line = points.map(({ value }, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const base = (plot.top + innerHeight).toFixed(1);
  return (
    <Figure title={title} head={["Day", unit]} rows={points.map(({ label, value }) => [label, value])}>
      <Axis top={top} first={points[0]?.label ?? ""} last={points.at(-1)?.label ?? ""} />
      {points.length > 1 ? (
        <>
          <polygon
            points={`${x(0)},${base} ${line} ${x(points.length - 1).toFixed(1)},${base}`}
            className="area"
          />
          <polyline points={line} className="line" />
        </>
      ) : null}
    </Figure>
  );
}

function Figure(props: {
  title: string;
  head: [string, string];
  rows: [string, number][];
  children: React.ReactNode;
}) {
  return (
    <figure className="chart">
      <figcaption>{props.title}</figcaption>
      {props.rows.length === 0 ? (
        <p className="hint">Nothing yet.</p>
      ) : (
        <>
          <svg
            viewBox={`0 0 ${plot.width} ${plot.height}`}
            role="img"
            aria-label={`${props.title}, as a chart; the numbers follow as a table.`}
          >
            {props.children}
          </svg>
          <details>
            <summary>Numbers</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard */}
            <div className="scroll" tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{props.head[0]}</th>
                    <th scope="col" className="number">
                      {props.head[1]}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {props.rows.map(([label, value]) => (
                    <tr key={label}>
                      <td>{label}</td>
                      <td className="number">{formatCount(value)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </figure>
  );
}

function Axis({ top, first, last }: { top: number; first: string; last: string }) {
  const lines = [0, 0.5, 1];
  return (
    <g className="axis">
      {lines.map((share) => {
        const y = plot.top + innerHeight * (1 - share);
        return (
          <g key={share}>
            <line x1={plot.left} x2={plot.width - plot.right} y1={y} y2={y} />
            <text x={plot.left - 6} y={y + 4} textAnchor="end">
              {formatCount(top * share)}
            </text>
          </g>
        );
      })}
      <text x={plot.left} y={plot.height - 6}>
        {first}
      </text>
      {last === first ? null : (
        <text x={plot.width - plot.right} y={plot.height - 6} textAnchor="end">
          {last}
        </text>
      )}
    </g>
  );
}

/** The next round number at or above a value, even so that its half is whole. */
function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * size >= value) ?? 10;
  return Math.max(2, step * size);
}

/** One small bar for each run, the latest on the right; red where it failed. */
export function RunStrip({ label, runs }: { label: string; runs: { label: string; isOk: boolean }[] }) {
  const width = 8;
  return (
    <svg
      className="run-strip"
      viewBox={`0 0 ${Math.max(1, runs.length) * width} 24`}
      width={Math.max(1, runs.length) * width}
      height="24"
      role="img"
      aria-label={label}
    >
      {runs.map(({ label: words, isOk }, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a strip never changes its order
          key={index}
          x={index * width}
          y={isOk ? 4 : 0}
          width={width - 2}
          height={isOk ? 20 : 24}
          rx="1"
          className={isOk ? "tone-submitted" : "tone-failed"}
        >
          <title>{words}</title>
        </rect>
      ))}
    </svg>
  );
}
