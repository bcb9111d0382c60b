/** Where a command's answer goes: words for people, or one JSON value for programs. */
export type Printer = {
  isJson: boolean;
  /** A line for people; left out of JSON. */
  line(text?: string): void;
  /** A word to people that is no answer, on stderr. */
  note(text: string): void;
  /** Columns for people. */
  table(rows: (string | number)[][]): void;
  /** The answer for programs; left out for people. */
  json(value: unknown): void;
};

export function printer(isJson: boolean): Printer {
  const write = (text: string) => process.stdout.write(`${text}\n`);
  return {
    isJson,
    line: (text = "") => {
      if (!isJson) write(text);
    },
    note: (text) => {
      process.stderr.write(`${text}\n`);
    },
    table: (rows) => {
      if (!isJson) for (const line of align(rows)) write(line);
    },
    json: (value) => {
      if (isJson) write(JSON.stringify(value, null, 2));
    },
  };
}

/** Columns as wide as their widest cell; numbers to the right, the last column as it is. */
function align(rows: (string | number)[][]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, String(cell).length);
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        if (typeof cell === "number") return String(cell).padStart(width);
        return column === row.length - 1 ? cell : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
