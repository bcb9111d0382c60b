import type { EditionStatus } from "../../../delivery/progress/edition-status.ts";

export const editionVerbs = ["approve", "pause", "resume", "cancel", "uncancel", "retry", "settle"] as const;

export type EditionVerb = (typeof editionVerbs)[number];

/** What each verb is called, and what it means, before it is done. */
export const verbWords: Record<EditionVerb, { label: string; meaning: string }> = {
  approve: {
    label: "Approve",
    meaning:
      "Its mail begins to leave, each digest at its reader's hour, and the site and its feeds show it.",
  },
  pause: {
    label: "Pause",
    meaning: "No request begins any more; a batch that is under way is finished. It can be resumed.",
  },
  resume: {
    label: "Resume",
    meaning: "Its mail goes on, and requests that wait for the provider try again.",
  },
  cancel: {
    label: "Cancel",
    meaning:
      "What has not been submitted is never sent. A batch of which nobody knows whether it was accepted stays uncertain. This can be taken back only as long as no mail of it has left.",
  },
  uncancel: {
    label: "Uncancel",
    meaning:
      "No mail of it has left. Who was left out by the cancel is planned again, each at their own hour, and the edition is held until you approve it: the site and its feeds show it no more before.",
  },
  retry: {
    label: "Retry what failed",
    meaning:
      "Deliveries that the provider refused are planned again. What may have been accepted is left alone.",
  },
  settle: {
    label: "Settle what is uncertain",
    meaning: "You have looked in the provider's list and say what became of the uncertain deliveries.",
  },
};

/** What can be done with an edition as it stands. */
export function verbsFor(status: EditionStatus): EditionVerb[] {
  const { state } = status;
  const verbs: EditionVerb[] = [];
  if (state === "held") verbs.push("approve");
  if (state === "sending" || state === "held") verbs.push("pause");
  if (state === "paused") verbs.push("resume");
  const isWhole = status.retiredSince === null;
  if (isWhole && status.failed > 0 && state !== "cancelled" && state !== "held") verbs.push("retry");
  if (status.uncertain > 0) verbs.push("settle");
  if (state === "cancelled" && !status.isCancelFinal) verbs.push("uncancel");
  if (state === "held" || state === "sending" || state === "paused") verbs.push("cancel");
  return verbs;
}
