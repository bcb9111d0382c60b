import { dayOf } from "../../../calendar/periods.ts";
import { repoKinds, repoUrl } from "../../../papers/repos/citing-repos.ts";
import type { ToldRepos } from "../../../papers/repos/store.ts";
import { useWords } from "../../http/page-words.tsx";

type CitedByProps = { paperId: string; citing: ToldRepos | null };

/** How many of each kind are named; the rest is one link away. */
const mostShown = 3;

const kindWords = {
  models: "site.repos.models",
  datasets: "site.repos.datasets",
  spaces: "site.repos.spaces",
} as const;

/** The models, datasets and Spaces that cite a paper, the most liked first; nothing while none is known. */
export function CitedBy({ paperId, citing }: CitedByProps) {
  const { say, day } = useWords();
  if (citing === null) return null;
  const { repos, answeredAt } = citing;
  const kinds = repoKinds.filter((kind) => repos[kind].count > 0);
  if (kinds.length === 0) return null;
  return (
    <section aria-labelledby="citing">
      <h2 className="section-title" id="citing">
        {say("site.repos.title")}
      </h2>
      {kinds.map((kind) => (
        <div key={kind}>
          <h3 className="kind">{say(kindWords[kind], { count: repos[kind].count })}</h3>
          <ul className="repos">
            {repos[kind].top.slice(0, mostShown).map(({ id, likes }) => (
              <li key={id}>
                <a href={repoUrl(kind, id)} rel="noopener" translate="no">
                  {id}
                </a>{" "}
                <span className="facts">{say("site.repos.likes", { count: likes })}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p className="hint">
        {say("site.repos.as-of", { day: day(dayOf(answeredAt), "short") })}{" "}
        <a href={`https://huggingface.co/papers/${paperId}`} rel="noopener">
          {say("site.repos.all")}
        </a>
      </p>
    </section>
  );
}
