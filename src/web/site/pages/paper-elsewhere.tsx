import type { ReactNode } from "react";
import type { PaperReference } from "../../../papers/parse-paper-reference.ts";
import { inline, useWords } from "../../http/page-words.tsx";
import { MessagePage } from "./message-page.tsx";

/** Of a paper that was asked for by its identifier and does not lie here: where it may be found. */
export function PaperElsewhere({ reference }: { reference: PaperReference }) {
  const { rich } = useWords();
  const address =
    reference.kind === "arxiv"
      ? `https://arxiv.org/abs/${reference.id}`
      : `https://doi.org/${reference.doi.split("/").map(encodeURIComponent).join("/")}`;
  const link = outwardTo(address);
  return inline(
    reference.kind === "arxiv"
      ? rich("site.find.arxiv-elsewhere", { id: `arXiv:${reference.id}` }, { link })
      : rich("site.find.doi-elsewhere", { doi: reference.doi }, { link }),
  );
}

/** Of the address of a paper's page that leads to none. */
export function UnlistedPaperPage({ id }: { id: string }) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.error.not-found")} isPrivate>
      <p className="lede">
        <PaperElsewhere reference={{ kind: "arxiv", id }} />
      </p>
    </MessagePage>
  );
}

function outwardTo(address: string): (inside: (string | ReactNode)[]) => ReactNode {
  return (inside) => (
    <a href={address} rel="noopener">
      {inline(inside)}
    </a>
  );
}
