/** A command line of a doc that is carried out, and what the doc says that comes of it. */
export type DocStep = { line: string; exitCode: number; prints: string | null };

const block = /^ *```sh run\n([\s\S]*?)^ *```\n(?:\n*^ *```text\n([\s\S]*?)^ *```$)?/gm;

/** The steps of a doc's shell blocks that are marked as `sh run`, in their order. */
export function stepsOf(text: string): DocStep[] {
  return [...text.matchAll(block)].flatMap(([, lines = "", prints]) => {
    const steps = lines
      .replaceAll(/ \\\n\s*/g, " ")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => ({
        line: line.replace(/\s*# exits \d$/, ""),
        exitCode: Number(/# exits (\d)$/.exec(line)?.[1] ?? 0),
        prints: null,
      }));
    const last = steps.at(-1);
    return last === undefined ? [] : [...steps.slice(0, -1), { ...last, prints: prints ?? null }];
  });
}

/** A pattern for what a doc shows as printed: `...` on a line of its own stands for any lines. */
export function printedPattern(prints: string): RegExp {
  const lines = prints.trimEnd().split("\n");
  const parts = lines.map((line) =>
    line === "..." ? "(?:.*\\n)*?" : `${line.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}[ ]*\\n`,
  );
  return new RegExp(`^${parts.join("")}$`);
}
