import type { Subscriber } from "../../../subscribers/store.ts";
import { useWords } from "../../http/page-words.tsx";

/** That a pause runs, and its end by a button; nothing when none does. */
export function PauseNote({ subscriber, token }: { subscriber: Subscriber; token: string }) {
  const { say, day } = useWords();
  if (subscriber.state !== "paused") return null;
  const { pausedUntil } = subscriber;
  return (
    <form className="notice" method="post" action="/preferences/resume">
      <input type="hidden" name="token" value={token} />
      <p>
        {pausedUntil === null
          ? say("site.choosing.paused-for-now")
          : say("site.choosing.paused", { day: day(pausedUntil, "full") })}
      </p>
      <button className="quiet small" type="submit">
        {say("site.choosing.resume")}
      </button>
    </form>
  );
}
