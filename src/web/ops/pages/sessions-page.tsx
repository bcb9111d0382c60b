import type { OpsSession } from "../../../console/log-in/store.ts";
import { formatAgo, formatMoment } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

type SessionsPageProps = PageProps & {
  sessions: OpsSession[];
  /** The id of the session that looks. */
  own: string;
};

export function SessionsPage(props: SessionsPageProps) {
  const { sessions, own } = props;
  return (
    <OpsLayout title="Sessions" current="sessions" formToken={logOutToken(props)} notice={props.notice}>
      <div className="title-line">
        <h1 className="page-title">Sessions</h1>
        {sessions.length > 1 ? (
          <form method="post" action="/ops/sessions/end-others">
            <input type="hidden" name="form_token" value={props.formToken} />
            <button type="submit" className="quiet small">
              End all others
            </button>
          </form>
        ) : null}
      </div>
      <p className="hint">
        Who is logged in now. A session ends by itself twelve hours after its log-in; another{" "}
        <code>OPS_PASSWORD</code> or <code>TOKEN_SECRET</code> ends all.
      </p>
      <Scroll label="Sessions">
        <table>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">Browser</th>
              <th scope="col">
                <span className="unseen">What to do</span>
              </th>
              <th scope="col">Logged in</th>
              <th scope="col">Last seen</th>
              <th scope="col">Ends</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <SessionLine key={session.id} {...props} session={session} isOwn={session.id === own} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </OpsLayout>
  );
}

function SessionLine({
  session,
  isOwn,
  formToken,
  now,
}: PageProps & { session: OpsSession; isOwn: boolean }) {
  const { id, name, browser, createdAt, lastSeenAt, endsAt } = session;
  return (
    <tr>
      <td className="name">
        {name ?? "(no name)"} {isOwn ? <span className="pill good">this one</span> : null}
      </td>
      <td>{browser}</td>
      <td className="name">
        {isOwn ? null : (
          <form method="post" action={`/ops/sessions/${id}/end`}>
            <input type="hidden" name="form_token" value={formToken} />
            <button
              type="submit"
              className="quiet small"
              aria-label={`End the session of ${name ?? browser} since ${formatMoment(createdAt)}`}
            >
              End
            </button>
          </form>
        )}
      </td>
      <td className="instant">{formatMoment(createdAt)}</td>
      <td className="instant">{isOwn ? "now" : formatAgo(lastSeenAt, now)}</td>
      <td className="instant">{formatMoment(endsAt)}</td>
    </tr>
  );
}
