/** What readers say of papers, and what is learned from it. */
export const markMessages = {
  "site.mark.more": "More like this",
  "site.mark.less": "Less like this",
  "site.mark.save": "Save",
  "site.mark.take-back": "Press again to take it back",

  "site.mark.title": "More or less like this?",
  "site.mark.none": "You have not marked this paper yet. Nothing is marked before you press a button.",
  "site.mark.is-more": "You want <b>more</b> like this.",
  "site.mark.is-less": "You want <b>less</b> like this.",
  "site.mark.is-saved": "You <b>saved</b> this paper.",
  "site.mark.effect":
    "Your next digests follow what you mark. Press a button again to take it back. Your preferences, which every email links to, list your marks and what was learned from them.",
  "site.mark.paper": "All about this paper",
  "site.mark.latest": "Mark papers of the latest edition",
  "site.mark.signed":
    "You can mark papers on this page: it was opened by a link of your emails. Don’t share its address; whoever has it can mark papers in your place.",
  "site.taste.title": "What your digests have learned",
  "site.taste.lede":
    "Every paper in your digests has a link to say whether you want more or less like it, or to save it. What you mark as more or save speaks for the words below, what you mark as less against them; papers that share them come first. Nothing else teaches your digests: not what you open, not what you read.",
  "site.taste.none":
    "Nothing yet. Mark a few papers in your digests, or paste papers below that you like: five are enough to begin.",
  "site.taste.more-of": "More of",
  "site.taste.less-of": "Less of",
  "site.taste.take-out": "Take out <word></word>",
  "site.taste.words-hint":
    "The higher the number, the more a word counts. A word that you take out stays out.",
  "site.taste.removed": "Taken out by you: {words}.",
  "site.taste.marks": "Your marks",
  "site.taste.marked-more": "More like this",
  "site.taste.marked-less": "Less like this",
  "site.taste.marked-save": "Saved",
  "site.taste.remove": "Take back",
  "site.taste.remove-of": "Take back: {title}",
  "site.taste.all-marks": "Show all {marks, number} marks",
  "site.taste.forget": "Forget all of this",
  "site.taste.forget-hint":
    "Removes all your marks, saved papers among them, and every word above. Your keywords, topics and names stay.",
  "site.taste.forget-button": "Forget everything",
  "site.taste.go-through": "Mark papers of the latest edition",

  "site.seed.title": "Begin with papers that you like",
  "site.seed.hint":
    "arXiv ids or links, one per line; or a list as BibTeX, RIS, CSV or CSL JSON, such as Zotero exports. At most {entries, number} entries and one megabyte.",
  "site.seed.papers": "Papers",
  "site.seed.file": "Or a file",
  "site.seed.button": "More like these",
  "site.seed.empty": "Paste some papers, or choose a file.",
  "site.seed.done": "Papers that you like",
  "site.seed.marked":
    "{papers, plural, =0{No paper was marked.} one{# paper was marked as one that you want more like.} other{# papers were marked as ones that you want more like.}}",
  "site.seed.known": "{papers, plural, one{# paper was marked before.} other{# papers were marked before.}}",
  "site.seed.missing":
    "{papers, plural, one{# paper has not been collected here, so nothing can be learned from it:} other{# papers have not been collected here, so nothing can be learned from them:}}",
  "site.seed.unread":
    "{entries, plural, one{# entry names no arXiv paper:} other{# entries name no arXiv paper:}}",
  "site.seed.others": "{entries, plural, one{and # more} other{and # more}}",
  "site.seed.cut": "Only the first {entries, number} entries were read.",
  "site.seed.too-many":
    "{papers, plural, one{# paper was left out} other{# papers were left out}}, since at most {most, number} marks are kept.",
  "site.seed.back": "Back to your preferences",

  "site.mark.kind": "Choose one of the buttons: more, less or save.",
  "site.mark.too-many":
    "You have marked {most, number} papers, which is as many as are kept. Take some marks back in your preferences first.",
} as const;
