export type Sample = { name: string; labels: Record<string, string>; value: number };

// prom-client writes Nan, which scrapers read as they read any case of it.
const sampleLine =
  /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (Na[Nn]|[+-]Inf|[-+]?[\d.]+(?:e[-+]?\d+)?)$/;
const familyLine = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/;
const typeWords = new Set(["counter", "gauge", "histogram", "summary", "untyped"]);

/**
 * Reads Prometheus' text format 0.0.4 and throws at what a scraper would refuse: a malformed line, a sample
 * without its type, one that comes twice, a histogram that does not grow to its count.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function readExposition(text: string): Sample[] {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const types = new Map<string, string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.split("\n").filter((one) => one !== "")) {
    if (line.startsWith("#")) {
      readFamily(line, types);
      continue;
    }
    const match = sampleLine.exec(line);
    if (!match) throw new Error(`not a sample: ${line}`);
    const [, name = "", labelText = "", value = ""] = match;
    if (!types.has(name) && !types.has(name.replace(/_(bucket|sum|count)$/, "")))
      throw new Error(`${name} has no type`);
    if (seen.has(`${name}{${labelText}}`)) throw new Error(`${name}{${labelText}} comes twice`);
    seen.add(`${name}{${labelText}}`);
    samples.push({
      name,
      labels: readLabels(labelText),
      value: value.endsWith("Inf") ? Number.POSITIVE_INFINITY : Number(value),
    });
  }
  for (const [name, type] of types) if (type === "histogram") assertCumulative(name, samples);
  return samples;
}

/** The one value that has these labels, or null. */
export function sampleValue(
  samples: Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | null {
  const wanted = Object.entries(labels);
  const found = samples.find(
    (one) => one.name === name && wanted.every(([key, value]) => one.labels[key] === value),
  );
  return found?.value ?? null;
}

function readFamily(line: string, types: Map<string, string>): void {
  const match = familyLine.exec(line);
  if (!match) throw new Error(`not a comment of the format: ${line}`);
  const [, kind, name = "", rest = ""] = match;
  if (kind !== "TYPE") return;
  if (types.has(name)) throw new Error(`${name} is told twice`);
  if (!typeWords.has(rest)) throw new Error(`${name} has no such type: ${rest}`);
  types.set(name, rest);
}

function readLabels(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
}

function assertCumulative(name: string, samples: Sample[]): void {
  const series = new Map<string, number>();
  for (const { labels, value } of samples.filter((one) => one.name === `${name}_bucket`)) {
    const { le: _le, ...rest } = labels;
    const key = JSON.stringify(rest);
    if (value < (series.get(key) ?? 0)) throw new Error(`${name} shrinks at ${labels.le}`);
    series.set(key, value);
  }
  for (const { labels, value } of samples.filter((one) => one.name === `${name}_count`)) {
    if (series.get(JSON.stringify(labels)) !== value) throw new Error(`${name} does not end at its count`);
  }
}
