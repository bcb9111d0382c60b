import { dayOf } from "../../../calendar/periods.ts";
import { paperLinksOf } from "../../../papers/paper-links.ts";
import type { PaperNow } from "../../../papers/papers-now-store.ts";
import type { CardPaper } from "./paper-card.tsx";

type KnownPaper = Omit<CardPaper, "publishedOn" | "rise" | "riseDay" | "rank" | "explanation" | "links"> &
  Pick<PaperNow, "publishedAt" | "discussionUrl" | "codeUrl" | "projectUrl">;

/** A collected paper as a card outside of any edition: without a rank and what it comes from. */
export function cardOfPaper<Paper extends KnownPaper>(paper: Paper): Paper & CardPaper {
  return {
    ...paper,
    publishedOn: dayOf(paper.publishedAt),
    rise: null,
    rank: null,
    explanation: null,
    links: paperLinksOf(paper),
  };
}
