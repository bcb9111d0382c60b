/** References to papers, to take along. */
export const citingMessages = {
  "site.cite.title": "Cite",
  "site.cite.bibtex": "BibTeX",
  "site.cite.ris": "RIS",
  "site.cite.copy": "Copy citation",
  "site.cite.copy-bibtex": "Copy BibTeX",
  "site.cite.copied": "Copied",
  "site.cite.as-text": "Show as text",
  "site.cite.list":
    "Cite {count, plural, one{this paper} other{these # papers}}: <bib>BibTeX</bib>, <ris>RIS</ris>",
  "site.cite.first": "Cite the first {count, number} papers: <bib>BibTeX</bib>, <ris>RIS</ris>",
} as const;
