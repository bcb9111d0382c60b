import { periodHeading } from "../../../calendar/period-words.ts";
import type { Cadence } from "../../../calendar/periods.ts";
import type { MatchingPaper } from "../../../digest/list-matching-papers.ts";
import { papersPerPage } from "../../../editions/edition-part.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { anchorTo, inline, useWords } from "../../http/page-words.tsx";
import { PageLinks } from "../../parts/page-links.tsx";
import { editionPath } from "../../parts/paths.ts";
import { Layout } from "./layout.tsx";
import { PaperCard } from "./paper-card.tsx";
import { SignedNote, useSignedPath } from "./signed-reader.tsx";

export type MatchesPageProps = {
  cadence: Cadence;
  period: string;
  /** Those of this page. */
  shown: MatchingPaper[];
  /** Of all pages. */
  count: number;
  /** From 1. */
  page: number;
  /** What became of papers since, by id. */
  marks: ReadonlyMap<string, PaperMark>;
  /** Whether the reader follows anything at all. */
  follows: boolean;
  /** Papers of the edition to which the reader's topics could not be applied. */
  withoutTopics: number;
  token: string;
  preferencesToken: string;
};

/** All papers of one edition that match what its reader follows, those first that are most about it. */
export function MatchesPage({ cadence, period, shown, count, page, marks, ...props }: MatchesPageProps) {
  const words = useWords();
  const { say, rich } = words;
  const signed = useSignedPath();
  const heading = periodHeading(words, cadence, period);
  const toPreferences = anchorTo(`/preferences?token=${encodeURIComponent(props.preferencesToken)}`);
  return (
    <Layout title={say("site.matches.title", { period: heading })} isPrivate>
      <h1 className="page-title">{say("site.matches.heading")}</h1>
      <p className="period">{heading}</p>
      <p className="lede">
        {props.follows ? say("site.matches.count", { papers: count }) : say("site.matches.follows-nothing")}
      </p>
      {props.withoutTopics > 0 ? (
        <p className="notice">{say("site.matches.topics-unknown", { papers: props.withoutTopics })}</p>
      ) : null}
      <p className="section-note">
        {inline(rich("site.matches.by-preferences", {}, { link: toPreferences }))}{" "}
        <a href={signed(editionPath(cadence, period))}>{say("site.view.edition")}</a>
      </p>
      {count === 0 ? null : (
        <>
          <SignedNote />
          <ol className="papers">
            {shown.map(({ paper, reasons }) => (
              <li key={paper.id}>
                <PaperCard
                  paper={paper.section === "late" ? { ...paper, rank: null } : paper}
                  mark={marks.get(paper.id) ?? null}
                  headingLevel={2}
                  because={say("site.matches.because", { wishes: words.list(reasons) })}
                />
              </li>
            ))}
          </ol>
        </>
      )}
      <PageLinks
        page={page}
        pages={Math.ceil(count / papersPerPage)}
        pathTo={(to) => `/matches?${new URLSearchParams({ token: props.token, page: String(to) })}`}
      />
    </Layout>
  );
}
