import type { DigestEmailProps } from "./digest.tsx";
import type { NoticeBase } from "./notice.tsx";
import type { DigestPaper } from "./paper-entry.tsx";

// Invented papers, people and numbers for React Email's preview.

export const sampleSite = "https://papers.example.org";

export const sampleBase: NoticeBase = {
  brand: "Paperboy",
  recipient: "reader@example.com",
  postalAddress: "Example Lab, 1 Research Road, 12345 Springfield",
};

/** A digest of invented papers under a period's words. */
export function sampleDigest(words: { heading: string; issue: string; span: string }): DigestEmailProps {
  return {
    subject: "Small Models That Ask Before They Answer + 4 more",
    preheader: "Also: Maps From Memory: Navigation Without a Camera · How Much Does a Token Know?",
    brand: sampleBase.brand,
    heading: words.heading,
    issue: words.issue,
    summary: `5 of the ${words.span}’s 27 papers, 2 on what you follow, 1 late riser. Most talked about: How Much Does a Token Know?, with 31 comments.`,
    caveat: null,
    sections: [
      {
        key: "forYou",
        heading: "For you",
        note: "2 papers on what you follow",
        papers: [
          paper(1, {
            title: "Small Models That Ask Before They Answer",
            heat: 100,
            upvotes: "212 upvotes",
            because: "you follow cs.CL, “small models”",
          }),
          paper(2, {
            title: "Maps From Memory: Navigation Without a Camera",
            heat: 64,
            upvotes: "136 upvotes",
            because: "you follow cs.RO",
          }),
        ],
      },
      {
        key: "top",
        heading: "Also trending",
        note: "2 papers that many read",
        papers: [
          paper(3, { title: "How Much Does a Token Know?", heat: 55, upvotes: "117 upvotes" }),
          paper(4, {
            title: "A Field Guide to Long Context: What Breaks First, and Why It Is Rarely the Attention",
            heat: 22,
            upvotes: "47 upvotes",
          }),
        ],
      },
      {
        key: "late",
        heading: "Late risers",
        note: "1 paper that rose after its day",
        papers: [
          paper(5, {
            title: "Cheap Rewards, Costly Habits",
            heat: 40,
            upvotes: "85 upvotes",
            rise: "+38 in a day",
          }),
        ],
      },
    ],
    cut: null,
    all: `See all 27 papers of the ${words.span}`,
    recipient: sampleBase.recipient,
    postalAddress: sampleBase.postalAddress,
    urls: {
      edition: `${sampleSite}/editions/daily/2026-06-18`,
      view: `${sampleSite}/view?token=sample`,
      preferences: `${sampleSite}/preferences?token=sample`,
      pause: `${sampleSite}/preferences?token=sample#paused-until`,
      unsubscribe: `${sampleSite}/unsubscribe?token=sample`,
    },
  };
}

function paper(number: number, given: Partial<DigestPaper> & { title: string }): DigestPaper {
  const url = `https://arxiv.org/abs/2606.0000${number}`;
  return {
    number: String(number),
    isLead: number === 1,
    url,
    byline: "Ada Example, Bo Sample, Chi Placeholder and 4 others · Springfield University · cs.CL",
    heat: 50,
    upvotes: "50 upvotes",
    rise: null,
    talk: "31 comments · 1,204 stars",
    reason: "third of 27 by upvotes",
    because: null,
    thumbnail: null,
    body: "A model of one billion parameters learns to put one short question when a task is unclear. It then matches models ten times its size, and asks in fewer than a fifth of the cases.",
    links: [
      { label: "arXiv", url },
      { label: "PDF", url: `https://arxiv.org/pdf/2606.0000${number}` },
      { label: "Code", url: "https://code.example.org/sample" },
      { label: "Discussion", url: "https://discuss.example.org/sample" },
    ],
    ...given,
  };
}
