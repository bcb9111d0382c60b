import type { Page } from "../../../ops/ledger-pages.ts";
import type { Suppression, SuppressionReason } from "../../../subscribers/store.ts";
import { formatCount, formatInstant, formatMoment } from "./format.ts";
import { Pager, Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

type SuppressionsPageProps = PageProps & {
  counts: { reason: SuppressionReason; count: number }[];
  list: Page<Suppression>;
  reason: SuppressionReason | null;
  page: number;
  given: { email: string; explanation: string };
  problem: string | null;
};

export function SuppressionsPage(props: SuppressionsPageProps) {
  const { list, reason, page } = props;
  return (
    <OpsLayout
      title="Suppressions"
      current="suppressions"
      formToken={logOutToken(props)}
      notice={props.notice}
    >
      <h1 className="page-title">Suppressions</h1>
      <p className="hint">
        Addresses that must not be mailed, whoever subscribes or imports them.{" "}
        <a href="/ops/suppressions/drift">Compared with the provider's list</a>
      </p>
      <AddForm {...props} />
      <Reasons {...props} />
      {list.rows.length === 0 ? <p className="empty">There are none.</p> : <Table rows={list.rows} />}
      <Pager
        path="/ops/suppressions"
        query={reason === null ? {} : { reason }}
        page={page}
        hasMore={list.hasMore}
      />
    </OpsLayout>
  );
}

function AddForm({ given, problem, formToken }: SuppressionsPageProps) {
  return (
    <>
      <form method="post" action="/ops/suppressions" className="filter">
        <input type="hidden" name="form_token" value={formToken} />
        <div className="field grow">
          <label htmlFor="email">Suppress an address</label>
          <input
            id="email"
            name="email"
            defaultValue={given.email}
            required
            maxLength={300}
            autoComplete="off"
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? "email-problem" : undefined}
          />
        </div>
        <div className="field grow">
          <label htmlFor="explanation">Why</label>
          <input
            id="explanation"
            name="explanation"
            defaultValue={given.explanation}
            required
            maxLength={500}
            autoComplete="off"
          />
        </div>
        <button type="submit">Suppress</button>
      </form>
      {problem ? (
        <p className="problem" id="email-problem" role="alert">
          {problem}
        </p>
      ) : null}
    </>
  );
}

function Reasons({ counts, reason }: SuppressionsPageProps) {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <nav className="tabs" aria-label="Reasons">
      <a href="/ops/suppressions" aria-current={reason === null ? "true" : undefined}>
        all <span className="count">{formatCount(total)}</span>
      </a>
      {counts.map((one) => (
        <a
          key={one.reason}
          href={`/ops/suppressions?reason=${one.reason}`}
          aria-current={reason === one.reason ? "true" : undefined}
        >
          {one.reason} <span className="count">{formatCount(one.count)}</span>
        </a>
      ))}
    </nav>
  );
}

function Table({ rows }: { rows: Suppression[] }) {
  return (
    <Scroll label="Suppressed addresses">
      <table>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Reason</th>
            <th scope="col">In words</th>
            <th scope="col">Since</th>
            <th scope="col">
              <span className="unseen">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.addressHash}>
              <td>
                {row.email ?? (
                  <span className="hint">
                    hash <code>{row.addressHash.slice(0, 12)}</code>
                  </span>
                )}
              </td>
              <td>
                <span className={`pill ${row.reason === "complaint" ? "bad" : ""}`}>{row.reason}</span>
              </td>
              <td className="words">{row.explanation ?? "–"}</td>
              <td className="instant">{formatMoment(row.createdAt)}</td>
              <td>
                <a
                  href={`/ops/suppressions/${row.addressHash}/remove`}
                  aria-label={`Lift the suppression of ${row.email ?? row.addressHash.slice(0, 12)}`}
                >
                  Lift
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const cautions: Partial<Record<SuppressionReason, string>> = {
  complaint: "This person reported your mail as spam. Mail them only when they asked you to.",
  bounce: "Mail to this address came back for good. It will bounce again unless its mailbox was mended.",
  left: "A list that was imported says that this person unsubscribed. Mail them only when they subscribe by themselves.",
  erased: "This person asked to be erased. Mail them only when they subscribe again by themselves.",
};

export function LiftPage(props: PageProps & { suppression: Suppression }) {
  const { suppression } = props;
  return (
    <OpsLayout title="Lift a suppression" current="suppressions" formToken={logOutToken(props)}>
      <div className="narrow">
        <h1 className="page-title">Let this address be mailed again?</h1>
        <p>
          <strong className="address">
            {suppression.email ?? "An address of which only the hash is kept"}
          </strong>{" "}
          is suppressed ({suppression.reason}) since {formatInstant(suppression.createdAt)}.
          {suppression.explanation ? ` ${suppression.explanation}` : ""}
        </p>
        {cautions[suppression.reason] ? <p className="banner fair">{cautions[suppression.reason]}</p> : null}
        <form method="post">
          <input type="hidden" name="form_token" value={props.formToken} />
          <div className="field">
            <label htmlFor="explanation">Why</label>
            <input id="explanation" name="explanation" required maxLength={500} autoComplete="off" />
            <p className="hint">Kept with the subscriber, when there is one.</p>
          </div>
          <p className="actions">
            <button type="submit" className="danger">
              Lift the suppression
            </button>
            <a className="button quiet" href="/ops/suppressions">
              Leave it as it is
            </a>
          </p>
        </form>
      </div>
    </OpsLayout>
  );
}
