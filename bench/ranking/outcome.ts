import { type Estimate, estimate, judge, meanOf } from "../../src/ranking/metrics.ts";

/** One figure of one method over the units of a task (weeks, days, readers); null where a unit has none. */
type Figure = { name: string; values: (number | null)[] } | { name: string; whole: WholeFigure };

/** A figure that only all units together have, and its difference from plain votes. */
type WholeFigure = { figure: number; difference: Estimate | null };

/** What a task measured of a method. */
export type MethodOutcome = { method: string; figures: Figure[] };

export type TaskOutcome = {
  /** Such as T1. */
  task: string;
  title: string;
  units: string;
  methods: MethodOutcome[];
  /** The method that the others are compared with. */
  baseline: string;
  /** The best that any order of the same papers could reach, in the order of the figures; null where that is 1. */
  ceiling: number[] | null;
  /** What else has to be said, one sentence each. */
  notes: string[];
};

const nameWidth = 30;

/** A task as lines: each method's figures, beside the baseline with intervals, and in words. */
export function outcomeLines({
  task,
  title,
  units,
  methods,
  baseline,
  ceiling,
  notes,
}: TaskOutcome): string[] {
  const base = methods.find(({ method }) => method === baseline);
  const header = (methods[0]?.figures ?? []).map(({ name }) => name.padEnd(44)).join("");
  return [
    "",
    `${task}  ${title} (${units})`,
    `${"".padEnd(nameWidth)}${header}`.trimEnd(),
    ...methods.map(({ method, figures }) => {
      const said = figures.map((figure, index) =>
        figureWords(figure, method === baseline ? undefined : base?.figures[index]).padEnd(44),
      );
      return `  ${method.padEnd(nameWidth - 2)}${said.join("")}`.trimEnd();
    }),
    ...(ceiling === null
      ? []
      : [
          `  ${"ceiling".padEnd(nameWidth - 2)}${ceiling.map((value) => value.toFixed(3).padEnd(44)).join("")}`.trimEnd(),
        ]),
    ...notes.map((note) => `  ${note}`),
  ];
}

function figureWords(figure: Figure, base: Figure | undefined): string {
  if ("whole" in figure) return withDifference(figure.whole.figure, figure.whole.difference);
  const known = figure.values.filter((value) => value !== null);
  if (known.length === 0) return "–";
  const differences = base && "values" in base ? pairedDifferences(figure.values, base.values) : [];
  return withDifference(meanOf(known), estimate(differences));
}

function pairedDifferences(values: (number | null)[], others: (number | null)[]): number[] {
  return values.flatMap((value, index) => {
    const other = others[index] ?? null;
    return value === null || other === null ? [] : [value - other];
  });
}

function withDifference(mean: number, difference: Estimate | null): string {
  const figure = mean.toFixed(3);
  if (difference === null) return figure;
  const verdict = judge(difference) ?? "too few to tell";
  return `${figure}  ${signed(difference.mean)} [${signed(difference.low)}, ${signed(difference.high)}] ${verdict}`;
}

function signed(value: number): string {
  const text = value.toFixed(3);
  if (Number(text) === 0) return "0.000";
  return value > 0 ? `+${text}` : text;
}
