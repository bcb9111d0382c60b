import { Readable } from "node:stream";
import { decideColumns, type ListAnswers, noAnswers } from "../../src/subscribers/lists/decide-columns.ts";
import { parseColumnAnswer, parseValueAnswer } from "../../src/subscribers/lists/parse-answers.ts";
import { openTable } from "../../src/subscribers/lists/read-records.ts";
import { rowReader } from "../../src/subscribers/lists/read-row.ts";
import { surveyColumns } from "../../src/subscribers/lists/survey-columns.ts";

const utf8 = { utf16: null, legacy: null };

const openList = (content: string) => openTable(Readable.from([Buffer.from(content)]), utf8);

/** What an operator answers, as the command line takes it: `TITLE=MEANING`, and `TITLE:WORD=yes`. */
export function listAnswers(columns: string[], values: string[] = []): ListAnswers {
  return { columns: columns.map(parseColumnAnswer), values: values.map(parseValueAnswer) };
}

/**
 * What an import takes the columns of a list for, without writing anything.
 *
 * @throws {OpenQuestionsError} as an import does.
 */
export async function columnsOf(content: string, answers = noAnswers) {
  return decideColumns(await surveyColumns(await openList(content)), answers);
}

/** Whom an import would add, whom keep out, and with which reason, by the local part of their addresses. */
export async function readList(content: string, answers = noAnswers) {
  const read = rowReader(await columnsOf(content, answers));
  const yes: string[] = [];
  const left: Record<string, string> = {};
  const refused: string[] = [];
  for await (const { cells, problem } of (await openList(content)).records) {
    if (problem !== null) {
      refused.push(problem);
      continue;
    }
    const result = read(cells);
    if (result.kind === "row") yes.push(result.row.email.split("@", 1)[0] ?? "");
    else if (result.kind === "refused") refused.push(result.reason);
    else left[/[\w.]+(?=@)/.exec(cells.join(" "))?.[0] ?? ""] = result.leaver.reason;
  }
  return { yes, left, refused };
}
