import type { FoundSubscriber, SubscriberHistory } from "../../../console/subscriber-history.ts";
import type { IdleReader } from "../../../subscribers/idle-readers-store.ts";
import { type Subscriber, standingOf } from "../../../subscribers/store.ts";
import { suppressionWords } from "../../../subscribers/suppressions/cause-words.ts";
import type { Suppression } from "../../../subscribers/suppressions/store.ts";
import { formatInstant, formatMoment } from "./format.ts";
import { DeliveryTable, Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";
import { StandingPill } from "./subscribers-page.tsx";

type FindSubscriberPageProps = PageProps & {
  email: string;
  /** Null before anybody was looked for. */
  found: Exclude<FoundSubscriber, { kind: "subscriber" }> | null;
};

export function FindSubscriberPage(props: FindSubscriberPageProps) {
  const { email, found } = props;
  return (
    <OpsLayout title="Find a reader" current="readers" formToken={logOutToken(props)} notice={props.notice}>
      <div className="narrow">
        <h1 className="page-title">Find a reader</h1>
        <form method="post" action="/ops/readers" className="filter">
          <input type="hidden" name="form_token" value={props.formToken} />
          <div className="field grow">
            <label htmlFor="email">Address</label>
            <input
              id="email"
              name="email"
              defaultValue={email}
              required
              maxLength={300}
              autoComplete="off"
              aria-invalid={found?.kind === "refused" ? true : undefined}
            />
          </div>
          <button type="submit">Find</button>
        </form>
        {found?.kind === "refused" ? (
          <p className="problem" role="alert">
            {found.reason}
          </p>
        ) : null}
        {found?.kind === "none" ? (
          <>
            <p role="alert">Nobody subscribes with this address.</p>
            {found.suppression ? <Suppressed suppression={found.suppression} /> : null}
          </>
        ) : (
          <p className="hint">
            Shows state, preferences, consents, every digest with its outcome, and what the provider told.
          </p>
        )}
      </div>
    </OpsLayout>
  );
}

type SubscriberHistoryPageProps = PageProps & {
  history: SubscriberHistory;
  /** For how many days digests are kept; 0 is for ever. */
  digestDays: number;
};

export function SubscriberHistoryPage(props: SubscriberHistoryPageProps) {
  const { subscriber, suppression, deliveries, consents, notices, events, marks } = props.history;
  return (
    <OpsLayout title="Reader" current="readers" formToken={logOutToken(props)} notice={props.notice}>
      <p className="crumb">
        <a href="/ops/readers">Find a reader</a>
      </p>
      <div className="edition-line">
        <h1 className="page-title address">{subscriber.email}</h1>
        <StandingPill standing={standingOf({ ...subscriber, suppressed: suppression?.reason ?? null })} />
      </div>
      {suppression ? <Suppressed suppression={suppression} /> : null}
      <nav className="verbs" aria-label="What to do">
        <a className="button quiet small" href={`/ops/preview?reader=${subscriber.id}`}>
          Preview their digest
        </a>
        <a className="button quiet small" href={`/ops/readers/${subscriber.id}/preferences`}>
          Edit preferences
        </a>
        {suppression ? null : (
          <a className="button quiet small" href={`/ops/suppressions?reader=${subscriber.id}`}>
            Suppress
          </a>
        )}
        <form method="post" action={`/ops/readers/${subscriber.id}/link`}>
          <input type="hidden" name="form_token" value={props.formToken} />
          <button type="submit" className="quiet small">
            {subscriber.state === "pending" ? "Mail the link to confirm" : "Mail a preferences link"}
          </button>
        </form>
        {subscriber.state === "unsubscribed" ? null : (
          <a className="button quiet small" href={`/ops/readers/${subscriber.id}/unsubscribe`}>
            Unsubscribe
          </a>
        )}
        <a className="button quiet danger small" href={`/ops/readers/${subscriber.id}/erase`}>
          Erase
        </a>
      </nav>
      <div className="columns">
        <section>
          <h2>Preferences</h2>
          <Preferences subscriber={subscriber} marks={marks} idle={props.history.idle} />
        </section>
        <section>
          <h2>Consents</h2>
          {consents.length === 0 ? (
            <p className="hint">None is kept.</p>
          ) : (
            <ul className="timeline">
              {consents.map(({ id, action, source, wording, at }) => (
                <li key={id}>
                  <strong>{action}</strong> by {source} <span className="hint">{formatInstant(at)}</span>
                  {wording ? <p className="hint">“{wording}”</p> : null}
                </li>
              ))}
            </ul>
          )}
          {notices.length > 0 ? (
            <>
              <h2>Single mails</h2>
              <ul className="timeline">
                {notices.map(({ id, kind, state, reason, createdAt }) => (
                  <li key={id}>
                    <strong>{kind}</strong> {state}
                    {reason ? `: ${reason.words}` : ""}{" "}
                    <span className="hint">{formatInstant(createdAt)}</span>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </section>
      </div>
      <h2>Digests</h2>
      {deliveries.length === 0 ? (
        <p className="empty">
          {props.digestDays === 0 ? "None was planned yet." : `None was planned in ${props.digestDays} days.`}
        </p>
      ) : (
        <DeliveryTable rows={deliveries} hasEdition />
      )}
      <h2>What the provider told</h2>
      {events.length === 0 ? <p className="empty">Nothing yet.</p> : <EventTable events={events} />}
    </OpsLayout>
  );
}

function Suppressed({ suppression }: { suppression: Suppression }) {
  const words = suppressionWords(suppression);
  return (
    <p className="banner bad">
      <strong>Suppressed</strong> ({suppression.reason}) since {formatInstant(suppression.createdAt)}: no mail
      goes to this address.{words ? ` ${words}` : ""}{" "}
      <a href={`/ops/suppressions/${suppression.addressHash}/remove`}>Lift it</a>
    </p>
  );
}

const fillUpWords = { yes: "with the top papers", few: "with a few top papers", no: "no" };

function mutedBy({ mutedKeywords, mutedAuthors, mutedOrganizations }: Subscriber): string[] {
  return [...mutedKeywords, ...mutedAuthors, ...mutedOrganizations];
}

function hourInWords({ hour, timezone, wantsAtOnce }: SubscriberHistory["subscriber"]): string {
  return wantsAtOnce
    ? `as soon as an edition is out (${timezone})`
    : `${String(hour).padStart(2, "0")}:00 ${timezone}`;
}

function Preferences({ subscriber, marks, idle }: Pick<SubscriberHistory, "subscriber" | "marks" | "idle">) {
  const list = (words: string[], none: string) => (words.length === 0 ? none : words.join(", "));
  const facts: [string, string][] = [
    ["State", subscriber.state],
    ["Cadence", subscriber.cadence],
    ["Hour", hourInWords(subscriber)],
    ["Detail", `${subscriber.detail}, at most ${subscriber.maxPapers} papers`],
    ["Topics", list(subscriber.topics, "all")],
    ["Keywords", list(subscriber.keywords, "none")],
    ["Authors", list(subscriber.authors, "none")],
    ["Organizations", list(subscriber.organizations, "none")],
    ["Muted", list(mutedBy(subscriber), "none")],
    ["Fills up", fillUpWords[subscriber.fillUp]],
    ["Language", subscriber.language],
    [
      "Skips days",
      subscriber.minMatches > 1 ? `with fewer than ${subscriber.minMatches} matches` : "without a match",
    ],
    ["Late risers", subscriber.wantsLateRisers ? "yes" : "no"],
    ["Papers again", subscriber.wantsRepeats ? "in weekly and monthly digests" : "no"],
    ["Papers marked", `${marks.more} more like it, ${marks.less} less, ${marks.save} saved`],
    ["Source", subscriber.source],
    ["Signed up", formatInstant(subscriber.createdAt)],
    ["Confirmed", formatInstant(subscriber.confirmedAt)],
    ...(subscriber.state !== "paused" || subscriber.pausedUntil === null
      ? []
      : [["Paused until", subscriber.pausedUntil] satisfies [string, string]]),
    ...(idle === null ? [] : idleFacts(idle)),
    ...(subscriber.unsubscribedAt === null
      ? []
      : [["Left", formatInstant(subscriber.unsubscribedAt)] satisfies [string, string]]),
  ];
  return (
    <dl className="pairs">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the asking whether a reader still reads has come to. */
function idleFacts({ askedAt, toldAt, pausedAt }: IdleReader): [string, string][] {
  const mail = toldAt === null ? `${formatInstant(askedAt)}, not yet taken` : formatInstant(toldAt);
  const asked: [string, string] = ["Asked if still reading", mail];
  return pausedAt === null ? [asked] : [asked, ["Paused without an answer", formatInstant(pausedAt)]];
}

function EventTable({ events }: { events: SubscriberHistory["events"] }) {
  return (
    <Scroll label="Events">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Event</th>
            <th scope="col">Edition</th>
          </tr>
        </thead>
        <tbody>
          {events.map(({ id, type, editionId, occurredAt }) => (
            <tr key={id}>
              <td className="instant">{formatMoment(occurredAt)}</td>
              <td>{type}</td>
              <td>{editionId === null ? "–" : <a href={`/ops/editions/${editionId}`}>{editionId}</a>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
