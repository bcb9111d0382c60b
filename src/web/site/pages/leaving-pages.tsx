import type { Words } from "../../../../words/words.ts";
import { type LeavingReason, leavingReasons } from "../../../subscribers/record-leaving-reason.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { inline, strong, useWords } from "../../http/page-words.tsx";
import { MessagePage } from "./message-page.tsx";

type TokenProps = { token: string };

/** How each reason is offered, and kept when it is chosen. */
export const leavingWords = {
  "too-many": "site.left.too-many",
  "not-relevant": "site.left.not-relevant",
  "read-elsewhere": "site.left.read-elsewhere",
  "never-asked": "site.left.never-asked",
  other: "site.left.other",
} as const satisfies Record<LeavingReason, string>;

/** Opened from a mail; only its buttons change anything, since mail scanners follow links. */
export function UnsubscribePage({ subscriber, token }: TokenProps & { subscriber: Subscriber }) {
  const { say, rich } = useWords();
  const { email } = subscriber;
  const isReading = subscriber.state === "active";
  return (
    <MessagePage title={say("site.frame.unsubscribe")} isPrivate>
      <p className="lede">{inline(rich("site.leave.question", { email }, { b: strong }))}</p>
      <form method="post" action="/unsubscribe">
        <input type="hidden" name="token" value={token} />
        <button type="submit">{say("site.frame.unsubscribe")}</button>
      </form>
      {isReading ? (
        <section aria-labelledby="less">
          <h2 className="section-title" id="less">
            {say("site.leave.less")}
          </h2>
          <div className="choices">
            {subscriber.cadence === "weekly" || subscriber.cadence === "monthly" ? null : (
              <LessForm token={token} action="weekly" label={say("site.leave.weekly")} />
            )}
            <LessForm token={token} action="pause" label={say("site.leave.pause")} />
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
export function NotSubscribedPage({ undoToken }: { undoToken: string | null }) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.left.title")} isPrivate>
      <p className="lede">{say("site.left.before")}</p>
      {undoToken === null ? null : <UndoForm undoToken={undoToken} />}
    </MessagePage>
  );
}

function UndoForm({ undoToken }: { undoToken: string }) {
  const { say } = useWords();
  return (
    <>
      <p>{say("site.left.undo")}</p>
      <form method="post" action="/undo">
        <input type="hidden" name="token" value={undoToken} />
        <button className="quiet" type="submit">
          {say("site.consent.undo")}
        </button>
      </form>
    </>
  );
}

/** After leaving: undo, and an optional word on why. */
export function UnsubscribedPage({ token, undoToken }: TokenProps & { undoToken: string }) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.left.title")} isPrivate>
      <p className="lede">{say("site.left.lede")}</p>
      <UndoForm undoToken={undoToken} />
      <section aria-labelledby="why">
        <h2 className="section-title" id="why">
          {say("site.left.why")}
        </h2>
        <form method="post" action="/unsubscribe/reason" className="choices">
          <input type="hidden" name="token" value={token} />
          {leavingReasons.map((reason) => (
            <button className="quiet small" type="submit" name="reason" value={reason} key={reason}>
              {say(leavingWords[reason])}
            </button>
          ))}
        </form>
      </section>
    </MessagePage>
  );
}

/** After an answer to why. */
export function ThankYouPage() {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.left.thanks")} isPrivate>
      <p className="lede">{say("site.left.thanks-lede")}</p>
    </MessagePage>
  );
}

/** What a choice of less brought, or a way back. `until` ends a pause (`YYYY-MM-DD`). */
export type Saved = { kind: "weekly" | "back" } | { kind: "paused" | "still-paused"; until: string };

/** After choosing less instead of nothing, and after coming back. */
export function SavedPage({ saved, preferencesPath }: { saved: Saved; preferencesPath: string }) {
  const words = useWords();
  return (
    <MessagePage title={words.say("site.frame.saved")} isPrivate>
      <p className="lede">{savedWords(words, saved)}</p>
      <p>
        <a href={preferencesPath}>{words.say("site.less.preferences")}</a>
      </p>
    </MessagePage>
  );
}

function savedWords({ say, day }: Words, saved: Saved): string {
  switch (saved.kind) {
    case "weekly":
      return say("site.less.weekly");
    case "back":
      return say("site.undo.done");
    case "paused":
      return say("site.less.pause", { day: day(saved.until, "long") });
    case "still-paused":
      return say("site.undo.paused", { day: day(saved.until, "long") });
  }
}

/** Opened from the goodbye mail. */
export function UndoPage({ subscriber, token }: TokenProps & { subscriber: Subscriber }) {
  const { say, rich } = useWords();
  const { email } = subscriber;
  return (
    <MessagePage title={say("site.undo.title")} isPrivate>
      <p className="lede">{inline(rich("site.undo.lede", { email }, { b: strong }))}</p>
      <form method="post" action="/undo">
        <input type="hidden" name="token" value={token} />
        <button type="submit">{say("site.consent.undo")}</button>
      </form>
    </MessagePage>
  );
}
