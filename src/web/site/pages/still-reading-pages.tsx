import type { Subscriber } from "../../../subscribers/store.ts";
import { anchorTo, inline, strong, useWords } from "../../http/page-words.tsx";
import { MessagePage } from "./message-page.tsx";

type Tokens = { preferencesToken: string; unsubscribeToken: string };

/** Opened from the mail; only its button changes anything, since mail scanners follow links. */
export function StillReadingPage({
  subscriber,
  token,
  preferencesToken,
  unsubscribeToken,
}: Tokens & { subscriber: Subscriber; token: string }) {
  const { say, rich } = useWords();
  const ways = {
    preferences: anchorTo(`/preferences?token=${preferencesToken}`),
    leave: anchorTo(`/unsubscribe?token=${unsubscribeToken}`),
  };
  return (
    <MessagePage title={say("site.still-reading.title")} isPrivate>
      <p className="lede">
        {inline(rich("site.still-reading.lede", { email: subscriber.email }, { b: strong }))}
      </p>
      <form method="post" action="/still-reading">
        <input type="hidden" name="token" value={token} />
        <button type="submit">{say("site.still-reading.button")}</button>
      </form>
      <p>{inline(rich("site.still-reading.instead", {}, ways))}</p>
    </MessagePage>
  );
}

/** After the button; what it does not change, it says. */
export function KeptReadingPage({
  subscriber: { email, state },
  preferencesToken,
}: Pick<Tokens, "preferencesToken"> & { subscriber: Subscriber }) {
  const { say, rich } = useWords();
  if (state === "active")
    return (
      <MessagePage title={say("site.still-reading.kept-title")} isPrivate>
        <p className="lede">{inline(rich("site.still-reading.kept", { email }, { b: strong }))}</p>
      </MessagePage>
    );
  const ways = {
    b: strong,
    preferences: anchorTo(`/preferences?token=${preferencesToken}`),
    subscribe: anchorTo("/subscribe"),
  };
  return (
    <MessagePage title={say("site.still-reading.kept-title")} isPrivate>
      <p className="lede">
        {inline(
          state === "paused"
            ? rich("site.still-reading.own-pause", { email }, ways)
            : rich("site.still-reading.left", { email }, ways),
        )}
      </p>
    </MessagePage>
  );
}
