import { mostEntries } from "../../../papers/parse-reading-list.ts";
import { mostMarks } from "../../../taste/mark-paper.ts";
import type { SeedResult } from "../../../taste/seed-marks.ts";
import { useWords } from "../../http/page-words.tsx";
import { MessagePage } from "./message-page.tsx";
import { SeedForm } from "./taste-section.tsx";

const shownMissing = 50;

/** What became of a list of papers: marked, marked before, not here, not understood. */
export function SeededPage({ result, token }: { result: SeedResult; token: string }) {
  const { say } = useWords();
  const { marked, known, missing, unread, unreadCount, tooMany, isCut } = result;
  return (
    <MessagePage title={say("site.seed.done")} isPrivate>
      <p className="lede" role="status">
        {say("site.seed.marked", { papers: marked })}
      </p>
      {known === 0 ? null : <p>{say("site.seed.known", { papers: known })}</p>}
      {tooMany === 0 ? null : <p>{say("site.seed.too-many", { papers: tooMany, most: mostMarks })}</p>}
      {isCut ? <p>{say("site.seed.cut", { entries: mostEntries })}</p> : null}
      {missing.length === 0 ? null : (
        <>
          <p>{say("site.seed.missing", { papers: missing.length })}</p>
          <ul>
            {missing.slice(0, shownMissing).map((id) => (
              <li key={id}>
                <a href={`https://arxiv.org/abs/${id}`} rel="noopener">
                  {id}
                </a>
              </li>
            ))}
          </ul>
          <Others count={missing.length - shownMissing} />
        </>
      )}
      {unreadCount === 0 ? null : (
        <>
          <p>{say("site.seed.unread", { entries: unreadCount })}</p>
          <ul>
            {unread.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
              <li key={index}>
                <bdi>{entry}</bdi>
              </li>
            ))}
          </ul>
          <Others count={unreadCount - unread.length} />
        </>
      )}
      <p>
        <a href={`/preferences?token=${token}#taste`}>{say("site.seed.back")}</a>
      </p>
    </MessagePage>
  );
}

function Others({ count }: { count: number }) {
  const { say } = useWords();
  return count <= 0 ? null : <p>{say("site.seed.others", { entries: count })}</p>;
}

/** Asks again, when nothing was sent. */
export function NothingSeededPage({ token }: { token: string }) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.seed.done")} isPrivate>
      <SeedForm token={token} problem={say("site.seed.empty")} />
    </MessagePage>
  );
}
