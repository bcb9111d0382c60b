import type { Wishes } from "../../../subscribers/follow.ts";
import { anchorTo, inline, strong, useWords } from "../../http/page-words.tsx";
import { EmailField } from "./email-field.tsx";
import { MessagePage } from "./message-page.tsx";
import { WishFields, WishNote } from "./wish-fields.tsx";

/** Asks before everything is removed. */
export function ErasePage({ email, token }: { email: string; token: string }) {
  const { say, rich } = useWords();
  const instead = {
    download: anchorTo(`/export?token=${token}`),
    back: anchorTo(`/preferences?token=${token}`),
  };
  return (
    <MessagePage title={say("site.erase.title")} isPrivate>
      <p className="lede">{inline(rich("site.erase.lede", { email }, { b: strong }))}</p>
      <p>{say("site.erase.stays")}</p>
      <p>{inline(rich("site.erase.browser", {}, { link: anchorTo("/reading-list") }))}</p>
      <form method="post" action="/erase">
        <input type="hidden" name="token" value={token} />
        <button className="danger" type="submit">
          {say("site.erase.button")}
        </button>
      </form>
      <p>{inline(rich("site.erase.instead", {}, instead))}</p>
    </MessagePage>
  );
}

export function ErasedPage() {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.erased.title")} isPrivate>
      <p className="lede">{say("site.erased.lede")}</p>
      <p>
        <a href="/">{say("site.frame.latest")}</a>
      </p>
    </MessagePage>
  );
}

type LinkRequestProps = {
  problem?: string;
  email?: string;
  /** What the page that the link opens has filled in. */
  wishes: Wishes;
};

/** Asks for the address to which a fresh link goes. */
export function LinkRequestPage({ problem, email, wishes }: LinkRequestProps) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.frame.preferences")}>
      <p className="lede">{say("site.link.lede")}</p>
      <WishNote wishes={wishes} />
      <form className="subscribe" method="post" action="/preferences/link">
        <div className="field-row">
          <div className="grow">
            <EmailField
              id="link-email"
              label={say("site.frame.address")}
              value={email}
              isWrong={Boolean(problem)}
              describedBy={problem ? "link-problem" : undefined}
            />
          </div>
          <button type="submit">{say("site.link.button")}</button>
        </div>
        <WishFields wishes={wishes} />
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
  const { say, rich } = useWords();
  return (
    <MessagePage title={say("site.check.title")}>
      <p className="lede">{say("site.link.sent")}</p>
      <p>{inline(rich("site.link.locked-out", {}, { subscribe: anchorTo("/subscribe") }))}</p>
    </MessagePage>
  );
}
