import { openDatabase } from "../../src/db/client.ts";
import { migrateDatabase } from "../../src/db/migrate.ts";
import { openTemporaryDatabase } from "../../test/support/temporary-database.ts";
import { plainVotes } from "./formulas.ts";
import type { TaskOutcome } from "./outcome.ts";
import { measureRelatedAndSearch, type RelatedAndSearch } from "./related-and-search.ts";

/** T9 and T10, on a throwaway PostgreSQL into which the saved days are stored. */
export async function measureSearch(dir: string): Promise<TaskOutcome[]> {
  const server = await openTemporaryDatabase();
  try {
    const { db, pool } = openDatabase(server.url, 2, () => {});
    try {
      await migrateDatabase(pool);
      return outcomesOf(await measureRelatedAndSearch(dir, db));
    } finally {
      await pool.end();
    }
  } finally {
    await server.close();
  }
}

function outcomesOf({ related, search }: RelatedAndSearch): TaskOutcome[] {
  return [
    {
      task: "T9",
      title: "related papers: those that share two authors or more",
      units: `${related.ours.length} papers`,
      baseline: plainVotes,
      methods: (["ours", plainVotes] as const).map((method) => ({
        method,
        figures: [{ name: "recall@5", values: related[method] }],
      })),
      ceiling: null,
      notes: [],
    },
    {
      task: "T10",
      title: "search: judged questions",
      units: `${search.ours.ndcg.length} questions`,
      baseline: plainVotes,
      methods: (["ours", plainVotes] as const).map((method) => ({
        method,
        figures: [
          { name: "NDCG@10", values: search[method].ndcg },
          { name: "recall@10", values: search[method].recall },
        ],
      })),
      ceiling: null,
      notes: ["Plain votes order the papers that hold any word of the question."],
    },
  ];
}
