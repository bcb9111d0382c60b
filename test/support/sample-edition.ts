import { type SamplePaper, sampleDay, samplePapers } from "../../seeds/sample-day.ts";
import { listedAtOf, signalHistoryOf } from "../../seeds/signal-history.ts";
import type { Cadence } from "../../src/calendar/periods.ts";
import type { Edition, FrozenPaper } from "../../src/editions/edition.ts";
import { explainLateRise, explainRanking } from "../../src/ranking/explain.ts";
import { findLateRisers } from "../../src/ranking/late-risers.ts";
import type { EditionSection } from "../../src/ranking/rank-period.ts";
import { looksAt, signalAt } from "../../src/ranking/signals.ts";
import { byScore, scorePaper } from "../../src/ranking/trend-score.ts";

const period: Record<Cadence, string> = { daily: sampleDay, weekly: "2026-W25", monthly: "2026-06" };
const reference = new Date("2026-06-17T04:00:00Z");

/** The sample day, ranked and frozen as `publish` would, without a database. */
export function sampleEdition(cadence: Cadence, number = 142): Edition {
  const isOfDay = (paper: SamplePaper) => paper.listedOn === sampleDay;
  const ofDay = samplePapers.filter((paper) => cadence !== "daily" || isOfDay(paper)).map(measure);
  const explanations = explainRanking(cadence, ofDay, null);
  const top = ofDay
    .toSorted(byScore)
    .map((paper, index) => freeze(paper, "top", index + 1, explanations.get(paper.id) ?? null));
  const daysBefore = new Set(samplePapers.filter((paper) => !isOfDay(paper)).map(({ listedOn }) => listedOn));
  const late = [...(cadence === "daily" ? daysBefore : [])]
    .flatMap((day) => lateRisersOf(day))
    .toSorted((a, b) => b.upvotes - a.upvotes)
    .flatMap((riser, index) =>
      samplePapers
        .filter(({ id }) => id === riser.id)
        .map((paper) => freeze(measure(paper), "late", index + 1, explainLateRise(riser))),
    );
  return {
    id: `${cadence}-${period[cadence]}`,
    cadence,
    period: period[cadence],
    number,
    publishedAt: reference,
    missingSources: [],
    papers: [...top, ...late],
  };
}

function lateRisersOf(day: string) {
  const papers = samplePapers
    .filter(({ listedOn }) => listedOn === day)
    .map((paper) => ({ id: paper.id, listedAt: listedAtOf(paper), signals: signalHistoryOf(paper) }));
  const looks = looksAt(
    day,
    [],
    papers.map(({ signals }) => signals),
  );
  return findLateRisers({ day, papers, looks }, null, new Set(), reference);
}

function measure(paper: SamplePaper) {
  const history = signalHistoryOf(paper);
  const { upvotes = 0, comments = 0, stars = null } = signalAt(history, reference) ?? {};
  return {
    id: paper.id,
    paper,
    upvotes,
    comments,
    stars,
    isVotedOn: true,
    authors: paper.authors.split("; ").length,
    isAuthorInDiscussion: null,
    mediaCount: null,
    starGrowth: null,
    ofOrganization: null,
    listedBefore: null,
    ...scorePaper({ upvotes, ageDays: 1 }),
  };
}

function freeze(
  measured: ReturnType<typeof measure>,
  section: EditionSection,
  rank: number,
  explanation: FrozenPaper["explanation"],
): FrozenPaper {
  const { paper, id, upvotes, comments, stars, score, parts } = measured;
  const categories = paper.categories.split(" ");
  return {
    id,
    upvotes,
    comments,
    stars,
    score,
    parts,
    rise: null,
    riseDay: null,
    section,
    rank,
    title: paper.title,
    abstract: paper.abstract,
    summary: paper.summary,
    authors: paper.authors.split("; "),
    organization: paper.organization,
    primaryCategory: categories[0] ?? null,
    categories,
    keywords: paper.keywords.split(", "),
    publishedOn: paper.publishedAt.slice(0, 10),
    explanation,
    links: {
      arxiv: `https://arxiv.org/abs/${paper.id}`,
      pdf: `https://arxiv.org/pdf/${paper.id}`,
      discussion: `https://huggingface.co/papers/${paper.id}`,
      code: paper.codeUrl,
      project: paper.projectUrl,
    },
    thumbnailUrl: `https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/${paper.id}.png`,
  };
}
