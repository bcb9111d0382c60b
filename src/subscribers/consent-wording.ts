/**
 * The words that are shown where a reader agrees, as they are kept with the consent.
 * A change of the words is a new entry here, so that old consents keep theirs.
 */
export const consentWording = {
  subscribe:
    "Subscribe me to Paperboy's digest of trending papers. I can change or end it with a link in every mail.",
  confirm: "Yes, send me the digest.",
  unsubscribe: "Stop sending me the digest.",
  undo: "Take me back.",
} as const;
