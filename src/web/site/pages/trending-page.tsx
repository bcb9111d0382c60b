import { type Trending, type TrendingWindow, trendingWindows } from "../../../browse/trending.ts";
import { useWords } from "../../http/page-words.tsx";
import { trendingPath } from "../../parts/paths.ts";
import { Layout } from "./layout.tsx";
import { PaperCard } from "./paper-card.tsx";
import { SignedNote, useSignedPath } from "./signed-reader.tsx";

export type TrendingPageProps = {
  /** Null when nobody has looked at the source of votes yet. */
  trending: Trending | null;
  window: TrendingWindow;
};

/** What gains votes now, across days, with how that is found. */
export function TrendingPage({ trending, window }: TrendingPageProps) {
  const { say, instant } = useWords();
  const signed = useSignedPath();
  const path = trendingPath(window);
  const said = trending === null ? null : { window, at: instant(trending.lastLook, "UTC", "long") };
  return (
    <Layout
      title={say("site.trending.title")}
      description={say("site.trending.description")}
      current="trending"
      canonical={path}
      feeds={{
        title: say("site.browse.feed", { name: say("site.trending.title") }),
        atom: path.replace("/trending", "/trending/feed.xml"),
        json: path.replace("/trending", "/trending/feed.json"),
      }}
    >
      <h1 className="page-title">{say("site.trending.title")}</h1>
      <nav className="chips under-title" aria-label={say("site.trending.window")}>
        {trendingWindows.map((one) => (
          <a key={one} href={signed(trendingPath(one))} aria-current={one === window ? "true" : undefined}>
            {say("site.trending.name", { window: one })}
          </a>
        ))}
      </nav>
      <SignedNote />
      {said === null ? <p className="empty">{say("site.trending.never")}</p> : null}
      {said !== null && trending?.papers.length === 0 ? (
        <p className="empty">{say("site.trending.none", said)}</p>
      ) : null}
      {said === null || trending === null || trending.papers.length === 0 ? null : (
        <>
          <p className="section-note">{say("site.trending.how", said)}</p>
          <ol className="papers">
            {trending.papers.map((paper, at) => (
              <li key={paper.id}>
                <PaperCard
                  paper={{ ...paper, rank: at + 1 }}
                  mark={paper.mark}
                  headingLevel={2}
                  gain={say("site.trending.gained", { gained: paper.gained, window })}
                />
              </li>
            ))}
          </ol>
        </>
      )}
    </Layout>
  );
}
