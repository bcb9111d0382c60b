import { wordsIn } from "../../words/words.ts";
import { shippedLook } from "../look.ts";
import type { DigestEmailProps } from "./digest.tsx";
import type { NoticeBase } from "./notice.tsx";
import type { DigestPaper } from "./paper-entry.tsx";

// Invented papers, people and numbers for React Email's preview.

const words = wordsIn("en");

export const sampleSite = "https://papers.example.org";

export const sampleBase: NoticeBase = {
  words,
  brand: "Paperboy",
  look: shippedLook,
  recipient: "reader@example.com",
  postalAddress: "Example Lab, 1 Research Road, 12345 Springfield",
};

const headings = {
  daily: words.day("2026-06-18", "full"),
  weekly: words.days("2026-06-15", "2026-06-21"),
  monthly: words.day("2026-06-01", "month"),
};

/** A digest of invented papers. */
export function sampleDigest(cadence: "daily" | "weekly" | "monthly"): DigestEmailProps {
  const { say } = words;
  return {
    words,
    subject: "Small Models That Ask Before They Answer + 4 more",
    preheader: say("digest.also", {
      titles: "Maps From Memory: Navigation Without a Camera · How Much Does a Token Know?",
    }),
    brand: sampleBase.brand,
    look: sampleBase.look,
    heading: headings[cadence],
    issue: say("digest.issue", { cadence, week: "25", number: "142" }),
    summary: say("digest.summary", {
      parts: words.list([
        say("digest.summary.detailed", {
          papers: say("digest.summary.some", { cadence, shown: 4, papers: 27 }),
          details: say("digest.summary.followed", { papers: 2 }),
        }),
        say("digest.summary.late", { papers: 1 }),
      ]),
    }),
    note: null,
    quiet: null,
    caveat: null,
    sections: [
      {
        key: "forYou",
        heading: say("digest.for-you"),
        note: say("digest.for-you.some", { shown: 2, papers: 5 }),
        papers: [
          paper(1, {
            title: "Small Models That Ask Before They Answer",
            heat: 100,
            upvotes: say("digest.upvotes", { shown: "212", count: 212 }),
            because: say("digest.because", { what: "cs.CL, “small models”" }),
          }),
          paper(2, {
            title: "Maps From Memory: Navigation Without a Camera",
            heat: 64,
            upvotes: say("digest.upvotes", { shown: "136", count: 136 }),
            because: say("digest.because", { what: "cs.RO" }),
          }),
        ],
      },
      {
        key: "top",
        heading: say("digest.also-trending"),
        note: say("digest.also-trending.note", { cadence, papers: 2 }),
        papers: [
          paper(3, {
            title: "How Much Does a Token Know?",
            heat: 55,
            upvotes: say("digest.upvotes", { shown: "117", count: 117 }),
          }),
          paper(4, {
            title: "A Field Guide to Long Context: What Breaks First, and Why It Is Rarely the Attention",
            heat: 22,
            upvotes: say("digest.upvotes", { shown: "47", count: 47 }),
          }),
        ],
      },
      {
        key: "late",
        heading: say("digest.late"),
        note: say("digest.late.note", { papers: 1 }),
        papers: [
          paper(5, {
            title: "Cheap Rewards, Costly Habits",
            heat: 40,
            upvotes: say("digest.upvotes", { shown: "85", count: 85 }),
            reason: say("ranking.in-mail.late-place", {
              day: words.day("2026-06-15", "dayAndMonth"),
              place: 2,
              of: 31,
              sharing: "alone",
              closing: "placed",
              before: 25,
            }),
          }),
        ],
      },
    ],
    cut: null,
    all: say("digest.all", { cadence, papers: 27 }),
    recipient: sampleBase.recipient,
    postalAddress: sampleBase.postalAddress,
    urls: {
      edition: `${sampleSite}/editions/daily/2026-06-18`,
      view: `${sampleSite}/view?token=sample`,
      preferences: `${sampleSite}/preferences?token=sample`,
      pause: `${sampleSite}/preferences?token=sample#paused-until`,
      unsubscribe: `${sampleSite}/unsubscribe?token=sample`,
      matches: `${sampleSite}/matches?token=sample`,
    },
  };
}

/** Of a reader whose two wishes matched nothing for a week. */
export function sampleQuietMail(): DigestEmailProps {
  const { say } = words;
  const summary = say("digest.quiet.summary", { cadence: "daily" });
  const wishes = say("digest.quiet.wishes", { wishes: words.list(["“marine robotics”", "cs.AR"]) });
  return {
    ...sampleDigest("daily"),
    subject: say("digest.quiet.subject", { cadence: "daily" }),
    preheader: summary,
    summary,
    quiet: { wishes },
    sections: [
      {
        key: "top",
        heading: say("digest.quiet.near"),
        note: say("digest.quiet.near.note", { cadence: "daily", papers: 2 }),
        papers: [
          paper(1, {
            title: "Maps From Memory: Navigation Without a Camera",
            because: say("digest.quiet.shares", { what: "“robotics”" }),
          }),
          paper(2, { title: "How Much Does a Token Know?" }),
        ].map((one) => ({ ...one, body: null, links: [] })),
      },
    ],
  };
}

function paper(number: number, given: Partial<DigestPaper> & { title: string }): DigestPaper {
  const url = `https://arxiv.org/abs/2606.0000${number}`;
  return {
    number: String(number),
    isLead: number === 1,
    url,
    byline: "Ada Example, Bo Sample and Chi Placeholder · Springfield University · cs.CL",
    heat: 50,
    upvotes: words.say("digest.upvotes", { shown: "50", count: 50 }),
    rise: null,
    talk: words.say("digest.comments", { shown: "31", count: 31 }),
    reason: null,
    because: null,
    group: null,
    thumbnail: null,
    body: "A model of one billion parameters learns to put one short question when a task is unclear. It then matches models ten times its size, and asks in fewer than a fifth of the cases.",
    language: null,
    mark: {
      label: words.say("digest.mark"),
      url: `${sampleSite}/m/2606.0000${number}?t=sample`,
    },
    links: [
      { label: "arXiv", url },
      { label: "PDF", url: `https://arxiv.org/pdf/2606.0000${number}` },
      { label: words.say("digest.code"), url: "https://code.example.org/sample" },
      { label: words.say("digest.discussion"), url: "https://discuss.example.org/sample" },
    ],
    ...given,
  };
}
