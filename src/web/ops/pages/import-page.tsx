import { stringify } from "csv-stringify/sync";
import {
  answerMeanings,
  type ColumnQuestion,
  type ColumnUse,
  type ListAnswers,
  wordHolding,
} from "../../../subscribers/lists/decide-columns.ts";
import type { ImportReport } from "../../../subscribers/lists/import-subscribers.ts";
import { meanings } from "../../../subscribers/lists/meanings.ts";
import { keptUploadMinutes } from "../kept-uploads.ts";
import { formatCount } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

/** What the operator said so far; an answer is the name of a meaning, or `ignore`. */
export type ImportGiven = {
  consent: string;
  isDryRun: boolean;
  answers: { title: string; meaning: string }[];
  /** What words mean in one column, each under `TITLE:WORD`. */
  words: ListAnswers["values"];
};

/** What one round of importing has come to. */
export type ImportShown = {
  given: ImportGiven;
  /** The name under which the file waits for the next step; null when it has to be chosen. */
  kept: string | null;
  report?: ImportReport;
  /** Columns that are not known and may say who wants no mail. */
  questions?: ColumnQuestion[];
  problem?: string;
};

/** Before the first round. */
export const noImport: ImportShown = {
  given: { consent: "", isDryRun: true, answers: [], words: [] },
  kept: null,
};

const shownLines = 100;
const shownReasons = 50;

export function ImportPage(props: PageProps & ImportShown) {
  return (
    <OpsLayout
      title="Import subscribers"
      current="subscribers"
      formToken={logOutToken(props)}
      notice={props.notice}
    >
      <div className="narrow">
        <p className="crumb">
          <a href="/ops/subscribers">Subscribers</a>
        </p>
        <h1 className="page-title">Import subscribers</h1>
        <ImportResult {...props} />
        <ImportForm
          {...props}
          back={{ href: "/ops/subscribers", label: "Back" }}
          here="/ops/subscribers/import"
        />
      </div>
    </OpsLayout>
  );
}

type ImportFormProps = ImportShown & {
  formToken: string;
  /** Where whoever imports nothing goes. */
  back: { href: string; label: string };
  /** Of the page, without a file. */
  here: string;
};

/** What the last round has come to. */
export function ImportResult({ given, report, problem }: ImportShown) {
  return (
    <>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {report ? <Report report={report} isDryRun={given.isDryRun} /> : null}
    </>
  );
}

/** The form of the next round. */
export function ImportForm(props: ImportFormProps) {
  const { given, kept, report, questions = [], formToken, back, here } = props;
  const isRehearsed = report !== undefined && kept !== null;
  const openWords = isRehearsed ? openWordsOf(report) : [];
  // An answer that was given stays given, save for a question that is asked again.
  const answered = given.answers.filter(({ title }) => !questions.some((one) => one.title === title));
  return (
    <form method="post" encType="multipart/form-data" data-busy="Reading the file…">
      {/* The file comes last: what stands before it is known before it is read. */}
      <input type="hidden" name="form_token" value={formToken} />
      <input type="hidden" name="mode" value={isRehearsed && openWords.length === 0 ? "import" : "try"} />
      {kept === null ? null : <input type="hidden" name="kept" value={kept} />}
      {answered.map(({ title, meaning }, number) => (
        <Answer key={title} number={number} title={title} meaning={meaning} />
      ))}
      {given.words.map(({ titleAndWord, says }, number) => (
        <WordAnswered key={titleAndWord} number={number} titleAndWord={titleAndWord} says={says} />
      ))}
      {openWords.length > 0 ? <OpenWords words={openWords} from={given.words.length} /> : null}
      {questions.length > 0 ? <Questions questions={questions} from={answered.length} /> : null}
      <div className="field">
        <label htmlFor="consent">What they agreed to, and where</label>
        <input
          id="consent"
          name="consent"
          required
          maxLength={1000}
          defaultValue={given.consent}
          placeholder="signed up for the reading list at the spring fair"
          aria-describedby="consent-hint"
        />
        <p className="hint" id="consent-hint">
          Kept with each subscriber. They are active at once, on your word.
        </p>
      </div>
      {kept === null ? <FileField /> : null}
      <p className="actions">
        {openWords.length > 0 ? (
          <button type="submit" name="mode" value="import">
            Import
          </button>
        ) : (
          <button type="submit">{buttonWords(isRehearsed, questions.length > 0)}</button>
        )}
        <a className="button quiet" href={kept === null ? back.href : here}>
          {kept === null ? back.label : "Choose another file"}
        </a>
      </p>
      {kept === null ? null : (
        <p className="hint">The file is here already, and is kept for {keptUploadMinutes} minutes.</p>
      )}
    </form>
  );
}

/** Words that refuse lines and may be answered, with the number of those lines. */
function openWordsOf({ reasons }: ImportReport): { titleAndWord: string; reason: string; count: number }[] {
  return reasons
    .slice(0, shownReasons)
    .flatMap(({ reason, count, word }) =>
      word ? [{ titleAndWord: `${word.title}:${word.word}`, reason, count }] : [],
    );
}

function WordAnswered({
  number,
  titleAndWord,
  says,
}: {
  number: number;
  titleAndWord: string;
  says: string;
}) {
  return (
    <>
      <input type="hidden" name={`word-${number}`} value={titleAndWord} />
      <input type="hidden" name={`says-${number}`} value={says} />
    </>
  );
}

function OpenWords({ words, from }: { words: ReturnType<typeof openWordsOf>; from: number }) {
  return (
    <fieldset className="plain">
      <legend>What do these words say?</legend>
      <p className="hint">
        Lines that hold them are refused, and may come in with a later file. An answer counts for that column
        alone, and never where another column says no.
      </p>
      {words.map(({ titleAndWord, reason, count }, number) => {
        const id = `says-${from + number}`;
        return (
          <div className="field" key={id}>
            <input type="hidden" name={`word-${from + number}`} value={titleAndWord} />
            <label htmlFor={id}>{`${formatCount(count)} ${count === 1 ? "line" : "lines"}: ${reason}`}</label>
            <select id={id} name={id} defaultValue="">
              <option value="">nothing that is known: refuse them</option>
              <option value="yes">yes, they want mail</option>
              <option value="left">no, they left: keep them out</option>
            </select>
          </div>
        );
      })}
      <p className="actions">
        <button type="submit" className="quiet">
          Read it with these answers
        </button>
      </p>
    </fieldset>
  );
}

function buttonWords(isRehearsed: boolean, isAsked: boolean): string {
  if (isRehearsed) return "Import";
  return isAsked ? "Read it with these answers" : "Read the file";
}

function Answer({ number, title, meaning }: { number: number; title: string; meaning: string }) {
  return (
    <>
      <input type="hidden" name={`title-${number}`} value={title} />
      <input type="hidden" name={`meaning-${number}`} value={meaning} />
    </>
  );
}

function Questions({ questions, from }: { questions: ColumnQuestion[]; from: number }) {
  return (
    <fieldset className="plain">
      <legend>What do these columns say?</legend>
      <p className="problem" role="alert">
        {questions.length === 1
          ? "One column may say who wants no mail, and it is not known what it means. Nothing was imported."
          : `${questions.length} columns may say who wants no mail, and it is not known what they mean. Nothing was imported.`}
      </p>
      {questions.map((question, number) => {
        const { title } = question;
        const id = `meaning-${from + number}`;
        return (
          <div className="field" key={id}>
            <input type="hidden" name={`title-${from + number}`} value={title} />
            <label htmlFor={id}>{title === "" ? "A column without a title" : title}</label>
            <select id={id} name={id} required defaultValue="" aria-describedby={`${id}-hint`}>
              <option value="">Choose what it says</option>
              {answerMeanings.map((meaning) => (
                <option key={meaning} value={meaning}>
                  {meanings[meaning].shows}
                </option>
              ))}
              <option value="ignore">{meanings.other.shows}</option>
            </select>
            <p className="hint" id={`${id}-hint`}>
              It holds {wordHolding(question)}.
            </p>
          </div>
        );
      })}
    </fieldset>
  );
}

function FileField() {
  return (
    <div className="field">
      <label htmlFor="file">File</label>
      <input
        id="file"
        name="file"
        type="file"
        accept=".csv,.tsv,.txt,.json,.jsonl,text/csv,application/json"
        required
        aria-describedby="file-hint"
      />
      <p className="hint" id="file-hint">
        CSV or JSON with a column <code>email</code>, and when present <code>timezone</code>,{" "}
        <code>hour</code>, <code>cadence</code>, <code>topics</code>, <code>keywords</code>, <code>max</code>,{" "}
        <code>detail</code>. Files of other newsletters are read as they are. Nothing is imported before you
        saw what each column is taken for.
      </p>
    </div>
  );
}

function Report({ report, isDryRun }: { report: ImportReport; isDryRun: boolean }) {
  const facts: [string, number, string][] = [
    [isDryRun ? "would be imported" : "imported", report.imported, "good"],
    ["known already or repeated", report.known, ""],
    [isDryRun ? "would be kept out" : "kept out", report.keptOut, report.keptOut > 0 ? "fair" : ""],
    ["refused", report.refusedCount, report.refusedCount > 0 ? "bad" : ""],
  ];
  return (
    <section className="report" aria-labelledby="report-title">
      <h2 id="report-title">{isDryRun ? "Rehearsal: nothing was changed" : "Imported"}</h2>
      <p className="hint">
        {formatCount(report.read)} lines were read.
        {report.keptOut > 0
          ? ` Of those kept out, ${formatCount(report.newlySuppressed)} ${isDryRun ? "would be" : "are"} suppressed from now on.`
          : null}
      </p>
      <dl className="tiles">
        {facts.map(([name, count, tone]) => (
          <div key={name} className={`tile ${tone}`}>
            <dt>{name}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      <Columns columns={report.columns} />
      <Reasons
        title="Kept out, since the file says no of them"
        reasons={report.reasons.filter((one) => one.isKeptOut)}
      />
      <Reasons title="Refused, and not kept out" reasons={report.reasons.filter((one) => !one.isKeptOut)} />
      {report.refused.length > 0 ? <Refused report={report} /> : null}
    </section>
  );
}

function Columns({ columns }: { columns: ColumnUse[] }) {
  const read = columns.filter(({ meaning }) => meaning !== "other");
  const notRead = columns.filter(({ meaning }) => meaning === "other");
  return (
    <>
      <h3>What each column is taken for</h3>
      <Scroll label="Columns">
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Taken for</th>
            </tr>
          </thead>
          <tbody>
            {read.map(({ place, title, meaning }) => (
              <tr key={place}>
                <td className="words">{title}</td>
                <td className="words">{meanings[meaning].shows}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {notRead.length > 0 ? (
        <p className="hint">
          Not read:{" "}
          {notRead
            .slice(0, shownLines)
            .map(({ title }) => title)
            .join(", ")}
        </p>
      ) : null}
    </>
  );
}

function Reasons({ title, reasons }: { title: string; reasons: ImportReport["reasons"] }) {
  if (reasons.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <Scroll label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                Lines
              </th>
              <th scope="col">Reason</th>
              <th scope="col" className="number">
                First
              </th>
            </tr>
          </thead>
          <tbody>
            {reasons.slice(0, shownReasons).map(({ reason, count, firstLine }) => (
              <tr key={reason}>
                <td className="number">{formatCount(count)}</td>
                <td className="words">{reason}</td>
                <td className="number">{firstLine}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function Refused({ report: { refused, refusedCount, keptOut, suppressed } }: { report: ImportReport }) {
  const isWhole = refused.length === refusedCount + keptOut - suppressed;
  const file = stringify([["line", "reason"], ...refused.map(({ line, reason }) => [String(line), reason])]);
  return (
    <>
      <h3>Line by line</h3>
      <Scroll label="Line by line">
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                Line
              </th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {refused.slice(0, shownLines).map(({ line, reason }) => (
              <tr key={line}>
                <td className="number">{line}</td>
                <td className="words">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p>
        <a
          download="refused-lines.csv"
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(file)}`}
        >{`The ${isWhole ? "" : "first "}${formatCount(refused.length)} as a CSV file`}</a>
      </p>
    </>
  );
}
