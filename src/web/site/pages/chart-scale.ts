/** An even number that reads well at the top of a scale. */
export function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const step = [1, 2, 4, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return Math.max(2, step * power);
}

/** A coordinate of a chart, as exact as anybody sees. */
export function roundCoordinate(value: number): number {
  return Math.round(value * 10) / 10;
}
