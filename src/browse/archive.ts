import type { Database } from "../db/client.ts";
import { type ArchivedEdition, listArchivedEditions, listArchivedYears } from "./archive-store.ts";

export type Archive = {
  /** All daily editions, of every year. */
  days: number;
  /** The first of them; null when there is none. */
  firstDay: string | null;
  /** Years of which there are editions, the latest first. */
  years: string[];
  /** The year that is shown; the latest unless another was asked for. Null when there is no edition of it. */
  year: string | null;
  /** The editions that hold days of that year. */
  editions: ArchivedEdition[];
};

/** The calendar of one year's editions. @param asked `YYYY`; null for the latest. */
export async function readArchive(db: Database, asked: string | null): Promise<Archive> {
  const known = await listArchivedYears(db);
  const years = known.map(({ year }) => year);
  const year = asked === null ? (years[0] ?? null) : (years.find((one) => one === asked) ?? null);
  return {
    days: known.reduce((sum, { days }) => sum + days, 0),
    firstDay: known.map(({ firstDay }) => firstDay).findLast((day) => day !== null) ?? null,
    years,
    year,
    editions: year === null ? [] : await listArchivedEditions(db, year),
  };
}
