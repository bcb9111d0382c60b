import type { ReadyTime } from "../../../calendar/ready-hours.ts";
import type { UnmatchedKeyword } from "../../../digest/list-unmatched.ts";
import { type Wishes, wishQuery } from "../../../subscribers/follow.ts";
import type { IdleReader } from "../../../subscribers/idle-readers-store.ts";
import type { Preferences } from "../../../subscribers/preferences.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import type { ReaderTaste } from "../../../taste/read-taste.ts";
import { anchorTo, inline, strong, useWords } from "../../http/page-words.tsx";
import type { FormProblem, PreferencesForm } from "../../http/parse-preferences-form.ts";
import { NotSaved, PreferencesFields } from "../../parts/preferences-fields.tsx";
import { Layout } from "./layout.tsx";
import { PauseNote } from "./pause-note.tsx";
import { type PersonalFeedAddresses, PersonalFeedSection } from "./personal-feed-section.tsx";
import { PreviewActions, PreviewSection } from "./preview-section.tsx";
import { ReadingListSection } from "./reading-list-section.tsx";
import { TasteSection } from "./taste-section.tsx";
import { WishNote } from "./wish-fields.tsx";

export type PreferencesPageProps = {
  subscriber: Subscriber;
  /** What the form shows: what is saved, or what was sent and could not be. */
  shown: Preferences;
  /** Those of them that a link filled in and that are not saved. */
  wishes: Wishes;
  pausedUntil: string | null;
  /** Null unless they were asked whether they still read, and have not answered. */
  idle: IdleReader | null;
  token: string;
  /** For pages on which papers can be marked. */
  markToken: string;
  /** Null where the reader has none. */
  feed: PersonalFeedAddresses | null;
  taste: ReaderTaste;
  showsAllMarks: boolean;
  /** How many browsers open the reading list. */
  readingBrowsers: number;
  today: string;
  ready: ReadyTime;
  /** What a form of this page did before it was shown; null when nothing. */
  done: "saved" | "resumed" | null;
  problems: FormProblem[];
  typed: PreferencesForm["typed"];
  /** Keywords that no paper matched of late. */
  unmatched: UnmatchedKeyword[];
};

const doneWords = { saved: "site.preferences.saved", resumed: "site.choosing.resumed" } as const;

/** All that a reader can choose, with the digest that it makes beside it. */
export function PreferencesPage(props: PreferencesPageProps) {
  const { subscriber, shown, token, problems, wishes } = props;
  const { say, rich } = useWords();
  const isFilledIn = wishQuery(wishes) !== "";
  return (
    <Layout
      title={say(problems.length > 0 ? "site.choosing.title-not-saved" : "site.frame.preferences")}
      isPrivate
    >
      <h1 className="page-title">{say("site.frame.preferences")}</h1>
      <p className="lede">
        {inline(rich("site.preferences.lede", { email: subscriber.email }, { b: strong }))}
      </p>
      {subscriber.state === "active" || subscriber.state === "paused" ? (
        <p className="hint">
          <a href={`/preferences/address?token=${token}`}>{say("site.address-change.link")}</a>
        </p>
      ) : null}
      <StateNote subscriber={subscriber} />
      {props.done === null ? null : (
        <p className="notice" role="status">
          {say(doneWords[props.done])}
        </p>
      )}
      <PauseNote subscriber={subscriber} token={token} idle={props.idle} />
      <WishNote wishes={wishes} isFilledIn />
      <NotSaved problems={problems} />
      <div className="beside">
        <form
          className="preferences"
          id="choices"
          method="post"
          action="/preferences"
          data-live-preview="/preferences/preview"
          data-live-hour="/preferences/hour-note"
          data-not-saved={problems.length > 0 || isFilledIn ? "" : undefined}
        >
          <input type="hidden" name="token" value={token} />
          <PreferencesFields
            by="reader"
            shown={shown}
            pausedUntil={props.pausedUntil}
            today={props.today}
            ready={props.ready}
            problems={problems}
            typed={props.typed}
            unmatched={props.unmatched}
          />
          <PreviewActions />
        </form>
        <PreviewSection token={token} wishes={wishes} />
      </div>
      <TasteSection {...props} />
      <ReadingListSection
        token={token}
        browsers={props.readingBrowsers}
        isLeft={subscriber.state === "unsubscribed"}
      />
      {subscriber.state === "active" || subscriber.state === "paused" ? (
        <PersonalFeedSection feed={props.feed} token={token} />
      ) : null}
      <section className="own-data" aria-labelledby="own-data">
        <h2 className="section-title" id="own-data">
          {say("site.preferences.own-data")}
        </h2>
        <p>
          <a href={`/export?token=${token}`}>{say("site.preferences.export")}</a> ·{" "}
          <a href={`/erase?token=${token}`}>{say("site.preferences.erase")}</a>
        </p>
        {subscriber.state === "unsubscribed" ? null : (
          <form method="post" action="/preferences/leave">
            <input type="hidden" name="token" value={token} />
            <button className="quiet" type="submit">
              {say("site.frame.unsubscribe")}
            </button>
          </form>
        )}
      </section>
    </Layout>
  );
}

function StateNote({ subscriber }: { subscriber: Subscriber }) {
  const { say, rich } = useWords();
  if (subscriber.state === "unsubscribed") {
    return (
      <p className="notice">{inline(rich("site.preferences.left", {}, { link: anchorTo("/subscribe") }))}</p>
    );
  }
  if (subscriber.state === "pending") return <p className="notice">{say("site.preferences.pending")}</p>;
  return null;
}
