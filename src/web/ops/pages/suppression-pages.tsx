import type { LedgerPage } from "../../../console/ledger-pages.ts";
import { suppressionWords } from "../../../subscribers/suppressions/cause-words.ts";
import type { Suppression, SuppressionReason } from "../../../subscribers/suppressions/store.ts";
import { AskPage } from "./ask-page.tsx";
import { formatCount, formatInstant } from "./format.ts";
import { Pager } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";
import { SuppressedTable } from "./suppressed-table.tsx";

type SuppressionsPageProps = PageProps & {
  counts: { reason: SuppressionReason; count: number }[];
  list: LedgerPage<Suppression>;
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
      {list.rows.length === 0 ? (
        <p className="empty">There are none.</p>
      ) : (
        <SuppressedTable label="Suppressed addresses" rows={list.rows} />
      )}
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

const cautions: Partial<Record<SuppressionReason, string>> = {
  complaint: "This person reported your mail as spam. Mail them only when they asked you to.",
  bounce: "Mail to this address came back for good. It will bounce again unless its mailbox was mended.",
  left: "A list that was imported says that this person unsubscribed. Mail them only when they subscribe by themselves.",
  erased: "This person asked to be erased. Mail them only when they subscribe again by themselves.",
};

export function LiftPage(props: PageProps & { suppression: Suppression }) {
  const { suppression } = props;
  const words = suppressionWords(suppression);
  return (
    <AskPage
      {...props}
      title="Lift a suppression"
      current="suppressions"
      question="Let this address be mailed again?"
      verb="Lift the suppression"
      isFinal
      back="/ops/suppressions"
      fields={
        <div className="field">
          <label htmlFor="explanation">Why</label>
          <input id="explanation" name="explanation" required maxLength={500} autoComplete="off" />
          <p className="hint">Kept with the subscriber, when there is one.</p>
        </div>
      }
    >
      <p>
        <strong className="address">
          {suppression.email ?? "An address of which only the hash is kept"}
        </strong>{" "}
        is suppressed ({suppression.reason}) since {formatInstant(suppression.createdAt)}.
        {words ? ` ${words}` : ""}
      </p>
      {cautions[suppression.reason] ? <p className="banner fair">{cautions[suppression.reason]}</p> : null}
    </AskPage>
  );
}
