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

/** The drawing's own units; it is stretched to its place, and its words stand beside it as text. */
const plot = { width: 1000, height: 100 };

const fewBars = 24;

/** Bars over time, `more` stacked on top in the colour of failure; the same numbers as a table for who cannot see it. */
export function BarChart({ title, unit, bars }: { title: string; unit: string; bars: Bar[] }) {
  const top = niceTop(Math.max(1, ...bars.map(({ value, more = 0 }) => value + more)));
  // A few bars stay slim, at the left: time goes on to the right.
  const step = plot.width / Math.max(fewBars, bars.length);
  const heightOf = (value: number) => (plot.height * value) / top;
  return (
    <Figure
      title={title}
      top={top}
      isFull={bars.length >= fewBars}
      head={["When", unit]}
      rows={bars.map(({ label, value, more = 0 }) => [label, value + more])}
    >
      {bars.map(({ label, value, more = 0 }, index) => (
        <g key={label}>
          <title>{`${label}: ${formatCount(value)}${more > 0 ? `, ${formatCount(more)} failed` : ""}`}</title>
          <rect
            x={index * step + step * 0.1}
            width={step * 0.8}
            y={plot.height - heightOf(value)}
            height={heightOf(value)}
            className="tone-submitted"
          />
          {more > 0 ? (
            <rect
              x={index * step + step * 0.1}
              width={step * 0.8}
              y={plot.height - heightOf(value + more)}
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
  const x = (index: number) => (plot.width * index) / Math.max(1, points.length - 1);
  const line = points
    .map(({ value }, index) => `${x(index).toFixed(1)},${(plot.height * (1 - value / top)).toFixed(2)}`)
    .join(" ");
  return (
    <Figure
      title={title}
      top={top}
      head={["Day", unit]}
      rows={points.map(({ label, value }) => [label, value])}
    >
      {points.length > 1 ? (
        <>
          <polygon points={`0,${plot.height} ${line} ${plot.width},${plot.height}`} className="area" />
          <polyline points={line} className="line" />
        </>
      ) : null}
    </Figure>
  );
}

type FigureProps = {
  title: string;
  /** The value at the upper edge. */
  top: number;
  /** Whether the last value stands at the right edge. */
  isFull?: boolean;
  head: [string, string];
  rows: [string, number][];
  children: React.ReactNode;
};

function Figure({ title, top, isFull = true, head, rows, children }: FigureProps) {
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      {rows.length === 0 ? (
        <p className="hint">Nothing yet.</p>
      ) : (
        <>
          <div className="plot">
            <div className="scale" aria-hidden="true">
              <span>{formatCount(top)}</span>
              <span>{formatCount(top / 2)}</span>
              <span>0</span>
            </div>
            <svg
              viewBox={`0 0 ${plot.width} ${plot.height}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={`${title}: ${inWords(rows)} The numbers follow as a table.`}
            >
              {[0, 0.5, 1].map((share) => (
                <line
                  key={share}
                  x1="0"
                  x2={plot.width}
                  y1={plot.height * share}
                  y2={plot.height * share}
                  className="grid-line"
                />
              ))}
              {children}
            </svg>
            <div className="span" aria-hidden="true">
              <span>
                {isFull || rows.length === 1 ? rows[0]?.[0] : `${rows[0]?.[0]} to ${rows.at(-1)?.[0]}`}
              </span>
              <span>{isFull && rows.length > 1 ? rows.at(-1)?.[0] : ""}</span>
            </div>
          </div>
          <Numbers head={head} rows={rows} />
        </>
      )}
    </figure>
  );
}

/** What a chart shows, said in a sentence. */
function inWords(rows: [string, number][]): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return "nothing.";
  const highest = rows.reduce((best, row) => (row[1] > best[1] ? row : best), first);
  return `${formatCount(first[1])} at ${first[0]}, ${formatCount(last[1])} at ${last[0]}, at most ${formatCount(highest[1])} at ${highest[0]}.`;
}

function Numbers({ head, rows }: Pick<FigureProps, "head" | "rows">) {
  return (
    <details>
      <summary>Numbers</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard */}
      <div className="scroll short" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{head[0]}</th>
              <th scope="col" className="number">
                {head[1]}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, value]) => (
              <tr key={label}>
                <td>{label}</td>
                <td className="number">{formatCount(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
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
