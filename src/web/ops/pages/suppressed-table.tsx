import type { Drift } from "../../../delivery/reconcile/drift.ts";
import { suppressionWords } from "../../../subscribers/suppressions/cause-words.ts";
import { formatMoment } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";

type SuppressedTableProps = {
  label: string;
  rows: Drift["rows"];
};

/** Addresses that must not be mailed, each with the way to lift it. */
export function SuppressedTable({ label, rows }: SuppressedTableProps) {
  return (
    <Scroll label={label}>
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
              <td className="words">{suppressionWords(row) ?? "–"}</td>
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
