import { paperLinksOf } from "../../../papers/paper-links.ts";
import type { StoredPaper } from "../../../papers/store.ts";
import type { MarkKind } from "../../../taste/marks-store.ts";
import { inline, strong, usePaperLanguage, useWords } from "../../http/page-words.tsx";
import { paperPath } from "../../parts/paths.ts";
import { Layout } from "./layout.tsx";
import { PaperLinks } from "./paper-card.tsx";
import { MarkButtons, useSignedPath } from "./signed-reader.tsx";

/** Opened from a mail: what the reader said of one paper, and the buttons that alone change it. */
export function MarkPage({ paper, marked }: { paper: StoredPaper; marked: MarkKind[] }) {
  const { say, rich } = useWords();
  const signed = useSignedPath();
  const language = usePaperLanguage();
  const states = [
    marked.includes("more") ? rich("site.mark.is-more", {}, { b: strong }) : null,
    marked.includes("less") ? rich("site.mark.is-less", {}, { b: strong }) : null,
    marked.includes("save") ? rich("site.mark.is-saved", {}, { b: strong }) : null,
  ].filter((state) => state !== null);
  return (
    <Layout title={say("site.mark.title")} isPrivate>
      <div className="narrow">
        <p className="facts">{say("site.mark.title")}</p>
        <h1 className="page-title" dir="auto" lang={language}>
          {paper.title}
        </h1>
        <p className="facts">{paper.authors.slice(0, namedAuthors).join(", ")}</p>
        <div role="status" className="notice">
          {states.length === 0 ? <p>{say("site.mark.none")}</p> : null}
          {states.map((state, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
            <p key={index}>{inline(state)}</p>
          ))}
        </div>
        <MarkButtons paperId={paper.id} isInPlace={false} />
        <p>{say("site.mark.effect")}</p>
        <PaperLinks links={paperLinksOf(paper)} />
        <ul className="links">
          <li>
            <a href={signed(paperPath(paper.id))}>{say("site.mark.paper")}</a>
          </li>
          <li>
            <a href="/reading-list">{say("site.list.title")}</a>
          </li>
          <li>
            <a href={signed("/editions/daily")}>{say("site.mark.latest")}</a>
          </li>
        </ul>
      </div>
    </Layout>
  );
}

const namedAuthors = 6;
