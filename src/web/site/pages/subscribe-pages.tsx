import { type Wishes, wishQuery } from "../../../subscribers/follow.ts";
import { mailGapMs } from "../../../subscribers/limits.ts";
import { linkLifeMs } from "../../../subscribers/links.ts";
import { anchorTo, inline, strong, useWords } from "../../http/page-words.tsx";
import { MessagePage } from "./message-page.tsx";
import { consentFieldName, SubscribeForm, type SubscribeFormProps } from "./subscribe-form.tsx";
import { WishFields, WishNote } from "./wish-fields.tsx";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The form on a page of its own, also after an address that is not usable. */
export function SubscribePage({ wishes = {}, ...form }: Omit<SubscribeFormProps, "id">) {
  const { say, rich } = useWords();
  const query = wishQuery(wishes);
  const linkPath = `/preferences/link${query === "" ? "" : `?${query}`}`;
  return (
    <MessagePage
      title={say("site.subscribe.title")}
      description={say("site.subscribe.lede")}
      canonical="/subscribe"
    >
      <p className="lede">{say("site.subscribe.lede")}</p>
      <WishNote wishes={wishes} />
      <SubscribeForm id="page" {...form} wishes={wishes} />
      <p>{inline(rich("site.subscribe.again", {}, { link: anchorTo(linkPath) }))}</p>
    </MessagePage>
  );
}

/** The same for every address, so that it tells nobody who reads this. */
export function CheckYourMailPage() {
  const { say } = useWords();
  const days = Math.round((linkLifeMs.confirm ?? 0) / dayMs);
  return (
    <MessagePage title={say("site.check.title")}>
      <p className="lede">{say("site.check.lede")}</p>
      <p>{say("site.check.note", { days, minutes: Math.round(mailGapMs / minuteMs) })}</p>
      <p>
        <a href="/">{say("site.frame.back")}</a>
      </p>
    </MessagePage>
  );
}

/** Offers the address that was probably meant. */
export function TypoPage({
  email,
  suggestion,
  timezone,
  wishes,
  consent,
}: {
  email: string;
  suggestion: string;
  timezone: string;
  wishes: Wishes;
  /** As the form carried it. */
  consent: string;
}) {
  const { say, rich } = useWords();
  return (
    <MessagePage title={say("site.typo.title")}>
      <p className="lede">{inline(rich("site.typo.question", { email, suggestion }, { b: strong }))}</p>
      <div className="choices">
        <form method="post" action="/subscribe">
          <input type="hidden" name="email" value={suggestion} />
          <input type="hidden" name="timezone" value={timezone} />
          <input type="hidden" name={consentFieldName} value={consent} />
          <WishFields wishes={wishes} />
          <button type="submit">{say("site.typo.yes", { suggestion })}</button>
        </form>
        <form method="post" action="/subscribe">
          <input type="hidden" name="email" value={email} />
          <input type="hidden" name="timezone" value={timezone} />
          <input type="hidden" name={consentFieldName} value={consent} />
          <WishFields wishes={wishes} />
          <input type="hidden" name="sure" value="yes" />
          <button className="quiet" type="submit">
            {say("site.typo.no", { email })}
          </button>
        </form>
      </div>
    </MessagePage>
  );
}

type ConfirmAddressProps = {
  email: string;
  token: string;
  /** Of who was known when they asked: filled in on the page of their preferences afterwards. */
  wishes: Wishes;
};

/** Opened from the mail; following the link alone changes nothing, since mail scanners follow links. */
export function ConfirmAddressPage({ email, token, wishes }: ConfirmAddressProps) {
  const { say, rich } = useWords();
  return (
    <MessagePage title={say("site.confirm.title")} isPrivate>
      <p className="lede">{inline(rich("site.confirm.lede", { email }, { b: strong }))}</p>
      <form method="post" action="/confirm">
        <input type="hidden" name="token" value={token} />
        <WishFields wishes={wishes} />
        <button type="submit">{say("site.consent.confirm")}</button>
      </form>
      <p className="note">{say("site.confirm.note")}</p>
    </MessagePage>
  );
}

/** After the confirmation. */
export function ConfirmedPage({ preferencesPath }: { preferencesPath: string }) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.confirmed.title")} isPrivate>
      <p className="lede">{say("site.confirmed.lede")}</p>
      <p>
        <a className="button" href={preferencesPath}>
          {say("site.confirmed.choose")}
        </a>
      </p>
      <p>
        <a href="/">{say("site.frame.latest")}</a>
      </p>
    </MessagePage>
  );
}

/** For who uses a link to confirm or to come back again, perhaps after it has expired: it opens no preferences. */
export function AlreadyConfirmedPage() {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.confirmed.title")} isPrivate>
      <p className="lede">{say("site.confirmed.before")}</p>
      <p>
        <a href="/preferences/link">{say("site.confirmed.link")}</a>
      </p>
      <p>
        <a href="/">{say("site.frame.latest")}</a>
      </p>
    </MessagePage>
  );
}
