import { dayOf } from "../../../calendar/periods.ts";
import type { IdleReader } from "../../../subscribers/idle-readers-store.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { useWords } from "../../http/page-words.tsx";

/** That a pause runs, and its end by a button; nothing when none does. */
export function PauseNote({
  subscriber,
  token,
  idle,
}: {
  subscriber: Subscriber;
  token: string;
  /** Null unless the reader was asked whether they still read, and has not answered. */
  idle: IdleReader | null;
}) {
  const { say, day } = useWords();
  if (subscriber.state !== "paused") return null;
  const { pausedUntil } = subscriber;
  return (
    <form className="notice" method="post" action="/preferences/resume">
      <input type="hidden" name="token" value={token} />
      <p>
        {pausedUntil !== null
          ? say("site.choosing.paused", { day: day(pausedUntil, "full") })
          : idle?.pausedAt
            ? say("site.still-reading.paused", { day: day(dayOf(idle.toldAt ?? idle.askedAt), "long") })
            : say("site.choosing.paused-for-now")}
      </p>
      <button className="quiet small" type="submit">
        {say("site.choosing.resume")}
      </button>
    </form>
  );
}
