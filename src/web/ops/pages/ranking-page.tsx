import { type Cadence, cadences } from "../../../calendar/periods.ts";
import type { EvaluatedEdition, Evaluation } from "../../../editions/evaluate-editions.ts";
import { evaluationSentences, lateWords, unmeasuredWords } from "../../../editions/evaluation-words.ts";
import { Pager, Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

const path = "/ops/ranking";
const verdictTone = { better: "good", same: "", worse: "bad" } as const;

/** How past editions' order met what their votes became, beside plain votes. */
export function RankingPage(props: PageProps & { evaluation: Evaluation }) {
  const { evaluation } = props;
  const { cadence, page, editions, hasMore, ndcg, recall } = evaluation;
  return (
    <OpsLayout title="Ranking" current="ranking" formToken={logOutToken(props)} notice={props.notice}>
      <h1 className="page-title">Ranking</h1>
      <p className="hint">
        How each edition's order met the ten papers of its period that had most votes a week after their day,
        beside the order of the plain votes that it was frozen with. 1 is the best there can be.
      </p>
      <Cadences chosen={cadence} />
      {evaluationSentences(evaluation).map((sentence) => (
        <p key={sentence} className={editions.length === 0 ? "empty" : undefined}>
          {sentence}
        </p>
      ))}
      {ndcg?.verdict && recall?.verdict ? (
        <p>
          <Verdict name="NDCG@10" verdict={ndcg.verdict} />{" "}
          <Verdict name="recall@10" verdict={recall.verdict} />
        </p>
      ) : null}
      {editions.length === 0 ? null : <Editions editions={editions} />}
      <Pager path={path} query={{ cadence }} page={page} hasMore={hasMore} />
    </OpsLayout>
  );
}

function Cadences({ chosen }: { chosen: Cadence }) {
  return (
    <nav className="tabs" aria-label="Cadences">
      {cadences.map((cadence) => (
        <a
          key={cadence}
          href={`${path}?cadence=${cadence}`}
          aria-current={cadence === chosen ? "true" : undefined}
        >
          {cadence}
        </a>
      ))}
    </nav>
  );
}

function Verdict({ name, verdict }: { name: string; verdict: keyof typeof verdictTone }) {
  return <span className={`pill ${verdictTone[verdict]}`}>{`${name}: ${verdict}`}</span>;
}

function Editions({ editions }: { editions: EvaluatedEdition[] }) {
  return (
    <Scroll label="Past editions">
      <table>
        <thead>
          <tr>
            <th scope="col">Edition</th>
            <th scope="col" className="number">
              NDCG@10
            </th>
            <th scope="col" className="number">
              plain votes
            </th>
            <th scope="col" className="number">
              Recall@10
            </th>
            <th scope="col" className="number">
              plain votes
            </th>
            <th scope="col">Late risers</th>
          </tr>
        </thead>
        <tbody>
          {editions.map((edition) => (
            <EditionRow key={edition.editionId} edition={edition} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function EditionRow({ edition: { editionId, outcome, late } }: { edition: EvaluatedEdition }) {
  return (
    <tr>
      <td className="name">
        <a href={`/ops/editions/${editionId}`}>{editionId}</a>
      </td>
      {outcome.kind === "known" ? (
        <>
          <Score value={outcome.ours.ndcg} />
          <Score value={outcome.plain.ndcg} />
          <Score value={outcome.ours.recall} />
          <Score value={outcome.plain.recall} />
        </>
      ) : (
        <td colSpan={4} className="hint">
          {unmeasuredWords(outcome)}
        </td>
      )}
      <td className="words">{lateWords(late) ?? "–"}</td>
    </tr>
  );
}

function Score({ value }: { value: number }) {
  return <td className="number">{value.toFixed(3)}</td>;
}
