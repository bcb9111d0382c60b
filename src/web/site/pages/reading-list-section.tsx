import { useWords } from "../../http/page-words.tsx";
import { readingSessionDays } from "./reading-list-page.tsx";

export type ReadingListSectionProps = {
  /** To the preferences. */
  token: string;
  /** How many browsers open the list now. */
  browsers: number;
  /** Who has left has no list that a browser may open. */
  isLeft: boolean;
};

/** Lets the browser open the reading list without this link, and ends that for all browsers. */
export function ReadingListSection({ token, browsers, isLeft }: ReadingListSectionProps) {
  const { say } = useWords();
  if (isLeft) return null;
  return (
    <section className="own-data" aria-labelledby="reading-list">
      <h2 className="section-title" id="reading-list">
        {say("site.list.title")}
      </h2>
      <p>{say("site.list.preferences-lede", { days: readingSessionDays })}</p>
      <form method="post" action="/reading-list/open">
        <input type="hidden" name="token" value={token} />
        <button className="quiet" type="submit">
          {say("site.list.open-here")}
        </button>
      </form>
      {browsers === 0 ? null : (
        <form method="post" action="/reading-list/forget-all">
          <input type="hidden" name="token" value={token} />
          <p>{say("site.list.browsers", { browsers })}</p>
          <button className="quiet" type="submit">
            {say("site.list.forget-all")}
          </button>
        </form>
      )}
    </section>
  );
}
