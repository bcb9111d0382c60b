import type { ErrandLine } from "../../../due/errands-store.ts";
import type { SourceName } from "../../../papers/sources/paper-source.ts";
import { ErrandList } from "./errand-list.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

/** The form as it was typed. */
export type IngestForm = { firstDay: string; lastDay: string; sources: SourceName[] };

export type IngestPageProps = PageProps & {
  form: IngestForm;
  problem: string | null;
  mostDays: number;
  errands: ErrandLine[];
};

const sourceLabels: Record<SourceName, string> = {
  huggingface: "Hugging Face Daily Papers (papers and votes)",
  arxiv: "arXiv (categories, authors, withdrawals)",
};

/** Asks for the papers of some days, and shows how their collection goes. */
export function IngestPage(props: IngestPageProps) {
  const { form, problem, mostDays, errands } = props;
  return (
    <OpsLayout
      title="Collect papers"
      current="sources"
      formToken={logOutToken(props)}
      notice={props.notice}
      isLive
    >
      <div className="narrow">
        <h1 className="page-title">Collect papers</h1>
        <p>
          The schedule looks at the days of a fortnight by itself. Here you ask for days of your own,{" "}
          {mostDays} at the most; what is known already is only added to.
        </p>
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <form method="post" action="/ops/ingest" className="asking">
          <input type="hidden" name="form_token" value={props.formToken} />
          <div className="field">
            <label htmlFor="first">First day (UTC)</label>
            <input id="first" name="first" type="date" defaultValue={form.firstDay} required />
          </div>
          <div className="field">
            <label htmlFor="last">Last day, when it is another</label>
            <input id="last" name="last" type="date" defaultValue={form.lastDay} />
          </div>
          <fieldset>
            <legend>Whom to ask</legend>
            {Object.entries(sourceLabels).map(([name, label]) => (
              <label key={name} className="check">
                <input
                  type="checkbox"
                  name="source"
                  value={name}
                  defaultChecked={form.sources.some((source) => source === name)}
                />{" "}
                {label}
              </label>
            ))}
          </fieldset>
          <p className="actions">
            <button type="submit">Collect</button>
            <a className="button quiet" href="/ops/sources">
              Back to the sources
            </a>
          </p>
        </form>
      </div>
      <ErrandList errands={errands} now={props.now} empty="Nobody has collected anything here yet." />
    </OpsLayout>
  );
}
