import { expect, it } from "vitest";
import { saysWithdrawn } from "../../../src/papers/withdrawn.ts";

const paper = { title: "A study", abstract: "We study things.", comment: "9 pages, 3 figures" };

it.each([
  { abstract: "This paper has been withdrawn by the authors due to an error in Section 3." },
  { abstract: "This submission has been withdrawn by arXiv administrators due to disputed authorship." },
  { abstract: "We study things. This article was withdrawn because of a crucial error in Eq. 5." },
  { abstract: "The authors have withdrawn this paper." },
  { abstract: "Paper withdrawn" },
  { abstract: "Withdrawn by the author." },
  { comment: "Withdrawn" },
  { comment: "This paper has been withdrawn" },
  { comment: "withdrawn by the authors due to an error" },
  { comment: "9 pages; withdrawn by arXiv" },
  { comment: "This work has been temporarily withdrawn" },
  { title: "[Withdrawn] A study" },
  { title: "WITHDRAWN: A study" },
])("hears that a paper was withdrawn: %o", (said) => {
  expect(saysWithdrawn({ ...paper, ...said })).toBe(true);
});

it.each([
  {
    title: "Why are papers withdrawn?",
    abstract: "We study 14,000 withdrawn papers and why they were retracted.",
  },
  { title: "Withdrawn and retracted: science in numbers" },
  { abstract: "We study papers withdrawn by the authors." },
  { abstract: "A curriculum that progressively withdraws the context." },
  { abstract: 'We collect papers with the note "This paper has been withdrawn" and classify the reasons.' },
  { abstract: "Garments are retrieved while the historical KV is withdrawn." },
  { abstract: "The drug was withdrawn by the company in 2004." },
  { comment: "Withdrawn from ICLR 2026, submitted to ICML" },
  { comment: "This paper was withdrawn from ICLR" },
  { comment: null },
])("takes no other word for it: %o", (said) => {
  expect(saysWithdrawn({ ...paper, ...said })).toBe(false);
});
