import { cadences } from "../../src/calendar/periods.ts";
import { openDatabase } from "../../src/db/client.ts";
import { evaluateEditions } from "../../src/editions/evaluate-editions.ts";
import { evaluationSentences } from "../../src/editions/evaluation-words.ts";
import { WrongArgumentError } from "../support/sizes.ts";

/**
 * T4 and T5: what early votes and late risers became, which only an installation that looked again can tell.
 *
 * @param url of its database, which is only read; without one nothing can be known.
 * @throws {WrongArgumentError} when there is none at that address.
 */
export async function ownHistoryLines(url: string | undefined, now: Date): Promise<string[]> {
  const title = "T4, T5  early votes to late ones, and late risers again, of an installation's own editions";
  if (url === undefined)
    return [
      "",
      title,
      "  Cannot be known from saved days, of which each was saved once: name a database by --database URL.",
    ];
  const { db, pool } = openDatabase(url, 2, () => {});
  try {
    const lines = ["", title];
    for (const cadence of cadences) {
      const evaluation = await evaluateEditions(db, { cadence, page: 1, now });
      lines.push(`  ${cadence}`, ...evaluationSentences(evaluation).map((sentence) => `    ${sentence}`));
    }
    return lines;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new WrongArgumentError(`The database cannot be read: ${reason}`);
  } finally {
    await pool.end();
  }
}
