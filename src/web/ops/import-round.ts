import type { Context as RequestContext } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { AppError, InvalidInputError } from "../../errors.ts";
import { type ListAnswers, OpenQuestionsError } from "../../subscribers/lists/decide-columns.ts";
import type { ImportInput, ImportReport } from "../../subscribers/lists/import-subscribers.ts";
import { type KeptList, keepList } from "../../subscribers/lists/list-bytes.ts";
import { parseMeaning, parseWordAnswer } from "../../subscribers/lists/parse-answers.ts";
import { createKeptUploads, type KeptUploads, keptUploadMinutes } from "./kept-uploads.ts";
import type { ImportGiven, ImportShown } from "./pages/import-page.tsx";
import { openUpload, type Upload } from "./read-upload.ts";

/** Some two million addresses; the command line has no limit. */
const mostUpload = {
  bytes: 128 * 1024 * 1024,
  mend: "cut it, or use `paperboy subscribers import`",
};

/** More questions than any list leaves open. */
const mostAnswers = 200;

export type ImportRound = { shown: ImportShown; status: ContentfulStatusCode };

type RoundInput = {
  /** Throws for a form that is not of the page that asks. */
  assertOwnToken(token: string): void;
  run(input: ImportInput): Promise<ImportReport>;
};

/**
 * Rounds of importing a list: first as a rehearsal, which says what each column is taken for and asks about those that
 * are not known, then for good. The file is uploaded once and kept in between.
 */
export function createImportRounds(): (c: RequestContext, input: RoundInput) => Promise<ImportRound> {
  const uploads = createKeptUploads();
  return async (c, { assertOwnToken, run }) => {
    const upload = await openUpload(c, mostUpload);
    assertOwnToken(upload.field("form_token"));
    const given = givenIn(upload);
    let list: KeptList | null = null;
    try {
      list = await listIn(upload, uploads);
      const { consent, isDryRun } = given;
      const report = await run({ consent, isDryRun, answers: answersIn(given), lines: list });
      if (!isDryRun) await list.close();
      const kept = isDryRun ? uploads.keep(list) : null;
      return { shown: { given, kept, report }, status: 200 };
    } catch (error) {
      const kept = list && error instanceof OpenQuestionsError ? uploads.keep(list) : null;
      if (kept === null) await list?.close();
      if (!(error instanceof AppError)) throw error;
      const told =
        error instanceof OpenQuestionsError ? { questions: error.questions } : { problem: error.message };
      return { shown: { given, kept, ...told }, status: error.httpStatus };
    }
  };
}

/** The list of this form, or the one that an earlier form brought. */
async function listIn(upload: Upload, uploads: KeptUploads): Promise<KeptList> {
  const name = upload.field("kept");
  if (name === "") {
    if (!upload.file) throw new InvalidInputError("Choose a file.");
    return keepList(upload.file);
  }
  const list = uploads.take(name);
  if (!list)
    throw new InvalidInputError(
      `The file is no longer here, since it is kept for ${keptUploadMinutes} minutes: choose it again.`,
    );
  return list;
}

function givenIn(upload: Upload): ImportGiven {
  const answers: ImportGiven["answers"] = [];
  for (let number = 0; number < mostAnswers; number += 1) {
    const title = upload.field(`title-${number}`);
    const meaning = upload.field(`meaning-${number}`);
    if (meaning !== "") answers.push({ title, meaning });
  }
  const words: ImportGiven["words"] = [];
  for (let number = 0; number < mostAnswers; number += 1) {
    const says = parseWordAnswer(upload.field(`says-${number}`));
    if (says !== null) words.push({ titleAndWord: upload.field(`word-${number}`), says });
  }
  return { consent: upload.field("consent"), isDryRun: upload.field("mode") !== "import", answers, words };
}

function answersIn({ answers, words }: ImportGiven): ListAnswers {
  return {
    columns: answers.map(({ title, meaning }) => ({ title, meaning: parseMeaning(meaning) })),
    values: words,
  };
}
