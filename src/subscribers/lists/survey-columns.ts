import { type Meaning, meaningOfTitle } from "./find-meaning.ts";
import { looksLikeDate, saysNothing, speaksOfLeaving } from "./hear-cell.ts";
import type { ListTable } from "./list-table.ts";
import { choiceMeanings } from "./meanings.ts";
import { plainForm } from "./plain-form.ts";
import { isAddress } from "./read-records.ts";

/** What stands in one column of a whole list. */
export type ColumnSurvey = {
  title: string;
  /** Lines in which it holds anything. */
  filled: number;
  /** Different values with their number, by their plain form; those that are met first when there are many. */
  values: Map<string, { text: string; count: number }>;
  hasManyValues: boolean;
  dates: number;
  addresses: number;
  /** Values that are plainly no words of state: keys, links, long texts, long numbers. */
  keys: number;
  /** The first value that plainly means a leave. */
  leave: string | null;
};

export type ListSurvey = { hasTitles: boolean; lines: number; columns: ColumnSurvey[] };

/** Of columns that hold nothing: a line may have a million. */
const noValues: ColumnSurvey["values"] = new Map();

const keptValues = 60;
const longestWord = 60;

/**
 * Reads a whole list and tells what stands in each column whose title does not settle that; memory does not
 * grow with the list.
 */
export async function surveyColumns(table: ListTable): Promise<ListSurvey> {
  const columns: ColumnSurvey[] = [];
  const looked: { place: number; lines: number }[] = [];
  let lines = 0;
  const isAddressTitled = table.titles.some((title) => meaningOfTitle(title)?.meaning === "address");
  const addColumns = () => {
    for (let place = columns.length; place < table.titles.length; place += 1) {
      const title = table.titles[place] ?? "";
      columns.push(newSurvey(title));
      const most = linesToLook(title, isAddressTitled);
      if (most > 0) looked.push({ place, lines: most });
    }
  };
  addColumns();
  for await (const { cells, problem } of table.records) {
    if (problem !== null) continue;
    lines += 1;
    if (table.titles.length > columns.length) addColumns();
    for (const { place, lines: most } of looked) {
      const cell = cells[place];
      const survey = columns[place];
      if (cell && survey && lines <= most) note(survey, cell);
    }
  }
  return { hasTitles: table.hasTitles, lines, columns };
}

function newSurvey(title: string): ColumnSurvey {
  return {
    title,
    filled: 0,
    values: noValues,
    hasManyValues: false,
    dates: 0,
    addresses: 0,
    keys: 0,
    leave: null,
  };
}

/** Meanings of which the title alone is enough. */
const settled = new Set<Meaning>(["name", "other", "paused-until", ...choiceMeanings]);

/** Enough to tell which of two columns holds the addresses. */
const linesForAddresses = 1000;

/** Where no title says which column holds the addresses, all are looked at. */
function linesToLook(title: string, isAddressTitled: boolean): number {
  const known = meaningOfTitle(title);
  if (known === null || known.isDoubtful) return Number.POSITIVE_INFINITY;
  if (known.meaning === "address") return linesForAddresses;
  if (settled.has(known.meaning)) return isAddressTitled ? 0 : linesForAddresses;
  return Number.POSITIVE_INFINITY;
}

function note(survey: ColumnSurvey, cell: string): void {
  const text = cell.trim();
  if (text === "") return;
  survey.filled += 1;
  if (survey.values === noValues) survey.values = new Map();
  const isShort = text.length <= longestWord;
  const plain = isShort ? plainForm(text) : text.slice(0, longestWord);
  const known = survey.values.get(plain);
  if (known) known.count += 1;
  else if (survey.values.size < keptValues)
    survey.values.set(plain, { text: text.slice(0, longestWord), count: 1 });
  else survey.hasManyValues = true;
  if (isAddress(text)) survey.addresses += 1;
  else if (looksLikeDate(text)) survey.dates += 1;
  else if (isKey(text)) survey.keys += 1;
  if (known === undefined && survey.leave === null && speaksOfLeaving(text) && !saysNothing(text))
    survey.leave = text.slice(0, longestWord);
}

/** A key, a link or a text: what nobody writes for a state. */
function isKey(text: string): boolean {
  return (
    text.length > longestWord ||
    /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{8,}$/i.test(text) ||
    /^(?=.*\d)[0-9a-f]{12,}$/i.test(text) ||
    /^(?=.*\d)[a-z0-9_-]{16,}$/i.test(text) ||
    /^(cus|sub|con|ctc|usr|mem|user|contact)_\w{6,}$/i.test(text) ||
    /^\+?[\d\s()./-]{7,}$/.test(text) ||
    /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ||
    (/^[{[].*[}\]]$/.test(text) && /[:"]/.test(text)) ||
    /^-?\d+[.,]\d{2,}$/.test(text) ||
    /^\S+(\s+\S+){5,}$/.test(text)
  );
}
