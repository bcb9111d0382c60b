import type { TextLine } from "./text-lines.ts";

/** Lines one after another, with a look at those that come. */
export type LineReader = {
  /** The line that many places ahead, 0 for the next; null behind the last. */
  peek(ahead: number): Promise<TextLine | null>;
  /** Goes on behind that many lines. */
  skip(count: number): void;
};

export function lineReader(blocks: AsyncGenerator<TextLine[]>): LineReader {
  let lines: TextLine[] = [];
  let at = 0;
  const fill = async (ahead: number): Promise<TextLine | null> => {
    while (at + ahead >= lines.length) {
      const { value, done } = await blocks.next();
      if (done) return null;
      lines = [...lines.slice(at), ...value];
      at = 0;
    }
    return lines[at + ahead] ?? null;
  };
  return {
    peek: async (ahead) => lines[at + ahead] ?? fill(ahead),
    skip: (count) => {
      at += count;
    },
  };
}
