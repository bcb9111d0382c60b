/** The reading list, the browsers that open it, what a browser keeps by itself, and keys. */
export const readingListMessages = {
  "site.list.title": "Reading list",
  "site.list.counts":
    "{open, plural, =0{Nothing to read} one{# paper to read} other{# papers to read}}, {done, number} done",
  "site.list.parts": "What is shown",
  "site.list.open": "To read",
  "site.list.done": "Done",
  "site.list.all": "All",
  "site.list.order": "Order",
  "site.list.by-saved": "Last saved first",
  "site.list.by-votes": "Most upvoted first",
  "site.list.empty":
    "{part, select, open{Nothing to read. Press “Save” beside a paper to keep it here.} done{Nothing is done yet.} other{Nothing is saved yet. Press “Save” beside a paper to keep it here.}}",
  "site.list.saved-on": "Saved on {day}",
  "site.list.done-on": "Saved on {day}, done on {done}",
  "site.list.remove": "Remove",
  "site.list.removed": "<b>{title}</b> was taken off your list.",
  "site.list.put-back": "Put it back",
  "site.list.export": "Export",
  "site.list.bibtex": "BibTeX",
  "site.list.ris": "RIS",
  "site.list.json": "JSON",
  "site.list.brought":
    "{papers, plural, =0{No paper was added} one{# paper was added} other{# papers were added}} to your list.",
  "site.list.bring": "Add the papers that only this browser keeps",
  "site.list.this-browser": "This browser",
  "site.list.opened":
    "This browser opens your reading list, and nothing else of yours, for {days, number} days from the day on which you opened it. Whoever uses the browser can see and change the list.",
  "site.list.forget-this": "Forget this browser",
  "site.list.forget-all": "Forget all browsers",
  "site.list.forgotten":
    "{browsers, select, all{No browser opens your reading list any more.} other{This browser does not open your reading list any more.}} The list itself stays; your preferences show it.",

  "site.list.browser-only":
    "This list lives in this browser only. Other browsers and devices do not show it, and it goes when you clear this site’s data.",
  "site.list.open-how":
    "If you are subscribed, you can keep your list with your subscription instead: press “Open my reading list in this browser” in your <link>preferences</link>, which every email links to.",
  "site.list.no-script":
    "Without JavaScript this browser cannot keep a list by itself. With a subscription it works all the same: your <link>preferences</link>, which every email links to, have a button that opens your reading list in this browser.",
  "site.list.failed": "The papers could not be loaded. Reload the page to try again.",
  "site.list.clear": "Remove all papers from this browser",
  "site.list.clear-hint": "This cannot be undone.",
  "site.list.clear-button": "Remove all",

  "site.list.preferences-lede":
    "Papers that you save make a reading list. This button opens it in this browser for {days, number} days: a cookie then opens the list, and nothing else. Don’t press it on a computer that others use.",
  "site.list.open-here": "Open my reading list in this browser",
  "site.list.browsers":
    "{browsers, plural, one{# browser opens your reading list.} other{# browsers open your reading list.}}",

  "site.list.no-session":
    "This browser does not open your reading list any more. Open it again from your preferences.",
  "site.list.left": "You have unsubscribed, so no browser can open your reading list.",
  "site.list.many-ids": "A list can name at most {most, number} papers.",
  "site.list.no-ids": "Name the papers by their arXiv ids, such as ids=2606.10001,2606.10002.",
  "site.list.act": "Choose what to do: save, unsave, done, undone or restore.",

  "site.keep.saved": "Saved to your reading list.",
  "site.keep.removed": "Taken off your reading list.",
  "site.keep.full":
    "This browser keeps at most {most, number} papers. Remove some from the reading list first.",
  "site.keep.blocked": "This browser does not let the site keep anything, so the paper was not saved.",
  "site.keep.ended":
    "This browser does not open your reading list any more, so the paper is kept in this browser only.",
  "site.keep.failed": "That did not work. Try again in a minute.",

  "site.keys.title": "Keyboard shortcuts",
  "site.keys.search": "Go to the search field",
  "site.keys.next": "Next paper",
  "site.keys.previous": "Previous paper",
  "site.keys.open": "Open the paper",
  "site.keys.save": "Save the paper, or take it off the list",
  "site.keys.help": "Show this help",
  "site.keys.switch": "Use these keys",
  "site.keys.hint":
    "Untick this if single keys get in your way, for instance with speech input. This browser remembers it.",
  "site.keys.close": "Close",
} as const;
