import { type Comparison, comparisons, type ListMove } from "../../../browse/moves.ts";
import type { MovedPaper } from "../../../browse/today.ts";
import { papersPerPage } from "../../../editions/edition-part.ts";
import { anchorTo, inline, useWords } from "../../http/page-words.tsx";
import { editionPath, todayPath, trendingPath } from "../../parts/paths.ts";
import { Layout } from "./layout.tsx";
import { PaperCard } from "./paper-card.tsx";
import { SignedNote, useSignedPath } from "./signed-reader.tsx";

export type TodayPageProps = {
  /** `YYYY-MM-DD` (UTC). */
  day: string;
  comparison: Comparison;
  /** The last look and the one that it is compared with (UTC); null before the day's first. */
  looks: { look: Date; before: Date | null } | null;
  papers: MovedPaper[];
};

const comparisonWords = {
  look: "site.today.last-look",
  start: "site.today.first",
} as const satisfies Record<Comparison, string>;

/** The day that runs: its papers in the order of the last look, and how they moved. */
export function TodayPage({ day, comparison, looks, papers }: TodayPageProps) {
  const words = useWords();
  const { say, rich } = words;
  const signed = useSignedPath();
  const at = (instant: Date) => words.instant(instant, "UTC", "long");
  const tags = { trending: anchorTo(signed(trendingPath())), latest: anchorTo(signed("/editions/daily")) };
  return (
    <Layout
      title={say("site.today.title")}
      description={say("site.today.description")}
      canonical={todayPath("look")}
    >
      <h1 className="page-title">{say("site.today.title")}</h1>
      <p className="period">{words.day(day, "full")}</p>
      <SignedNote />
      {looks === null || papers.length === 0 ? (
        <div className="empty">
          <p>{say("site.today.not-yet")}</p>
          <p>{inline(rich("site.today.elsewhere", {}, tags))}</p>
        </div>
      ) : (
        <>
          <p className="section-note">
            {say("site.today.as-of", { at: at(looks.look) })}{" "}
            {looks.before === null
              ? say("site.today.first-look")
              : say("site.today.since", { at: at(looks.before) })}
          </p>
          {looks.before === null ? null : (
            <nav className="chips" aria-label={say("site.today.compare")}>
              {comparisons.map((one) => (
                <a
                  key={one}
                  href={signed(todayPath(one))}
                  aria-current={one === comparison ? "true" : undefined}
                >
                  {say(comparisonWords[one])}
                </a>
              ))}
            </nav>
          )}
          <ol className="papers">
            {papers.slice(0, papersPerPage).map(({ paper, move }) => (
              <li key={paper.id}>
                <PaperCard
                  paper={paper}
                  mark={null}
                  headingLevel={2}
                  gain={
                    move !== null && move.kind === "moved" && move.gained > 0 && looks.before !== null
                      ? say("site.today.gained", {
                          gained: move.gained,
                          at: words.instant(looks.before, "UTC", "time"),
                        })
                      : undefined
                  }
                  move={move === null ? null : <Movement move={move} />}
                />
              </li>
            ))}
          </ol>
          <p>
            <a href={signed(editionPath("daily", day))}>{say("site.today.whole")}</a>
          </p>
        </>
      )}
    </Layout>
  );
}

/** An arrow with its places for who sees it, words for who hears it. */
function Movement({ move }: { move: ListMove }) {
  const { say, number } = useWords();
  if (move.kind === "new") return <p className="move move-new">{say("site.today.new")}</p>;
  const { places } = move;
  if (places === 0)
    return (
      <p className="move">
        <span aria-hidden="true">–</span>
        <span className="unseen">{say("site.today.same")}</span>
      </p>
    );
  const count = Math.abs(places);
  return (
    <p className={places > 0 ? "move move-up" : "move"}>
      <span aria-hidden="true">
        {places > 0 ? "▲" : "▼"} {number(count)}
      </span>
      <span className="unseen">
        {places > 0 ? say("site.today.up", { places: count }) : say("site.today.down", { places: count })}
      </span>
    </p>
  );
}
