import type { FrozenPaper } from "../editions/edition.ts";
import { httpsLink } from "../papers/https-link.ts";

export const mailedLinkKinds = ["arxiv", "pdf", "code", "project", "discussion"] as const;
export type MailedLinkKind = (typeof mailedLinkKinds)[number];

/** The links of a paper that its mails hold, in their order and as they stand there. */
export function mailedLinksOf({
  links,
}: Pick<FrozenPaper, "links">): { kind: MailedLinkKind; url: string }[] {
  return mailedLinkKinds.flatMap((kind) => {
    const url = httpsLink(links[kind]);
    return url === null ? [] : [{ kind, url }];
  });
}
