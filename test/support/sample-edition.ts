import { type SamplePaper, sampleDay, samplePapers } from "../../seeds/sample-day.ts";
import { signalHistoryOf } from "../../seeds/signal-history.ts";
import { type Cadence, closeOf } from "../../src/calendar/periods.ts";
import type { Edition, FrozenPaper } from "../../src/editions/edition.ts";
import { explainLateRise, explainRanking } from "../../src/ranking/explain.ts";
import type { EditionSection } from "../../src/ranking/rank-period.ts";
import { isOlder, lateRise, riseOver, signalAt } from "../../src/ranking/signals.ts";
import { byScore, scorePaper } from "../../src/ranking/trend-score.ts";

const period: Record<Cadence, string> = { daily: sampleDay, weekly: "2026-W25", monthly: "2026-06" };
const reference = new Date("2026-06-17T04:00:00Z");

/** The sample day, ranked and frozen as `publish` would, without a database. */
export function sampleEdition(cadence: Cadence, number = 142): Edition {
  const isOfDay = (paper: SamplePaper) => paper.listedOn === sampleDay;
  const ofDay = samplePapers.filter((paper) => cadence !== "daily" || isOfDay(paper)).map(measure);
  const explanations = explainRanking(cadence, ofDay, reference);
  const top = ofDay
    .toSorted(byScore)
    .map((paper, index) => freeze(paper, "top", index + 1, explanations.get(paper.id) ?? null));
  const late = samplePapers
    .filter((paper) => cadence === "daily" && !isOfDay(paper))
    .flatMap((paper) => {
      const rise = lateRise(signalHistoryOf(paper), closeOf("daily", paper.listedOn), reference);
      return rise ? [{ paper, rise }] : [];
    })
    .toSorted((a, b) => b.rise.gained - a.rise.gained)
    .slice(0, 3)
    .map(({ paper, rise }, index) =>
      freeze(measure(paper), "late", index + 1, explainLateRise(rise, paper.listedOn)),
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

function measure(paper: SamplePaper) {
  const history = signalHistoryOf(paper);
  const { upvotes = 0, comments = 0, stars = null } = signalAt(history, reference) ?? {};
  return {
    id: paper.id,
    paper,
    upvotes,
    comments,
    stars,
    rise: riseOver(history, reference),
    isOlder: isOlder(history, reference),
    isVotedOn: true,
    ...scorePaper({ upvotes, comments, stars, ageDays: 0 }),
  };
}

function freeze(
  measured: ReturnType<typeof measure>,
  section: EditionSection,
  rank: number,
  explanation: FrozenPaper["explanation"],
): FrozenPaper {
  const { paper, isOlder: _older, isVotedOn: _voted, ...figures } = measured;
  const categories = paper.categories.split(" ");
  return {
    ...figures,
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
