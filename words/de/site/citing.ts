import type { citingMessages as english } from "../../en/site/citing.ts";

/** References to papers, to take along. */
export const germanCiting: Record<keyof typeof english, string> = {
  "site.cite.title": "Zitieren",
  "site.cite.bibtex": "BibTeX",
  "site.cite.ris": "RIS",
  "site.cite.copy": "Zitat kopieren",
  "site.cite.copy-bibtex": "BibTeX kopieren",
  "site.cite.copied": "Kopiert",
  "site.cite.as-text": "Als Text zeigen",
  "site.cite.list":
    "{count, plural, one{Dieses Paper} other{Diese # Paper}} zitieren: <bib>BibTeX</bib>, <ris>RIS</ris>",
  "site.cite.first": "Die ersten {count, number} Paper zitieren: <bib>BibTeX</bib>, <ris>RIS</ris>",
};
