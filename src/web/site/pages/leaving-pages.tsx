import { leavingReasons } from "../../../subscribers/record-leaving-reason.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { MessagePage } from "./message-page.tsx";

type TokenProps = { token: string };

/** Opened from a mail; only its buttons change anything, since mail scanners follow links. */
export function UnsubscribePage({ subscriber, token }: TokenProps & { subscriber: Subscriber }) {
  const isReading = subscriber.state === "active";
  return (
    <MessagePage title="Unsubscribe" isPrivate>
      <p className="lede">
        Stop the digest to <strong>{subscriber.email}</strong>? Nothing has changed yet.
      </p>
      <form method="post" action="/unsubscribe">
        <input type="hidden" name="token" value={token} />
        <button type="submit">Unsubscribe</button>
      </form>
      {isReading ? (
        <section aria-labelledby="less">
          <h2 className="section-title" id="less">
            Or just less of it
          </h2>
          <div className="choices">
            {subscriber.cadence === "weekly" || subscriber.cadence === "monthly" ? null : (
              <LessForm token={token} action="weekly" label="Once a week instead" />
            )}
            <LessForm token={token} action="pause" label="Pause for a month" />
          </div>
        </section>
      ) : null}
    </MessagePage>
  );
}

function LessForm({ token, action, label }: TokenProps & { action: string; label: string }) {
  return (
    <form method="post" action="/unsubscribe">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="instead" value={action} />
      <button className="quiet" type="submit">
        {label}
      </button>
    </form>
  );
}

/** For who has left already; `undoToken` is null when that cannot be taken back any more. */
export function GonePage({ undoToken }: { undoToken: string | null }) {
  return (
    <MessagePage title="You are unsubscribed" isPrivate>
      <p className="lede">You won't receive any more digests.</p>
      {undoToken === null ? null : <UndoForm undoToken={undoToken} />}
    </MessagePage>
  );
}

function UndoForm({ undoToken }: { undoToken: string }) {
  return (
    <form method="post" action="/undo">
      <input type="hidden" name="token" value={undoToken} />
      <button className="quiet" type="submit">
        Undo
      </button>
    </form>
  );
}

/** After leaving: undo, and an optional word on why. */
export function LeftPage({ token, undoToken }: TokenProps & { undoToken: string }) {
  return (
    <MessagePage title="You are unsubscribed" isPrivate>
      <p className="lede">Nothing more will come. Thank you for reading.</p>
      <UndoForm undoToken={undoToken} />
      <section aria-labelledby="why">
        <h2 className="section-title" id="why">
          Why are you leaving? (optional)
        </h2>
        <form method="post" action="/unsubscribe/reason" className="choices">
          <input type="hidden" name="token" value={token} />
          {Object.entries(leavingReasons).map(([reason, label]) => (
            <button className="quiet small" type="submit" name="reason" value={reason} key={reason}>
              {label}
            </button>
          ))}
        </form>
      </section>
    </MessagePage>
  );
}

/** After choosing less instead of nothing. */
export function LessPage({ text, preferencesPath }: { text: string; preferencesPath: string }) {
  return (
    <MessagePage title="Saved" isPrivate>
      <p className="lede">{text}</p>
      <p>
        <a href={preferencesPath}>See all your preferences</a>
      </p>
    </MessagePage>
  );
}

/** Opened from the goodbye mail. */
export function UndoPage({ subscriber, token }: TokenProps & { subscriber: Subscriber }) {
  return (
    <MessagePage title="Come back?" isPrivate>
      <p className="lede">
        The digest will come to <strong>{subscriber.email}</strong> again, as it did.
      </p>
      <form method="post" action="/undo">
        <input type="hidden" name="token" value={token} />
        <button type="submit">Take me back</button>
      </form>
    </MessagePage>
  );
}
