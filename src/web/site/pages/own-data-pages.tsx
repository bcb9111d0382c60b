import { MessagePage } from "./message-page.tsx";

/** Asks before everything is removed. */
export function ErasePage({ email, token }: { email: string; token: string }) {
  return (
    <MessagePage title="Erase everything" isPrivate>
      <p className="lede">
        This ends the subscription of <strong>{email}</strong> and removes the address, the preferences and
        the history. It cannot be undone.
      </p>
      <p>
        One thing stays: fingerprints (hashes) of the address, from which it cannot be read back. They keep
        others from entering the address again. You can still subscribe again yourself.
      </p>
      <form method="post" action="/erase">
        <input type="hidden" name="token" value={token} />
        <button className="danger" type="submit">
          Erase everything about me
        </button>
      </form>
      <p>
        <a href={`/export?token=${token}`}>Download what is kept first</a> or{" "}
        <a href={`/preferences?token=${token}`}>go back to your preferences</a>
      </p>
    </MessagePage>
  );
}

export function ErasedPage() {
  return (
    <MessagePage title="Erased" isPrivate>
      <p className="lede">Everything about you is gone. Nothing more will come.</p>
      <p>
        <a href="/">The papers stay open to read</a>
      </p>
    </MessagePage>
  );
}

/** Asks for the address to which a fresh link goes. */
export function LinkRequestPage({ problem, email }: { problem?: string; email?: string }) {
  return (
    <MessagePage title="Your preferences">
      <p className="lede">
        There is no password. Every digest has a link to your preferences; if you have none at hand, a fresh
        one is mailed to you.
      </p>
      <form className="subscribe" method="post" action="/preferences/link">
        <div className="field-row">
          <div className="grow">
            <label htmlFor="link-email">Your email address</label>
            <input
              id="link-email"
              name="email"
              type="text"
              inputMode="email"
              autoComplete="email"
              autoCapitalize="none"
              spellCheck={false}
              required
              maxLength={254}
              defaultValue={email}
              aria-invalid={problem ? true : undefined}
              aria-describedby={problem ? "link-problem" : undefined}
            />
          </div>
          <button type="submit">Mail me the link</button>
        </div>
        {problem ? (
          <p className="problem" id="link-problem" role="alert">
            {problem}
          </p>
        ) : null}
      </form>
    </MessagePage>
  );
}

/** The same for every address. */
export function LinkSentPage() {
  return (
    <MessagePage title="Check your mail">
      <p className="lede">If that address reads Paperboy, a link to its preferences is on its way.</p>
    </MessagePage>
  );
}
