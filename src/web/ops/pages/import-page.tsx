import { stringify } from "csv-stringify/sync";
import type { ImportReport } from "../../../subscribers/import-subscribers.ts";
import { formatCount } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

export type ImportPageProps = PageProps & {
  given: { consent: string; isDryRun: boolean };
  report?: ImportReport;
  problem?: string;
};

const shownLines = 100;

export function ImportPage(props: ImportPageProps) {
  const { given, report, problem } = props;
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
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
        {report ? <Report report={report} isDryRun={given.isDryRun} /> : null}
        <ImportForm {...props} />
      </div>
    </OpsLayout>
  );
}

function ImportForm({ given, report, formToken }: ImportPageProps) {
  const isNext = report !== undefined && given.isDryRun;
  return (
    <form method="post" encType="multipart/form-data" data-busy="Reading the file…">
      {/* The file comes last: what stands before it is known before it is read. */}
      <input type="hidden" name="form_token" value={formToken} />
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
      <fieldset className="plain">
        <legend>What to do</legend>
        <label className="check">
          <input type="radio" name="mode" value="try" defaultChecked={!isNext} /> Try it: count and report,
          change nothing
        </label>
        <label className="check">
          <input type="radio" name="mode" value="import" defaultChecked={isNext} /> Import
        </label>
      </fieldset>
      <div className="field">
        <label htmlFor="file">CSV file</label>
        <input
          id="file"
          name="file"
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          required
          aria-describedby="file-hint"
        />
        <p className="hint" id="file-hint">
          A column <code>email</code>, and when present <code>timezone</code>, <code>hour</code>,{" "}
          <code>cadence</code>, <code>topics</code>, <code>keywords</code>, <code>max</code>,{" "}
          <code>detail</code>. Files of listmonk, Mailchimp and Substack are read as they are.
        </p>
      </div>
      <p className="actions">
        <button type="submit">Read the file</button>
        <a className="button quiet" href="/ops/subscribers">
          Back
        </a>
      </p>
    </form>
  );
}

function Report({ report, isDryRun }: { report: ImportReport; isDryRun: boolean }) {
  const facts: [string, number, string][] = [
    [isDryRun ? "would be imported" : "imported", report.imported, "good"],
    ["known already or repeated", report.known, ""],
    ["suppressed before", report.suppressed, report.suppressed > 0 ? "fair" : ""],
    ["refused", report.refusedCount, report.refusedCount > 0 ? "bad" : ""],
    [isDryRun ? "would be suppressed" : "suppressed from now on", report.keptOut, ""],
  ];
  return (
    <section className="report" aria-labelledby="report-title">
      <h2 id="report-title">{isDryRun ? "Rehearsal: nothing was changed" : "Imported"}</h2>
      <p className="hint">{formatCount(report.read)} lines were read.</p>
      <dl className="tiles">
        {facts.map(([name, count, tone]) => (
          <div key={name} className={`tile ${tone}`}>
            <dt>{name}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      {report.refused.length > 0 ? <Refused report={report} /> : null}
    </section>
  );
}

function Refused({ report: { refused, refusedCount } }: { report: ImportReport }) {
  const file = stringify([["line", "reason"], ...refused.map(({ line, reason }) => [String(line), reason])]);
  return (
    <>
      <h3>Refused lines</h3>
      <Scroll label="Refused lines">
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
        >{`The ${refused.length === refusedCount ? "" : "first "}${formatCount(refused.length)} as a CSV file`}</a>
      </p>
    </>
  );
}
