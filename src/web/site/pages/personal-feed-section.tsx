import { useWords } from "../../http/page-words.tsx";

/** Absolute addresses of a reader's own feed. */
export type PersonalFeedAddresses = { atom: string; json: string };

/** Makes, shows, renews and ends the address of a reader's own feed. @param feed null where the reader has none. */
export function PersonalFeedSection({ feed, token }: { feed: PersonalFeedAddresses | null; token: string }) {
  const { say } = useWords();
  return (
    <section className="own-feed" aria-labelledby="feed">
      <h2 className="section-title" id="feed">
        {say("site.own-feed.title")}
      </h2>
      <p>{say("site.own-feed.lede")}</p>
      <form method="post" action="/preferences/feed">
        <input type="hidden" name="token" value={token} />
        {feed === null ? (
          <button type="submit" name="do" value="renew">
            {say("site.own-feed.make")}
          </button>
        ) : (
          <>
            <Address id="own-feed-atom" label={say("site.own-feed.atom")} address={feed.atom} />
            <Address id="own-feed-json" label={say("site.own-feed.json")} address={feed.json} />
            <p className="hint">{say("site.own-feed.secret")}</p>
            <p className="field-row">
              <button className="quiet" type="submit" name="do" value="renew">
                {say("site.own-feed.renew")}
              </button>
              <button className="quiet" type="submit" name="do" value="end">
                {say("site.own-feed.end")}
              </button>
            </p>
          </>
        )}
      </form>
    </section>
  );
}

function Address({ id, label, address }: { id: string; label: string; address: string }) {
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      <input id={id} className="address" type="text" value={address} readOnly />
    </p>
  );
}
