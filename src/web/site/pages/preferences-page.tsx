import type { Preferences } from "../../../subscribers/preferences.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { NotSaved, PreferencesFields } from "../../parts/preferences-fields.tsx";
import { Layout } from "./layout.tsx";

export type PreferencesPageProps = {
  subscriber: Subscriber;
  /** What the form shows: what is saved, or what was sent and could not be. */
  shown: Preferences;
  pausedUntil: string | null;
  token: string;
  today: string;
  isSaved: boolean;
  problems: string[];
};

/** All that a reader can choose, with the digest that it makes beside it. */
export function PreferencesPage(props: PreferencesPageProps) {
  const { subscriber, shown, token, problems } = props;
  return (
    <Layout title="Your preferences" isPrivate>
      <h1 className="page-title">Your preferences</h1>
      <p className="lede">
        For <strong>{subscriber.email}</strong>. Your changes apply from the next digest.
      </p>
      <StateNote subscriber={subscriber} />
      {props.isSaved ? (
        <p className="notice" role="status">
          Saved.
        </p>
      ) : null}
      <NotSaved problems={problems} />
      <div className="beside">
        <form className="preferences" method="post" action="/preferences" data-live-preview="">
          <input type="hidden" name="token" value={token} />
          <PreferencesFields by="reader" shown={shown} pausedUntil={props.pausedUntil} today={props.today} />
          <div className="actions">
            <button type="submit">Save</button>
            <button
              className="quiet"
              type="submit"
              name="preview"
              value="yes"
              formAction="/preferences/preview"
              formTarget="preview"
            >
              Update preview
            </button>
          </div>
        </form>
        <section className="preview" aria-labelledby="preview-title">
          <h2 className="section-title" id="preview-title">
            Your next digest
          </h2>
          <p className="hint">Based on the latest edition.</p>
          <iframe
            name="preview"
            title="Preview of your next digest"
            src={`/preferences/preview?token=${token}`}
          />
        </section>
      </div>
      <section className="own-data" aria-labelledby="own-data">
        <h2 className="section-title" id="own-data">
          Your data
        </h2>
        <p>
          <a href={`/export?token=${token}`}>Download all that is kept about you</a> ·{" "}
          <a href={`/erase?token=${token}`}>Erase everything</a>
        </p>
        {subscriber.state === "unsubscribed" ? null : (
          <form method="post" action="/preferences/leave">
            <input type="hidden" name="token" value={token} />
            <button className="quiet" type="submit">
              Unsubscribe
            </button>
          </form>
        )}
      </section>
    </Layout>
  );
}

function StateNote({ subscriber }: { subscriber: Subscriber }) {
  if (subscriber.state === "unsubscribed") {
    return (
      <p className="notice">
        You are unsubscribed: nothing comes until you <a href="/subscribe">subscribe again</a>.
      </p>
    );
  }
  if (subscriber.state === "pending") {
    return (
      <p className="notice">Your address is not confirmed yet: follow the link in the mail that we sent.</p>
    );
  }
  return null;
}
