import type { BatchLine, DeliveryLine } from "../../../console/ledger-pages.ts";
import { formatCount, formatInstant, formatMoment } from "./format.ts";

const batchTone: Record<string, string> = { settled: "good", uncertain: "bad", sealed: "fair" };
const deliveryTone: Record<string, string> = {
  submitted: "good",
  failed: "bad",
  uncertain: "bad",
  sealed: "fair",
};
const outcomeTone: Record<string, string> = {
  delivered: "good",
  delayed: "fair",
  "bounced-transient": "fair",
  failed: "bad",
  suppressed: "bad",
  bounced: "bad",
  complained: "bad",
};

export function BatchTable({ rows }: { rows: BatchLine[] }) {
  return (
    <Scroll label="Batches">
      <table>
        <thead>
          <tr>
            <th scope="col">Batch</th>
            <th scope="col">State</th>
            <th scope="col" className="number">
              Mails
            </th>
            <th scope="col" className="number">
              Requests
            </th>
            <th scope="col">Due</th>
            <th scope="col">Sealed</th>
            <th scope="col">Settled</th>
            <th scope="col">Last trouble</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((batch) => (
            <tr key={batch.id}>
              <td>
                <a href={`/ops/batches/${batch.id}`}>
                  <code>{batch.id.slice(0, 8)}</code>
                </a>
              </td>
              <td>
                <span className={`pill ${batchTone[batch.state] ?? ""}`}>{batch.state}</span>
              </td>
              <td className="number">{formatCount(batch.mails)}</td>
              <td className="number">
                {batch.attempts}
                {batch.declined > 0 ? ` (${batch.declined} declined)` : ""}
              </td>
              <td className="instant">{formatMoment(batch.dueAt)}</td>
              <td className="instant">{formatMoment(batch.sealedAt)}</td>
              <td className="instant">{formatMoment(batch.settledAt)}</td>
              <td className="words">
                {batch.trouble?.words ?? "–"}
                {batch.nextAttemptAt ? ` (again at ${formatInstant(batch.nextAttemptAt)})` : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function DeliveryTable({ rows, hasEdition = false }: { rows: DeliveryLine[]; hasEdition?: boolean }) {
  return (
    <Scroll label="Deliveries">
      <table>
        <thead>
          <tr>
            <th scope="col">{hasEdition ? "Edition" : "Reader"}</th>
            <th scope="col">State</th>
            <th scope="col">Reason</th>
            <th scope="col">Due</th>
            <th scope="col">Submitted</th>
            <th scope="col">Outcome</th>
            <th scope="col">Opened</th>
            <th scope="col">Clicked</th>
            <th scope="col">Batch</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.editionId} ${row.subscriberId}`}>
              <td className="name">
                {hasEdition ? (
                  <a href={`/ops/editions/${row.editionId}`}>{row.editionId}</a>
                ) : row.email === null ? (
                  "(erased)"
                ) : (
                  <a href={`/ops/readers/${row.subscriberId}`}>{row.email}</a>
                )}
              </td>
              <td>
                <span className={`pill ${deliveryTone[row.state] ?? ""}`}>{row.state}</span>
              </td>
              <td className="words">{row.reason?.words ?? (row.isQuiet ? "quiet mail" : "–")}</td>
              <td className="instant">{formatMoment(row.dueAt)}</td>
              <td className="instant">{formatMoment(row.submittedAt)}</td>
              <td>
                {row.outcome === null ? (
                  "–"
                ) : (
                  <span className={`pill ${outcomeTone[row.outcome] ?? ""}`}>{row.outcome}</span>
                )}
              </td>
              <td className="instant">{formatMoment(row.openedAt)}</td>
              <td className="instant">{formatMoment(row.clickedAt)}</td>
              <td>
                {row.batchId === null ? (
                  "–"
                ) : (
                  <a href={`/ops/batches/${row.batchId}`}>
                    <code>{row.batchId.slice(0, 8)}</code>
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** A table wider than a phone scrolls by itself, and by keyboard. */
export function Scroll({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard
    <section className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

/** Links to the pages before and after; `query` is what else the address holds. */
export function Pager(props: {
  path: string;
  query: Record<string, string>;
  page: number;
  hasMore: boolean;
}) {
  const { path, query, page, hasMore } = props;
  if (page === 1 && !hasMore) return null;
  const href = (number: number) => `${path}?${new URLSearchParams({ ...query, page: String(number) })}`;
  return (
    <nav className="pages" aria-label="Pages">
      {page > 1 ? <a href={href(page - 1)}>Before</a> : null}
      <span className="hint">Page {page}</span>
      {hasMore ? <a href={href(page + 1)}>After</a> : null}
    </nav>
  );
}
