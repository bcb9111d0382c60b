/** A day of which only some papers are shown. */
export const filterMessages = {
  "site.filter.title": "Show only",
  "site.filter.all": "All {papers, number}",
  "site.filter.code": "With code",
  "site.filter.video": "With video",
  "site.filter.shown":
    "At their places in the whole list: {shown, number} of the day’s {papers, number} papers.",
  "site.filter.none": "No paper of this day fits this choice.",
  "site.filter.show-all": "Show all papers of the day",
  "site.filter.unknown": "There is no such choice.",
} as const;
