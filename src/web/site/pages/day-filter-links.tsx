import {
  type DayFilter,
  type Extra,
  extras,
  isChosen,
  noFilter,
  type ShownDay,
} from "../../../browse/day-filter.ts";
import { topicLabel } from "../../../papers/topics.ts";
import { useWords } from "../../http/page-words.tsx";
import { filteredDayPath } from "../../parts/paths.ts";
import { useSignedPath } from "./signed-reader.tsx";

export type DayFilterLinksProps = ShownDay["filter"] & {
  /** `YYYY-MM-DD`. */
  day: string;
  /** How many papers of the day are chosen. */
  shown: number;
};

const offeredTopics = 6;
/** Of fewer papers nobody chooses. */
const fewPapers = 4;

const extraWords = {
  code: "site.filter.code",
  video: "site.filter.video",
} as const satisfies Record<Extra, string>;

/** What of a day may be shown alone: each choice is a link, with how many papers it would show. */
export function DayFilterLinks({ day, shown, chosen, counts }: DayFilterLinksProps) {
  const { say, number } = useWords();
  const signed = useSignedPath();
  if (counts.all < fewPapers) return null;
  const pathTo = (filter: DayFilter) => signed(filteredDayPath(day, filter));
  const isFiltered = isChosen(chosen);
  const topics = counts.topics.slice(0, offeredTopics);
  const isOffered = topics.some(({ id }) => id === chosen.topic);
  if (chosen.topic !== null && !isOffered) {
    const own = counts.topics.find(({ id }) => id === chosen.topic);
    topics.push(own ?? { id: chosen.topic, papers: shown });
  }
  const offered = extras.filter((extra) => counts.extras[extra] > 0 || chosen.with.includes(extra));
  return (
    <>
      <nav className="chips filter" aria-label={say("site.filter.title")}>
        <a href={pathTo(noFilter)} aria-current={isFiltered ? undefined : "true"}>
          {say("site.filter.all", { papers: counts.all })}
        </a>
        {offered.map((extra) => {
          const isOn = chosen.with.includes(extra);
          const others = chosen.with.filter((one) => one !== extra);
          return (
            <a
              key={extra}
              href={pathTo({
                ...chosen,
                with: isOn ? others : extras.filter((one) => one === extra || others.includes(one)),
              })}
              aria-current={isOn ? "true" : undefined}
            >
              {say(extraWords[extra])} <small>{number(counts.extras[extra])}</small>
            </a>
          );
        })}
        {topics.map(({ id, papers }) => {
          const isOn = id === chosen.topic;
          return (
            <a
              key={id}
              href={pathTo({ ...chosen, topic: isOn ? null : id })}
              aria-current={isOn ? "true" : undefined}
              title={topicLabel(id)}
            >
              {id} <small>{number(papers)}</small>
            </a>
          );
        })}
      </nav>
      {isFiltered && shown > 0 ? (
        <p className="section-note">{say("site.filter.shown", { shown, papers: counts.all })}</p>
      ) : null}
      {isFiltered && shown === 0 ? (
        <div className="empty">
          <p>{say("site.filter.none")}</p>
          <p>
            <a href={pathTo(noFilter)}>{say("site.filter.show-all")}</a>
          </p>
        </div>
      ) : null}
    </>
  );
}
