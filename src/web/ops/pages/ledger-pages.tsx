import type { BatchLine, DeliveryFilter, DeliveryLine, LedgerPage } from "../../../console/ledger-pages.ts";
import { deliveryReasonWords } from "../../../delivery/reason-words.ts";
import { batchStates, deliveryStates } from "../../../delivery/tables.ts";
import { reasonQuery } from "../reason-query.ts";
import { formatInstant } from "./format.ts";
import { BatchTable, DeliveryTable, Pager } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

type BatchesPageProps = PageProps & {
  editionId: string;
  state: string | null;
  page: number;
  /** Why none can be shown, where they are kept no more. */
  retired: string | null;
  batches: LedgerPage<BatchLine>;
};

export function BatchesPage(props: BatchesPageProps) {
  const { editionId, state, page, retired, batches } = props;
  const path = `/ops/editions/${editionId}/batches`;
  return (
    <OpsLayout title={`Batches of ${editionId}`} current="editions" formToken={logOutToken(props)}>
      <Heading editionId={editionId} name="batches" />
      <States path={path} states={batchStates} chosen={state} />
      {batches.rows.length === 0 ? (
        <p className="empty">{noneWords(retired)}</p>
      ) : (
        <BatchTable rows={batches.rows} />
      )}
      <Pager path={path} query={state === null ? {} : { state }} page={page} hasMore={batches.hasMore} />
    </OpsLayout>
  );
}

type DeliveriesPageProps = PageProps & {
  editionId: string;
  filter: DeliveryFilter;
  page: number;
  /** As of `BatchesPage`. */
  retired: string | null;
  deliveries: LedgerPage<DeliveryLine>;
};

export function DeliveriesPage(props: DeliveriesPageProps) {
  const { editionId, filter, page, retired, deliveries } = props;
  const path = `/ops/editions/${editionId}/deliveries`;
  const query = {
    ...(filter.state ? { state: filter.state } : {}),
    ...(filter.reason ? reasonQuery(filter.reason) : {}),
    ...(filter.outcome ? { outcome: filter.outcome } : {}),
  };
  return (
    <OpsLayout title={`Deliveries of ${editionId}`} current="editions" formToken={logOutToken(props)}>
      <Heading editionId={editionId} name="deliveries" />
      <States path={path} states={deliveryStates} chosen={filter.state ?? null} />
      {filter.reason ? <p className="hint">Reason: {reasonShown(filter.reason, deliveries)}</p> : null}
      {filter.outcome ? <p className="hint">Outcome: {filter.outcome}</p> : null}
      {deliveries.rows.length === 0 ? (
        <p className="empty">{noneWords(retired)}</p>
      ) : (
        <DeliveryTable rows={deliveries.rows} />
      )}
      <Pager path={path} query={query} page={page} hasMore={deliveries.hasMore} />
    </OpsLayout>
  );
}

function noneWords(retired: string | null): string {
  return retired === null ? "There are none." : `There are none: ${retired}.`;
}

/** A refusal in the provider's own words, which the rows that were found have. */
function reasonShown(
  { code }: NonNullable<DeliveryFilter["reason"]>,
  { rows: [first] }: LedgerPage<DeliveryLine>,
): string {
  return first?.reason?.words ?? deliveryReasonWords(code, null);
}

type BatchPageProps = PageProps & { batch: BatchLine; page: number; deliveries: LedgerPage<DeliveryLine> };

export function BatchPage(props: BatchPageProps) {
  const { batch, deliveries, page } = props;
  const facts: [string, string][] = [
    ["State", batch.state],
    ["Due", formatInstant(batch.dueAt)],
    ["Sealed", formatInstant(batch.sealedAt)],
    ["Settled", formatInstant(batch.settledAt)],
    ["Requests", `${batch.attempts}, of which ${batch.declined} were certainly not accepted`],
    ["Next try", formatInstant(batch.nextAttemptAt)],
    ["Last trouble", batch.trouble?.words ?? "–"],
    ["Idempotency key", batch.idempotencyKey ?? "–"],
  ];
  return (
    <OpsLayout title="Batch" current="editions" formToken={logOutToken(props)}>
      <h1 className="page-title">
        Batch <code>{batch.id}</code>
      </h1>
      <p className="hint">
        of <a href={`/ops/editions/${batch.editionId}`}>{batch.editionId}</a>
        {batch.parentId ? (
          <>
            , half of <a href={`/ops/batches/${batch.parentId}`}>{batch.parentId.slice(0, 8)}</a>
          </>
        ) : null}
      </p>
      <dl className="pairs">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>Deliveries</h2>
      {deliveries.rows.length === 0 ? (
        <p className="hint">It has none: they moved to its halves or to a later plan.</p>
      ) : (
        <DeliveryTable rows={deliveries.rows} />
      )}
      <Pager path={`/ops/batches/${batch.id}`} query={{}} page={page} hasMore={deliveries.hasMore} />
    </OpsLayout>
  );
}

function Heading({ editionId, name }: { editionId: string; name: string }) {
  return (
    <h1 className="page-title">
      <a href={`/ops/editions/${editionId}`}>{editionId}</a>: {name}
    </h1>
  );
}

function States({
  path,
  states,
  chosen,
}: {
  path: string;
  states: readonly string[];
  chosen: string | null;
}) {
  return (
    <nav className="tabs" aria-label="States">
      <a href={path} aria-current={chosen === null ? "true" : undefined}>
        all
      </a>
      {states.map((state) => (
        <a key={state} href={`${path}?state=${state}`} aria-current={chosen === state ? "true" : undefined}>
          {state}
        </a>
      ))}
    </nav>
  );
}
