import { consentWording } from "../../../subscribers/consent-wording.ts";
import { MessagePage } from "./message-page.tsx";
import { SubscribeForm } from "./subscribe-form.tsx";

/** The form on a page of its own, also after an address that is not usable. */
export function SubscribePage({ email, problem }: { email?: string; problem?: string }) {
  return (
    <MessagePage title="Subscribe">
      <p className="lede">
        Get trending papers in your email inbox. You will be mailed one link; nothing else comes before you
        follow it.
      </p>
      <SubscribeForm id="page" email={email} problem={problem} />
      <p>
        You read it already? <a href="/preferences/link">Have the link to your preferences mailed to you</a>.
      </p>
    </MessagePage>
  );
}

/** The same for every address, so that it tells nobody who reads this. */
export function CheckYourMailPage() {
  return (
    <MessagePage title="Check your mail">
      <p className="lede">
        We have sent a link to the address that you gave. Follow it and the digest comes.
      </p>
      <p>
        It works for three days. If nothing arrives within some minutes, look among the spam, or ask again in
        ten minutes: no more than one such mail goes to an address in that time.
      </p>
      <p>
        <a href="/">Back to the papers</a>
      </p>
    </MessagePage>
  );
}

/** Offers the address that was probably meant. */
export function TypoPage({
  email,
  suggestion,
  timezone,
}: {
  email: string;
  suggestion: string;
  timezone: string;
}) {
  return (
    <MessagePage title="Is that address right?">
      <p className="lede">
        You wrote <strong>{email}</strong>. Did you mean <strong>{suggestion}</strong>?
      </p>
      <div className="choices">
        <form method="post" action="/subscribe">
          <input type="hidden" name="email" value={suggestion} />
          <input type="hidden" name="timezone" value={timezone} />
          <button type="submit">Yes, use {suggestion}</button>
        </form>
        <form method="post" action="/subscribe">
          <input type="hidden" name="email" value={email} />
          <input type="hidden" name="timezone" value={timezone} />
          <input type="hidden" name="sure" value="yes" />
          <button className="quiet" type="submit">
            No, {email} is right
          </button>
        </form>
      </div>
    </MessagePage>
  );
}

/** Opened from the mail; following the link alone changes nothing, since mail scanners follow links. */
export function ConfirmAddressPage({ email, token }: { email: string; token: string }) {
  return (
    <MessagePage title="One more click" isPrivate>
      <p className="lede">
        The digest of trending papers will come to <strong>{email}</strong>.
      </p>
      <form method="post" action="/confirm">
        <input type="hidden" name="token" value={token} />
        <button type="submit">{consentWording.confirm}</button>
      </form>
      <p className="note">You never asked for it? Close this page and nothing more will come.</p>
    </MessagePage>
  );
}

/** After the confirmation, also when it is repeated. */
export function ConfirmedPage({ preferencesPath }: { preferencesPath: string }) {
  return (
    <MessagePage title="You are subscribed" isPrivate>
      <p className="lede">A welcome is on its way, and your first digest comes with the next edition.</p>
      <p>
        <a className="button" href={preferencesPath}>
          Choose topics, hour and length
        </a>
      </p>
      <p>
        <a href="/">Read today's papers</a>
      </p>
    </MessagePage>
  );
}
