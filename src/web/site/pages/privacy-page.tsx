import { MessagePage } from "./message-page.tsx";

/** What is kept, in plain words. */
export function PrivacyPage({ postalAddress }: { postalAddress: string }) {
  return (
    <MessagePage title="Privacy">
      <div className="prose">
        <p className="lede">
          To mail you a digest we must know your address and what you want in it. This is all that we keep.
        </p>
        <h2>What is kept</h2>
        <ul>
          <li>
            <strong>Your address</strong> and your choices: time zone, hour, how often, topics, keywords,
            authors, length.
          </li>
          <li>
            <strong>When you agreed</strong>, where, and the words that you agreed to; and when you left, with
            your reason if you gave one.
          </li>
          <li>
            <strong>Which digests were sent to you</strong>, when, with which papers and for which of your
            choices, so that a mail shows the same in the browser; and what the mail provider reported:
            delivered, came back, marked as spam; and, where the provider reports it, opened or clicked, and
            whether a person or a program did it.
          </li>
        </ul>
        <h2>What is not kept</h2>
        <ul>
          <li>
            No name, no password, no cookie on these pages, no picture or script from elsewhere that tells of
            you.
          </li>
          <li>
            No network address and no name of your mail program: where the provider reports them, they are
            dropped once its report was read, within minutes as a rule. To hold off floods, requests are
            counted for two days under a keyed fingerprint of the address that they come from.
          </li>
        </ul>
        <h2>For how long</h2>
        <p>
          Until you erase it. A request that is never confirmed is removed after 30 days. After you
          unsubscribe, your choices stay, in case you come back, until you erase them.
        </p>
        <h2>What you can do</h2>
        <p>
          From the <a href="/preferences/link">preferences</a>, which every mail links to, you can change
          everything, download all that is kept, and erase it. After that only fingerprints (hashes) of the
          address stay, so that nobody else can enter it again, and bare counts. News that the mail provider
          sends of you later is kept without your address. If a digest to you was on its way and nobody knows
          whether it was accepted, your address stays with that one request until this is known, for a day at
          the most.
        </p>
        <h2>Who is responsible</h2>
        <p>{postalAddress}</p>
      </div>
    </MessagePage>
  );
}
