import type { QueueName } from "../../../queues/contracts.ts";
import type { QueueCounts } from "../../../queues/queues.ts";
import { formatCount } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

export type QueuesPageProps = PageProps & {
  /** Null when the queue does not answer. */
  queues: { name: QueueName; counts: QueueCounts }[] | null;
  backend: "redis" | "postgres";
};

const meanings: Record<QueueName, string> = {
  ingest: "collects the papers of a day",
  publish: "freezes an edition and plans its deliveries",
  dispatch: "finds what is due and rings for it",
  deliver: "seals and sends one batch",
  notices: "sends confirmations and other single mails",
  feedback: "applies the provider's events",
  housekeeping: "lets go of what is kept no longer",
  reconcile: "fetches what the provider knows and no webhook brought",
  summaries: "has a language model sum up papers",
  repos: "asks what cites papers at Hugging Face",
  pictures: "draws what is shown of editions elsewhere",
  errands: "does what you ask for here: publishing, collecting",
};

export function QueuesPage(props: QueuesPageProps) {
  const { queues, backend } = props;
  return (
    <OpsLayout title="Queues" current="queues" formToken={logOutToken(props)} notice={props.notice} isLive>
      <div className="title-line">
        <h1 className="page-title">Queues</h1>
        <a className="button quiet small" href="/ops/queues/board">
          Open the job board
        </a>
      </div>
      <p className="hint">
        BullMQ on {backend === "redis" ? "Redis" : "PostgreSQL"}. The queue is a doorbell: what is due stands
        in the database, and a lost job is rung for again within a minute.
      </p>
      <div id="live-queues" data-live="">
        {queues === null ? (
          <p className="banner bad">The queue does not answer. Mail waits until it does, and none is lost.</p>
        ) : (
          <Scroll label="Queues">
            <table>
              <thead>
                <tr>
                  <th scope="col">Queue</th>
                  <th scope="col">What its jobs do</th>
                  <th scope="col" className="number">
                    Waiting
                  </th>
                  <th scope="col" className="number">
                    Active
                  </th>
                  <th scope="col" className="number">
                    Delayed
                  </th>
                  <th scope="col" className="number">
                    Failed
                  </th>
                </tr>
              </thead>
              <tbody>
                {queues.map(({ name, counts }) => (
                  <tr key={name}>
                    <td>
                      <a href={`/ops/queues/board/queue/${name}`}>{name}</a>
                    </td>
                    <td className="words">{meanings[name]}</td>
                    <td className="number">{formatCount(counts.waiting)}</td>
                    <td className="number">{formatCount(counts.active)}</td>
                    <td className="number">{formatCount(counts.delayed)}</td>
                    <td className="number">
                      {counts.failed > 0 ? (
                        <a
                          className="pill bad"
                          href={`/ops/queues/board/queue/${name}?status=failed`}
                          aria-label={`${counts.failed} failed jobs of ${name}`}
                        >
                          {formatCount(counts.failed)}
                        </a>
                      ) : (
                        "0"
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </div>
    </OpsLayout>
  );
}
