/** What readers say of papers, and what is learned from it. */
export const markMessages = {
  "site.mark.buttons": "What you think of this paper",
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
  "site.mark.kind": "Choose one of the buttons: more, less or save.",
  "site.mark.too-many":
    "You have marked {most, number} papers, which is as many as are kept. Take some marks back in your preferences first.",
} as const;
