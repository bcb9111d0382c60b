import { machineTeller } from "../../delivery/feedback/engagement.ts";
import { engagementMark } from "../../delivery/feedback/read-event.ts";
import { type MailedLinkKind, mailedLinkKinds } from "../../digest/mailed-links.ts";
import type { ReadersClick } from "./readings-store.ts";

/** How many readers clicked on one paper in their mails. */
export type PaperClicks = {
  /** Readers of whom a person clicked on any of its links, each counted once. */
  people: number;
  /** Readers for whom only a machine did, such as what scans the links of a mail. */
  machines: number;
  /** Of the people, by link; who clicked on two counts in both. */
  links: Record<MailedLinkKind, number>;
};

export type ClickedLink = { paperId: string; kind: MailedLinkKind };

export function noClicks(): PaperClicks {
  return { people: 0, machines: 0, links: { arxiv: 0, pdf: 0, code: 0, project: 0, discussion: 0 } };
}

/**
 * Adds the clicks of one reader to the counts by paper.
 *
 * @param clicks all that are known of one mail.
 * @param findLink which paper's link one is, as the event names it; null for any other, such as the preferences.
 */
export function tallyReader(
  counts: Map<string, PaperClicks>,
  clicks: ReadersClick[],
  findLink: (link: string) => ClickedLink | null,
): void {
  const marks = clicks.map(({ occurredAt, details }) =>
    engagementMark({ type: "email.clicked", occurredAt, details }),
  );
  const isMachine = machineTeller(marks, clicks[0]?.deliveredAt ?? null);
  const byPeople = new Map<string, Set<MailedLinkKind>>();
  const touched = new Set<string>();
  for (const mark of marks) {
    const found = mark.link === null ? null : findLink(mark.link);
    if (found === null) continue;
    touched.add(found.paperId);
    if (isMachine(mark)) continue;
    byPeople.set(found.paperId, (byPeople.get(found.paperId) ?? new Set()).add(found.kind));
  }
  for (const paperId of touched) {
    const count = counts.get(paperId) ?? noClicks();
    counts.set(paperId, count);
    const kinds = byPeople.get(paperId);
    if (kinds === undefined) count.machines += 1;
    else count.people += 1;
    for (const kind of mailedLinkKinds) if (kinds?.has(kind)) count.links[kind] += 1;
  }
}
