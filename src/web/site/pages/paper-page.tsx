import { periodHeading } from "../../../calendar/period-words.ts";
import { dayOf } from "../../../calendar/periods.ts";
import { shortTextOf } from "../../../digest/short-text.ts";
import { explanationSentence } from "../../../editions/explanation-sentence.ts";
import type { PaperRecord } from "../../../editions/find-paper.ts";
import { httpsLink } from "../../../papers/https-link.ts";
import { machineSummaryOf } from "../../../papers/machine-summary.ts";
import { paperLinksOf } from "../../../papers/paper-links.ts";
import { topicLabel } from "../../../papers/topics.ts";
import { usePaperLanguage, useWords } from "../../http/page-words.tsx";
import { editionPath, paperPath } from "../../parts/paths.ts";
import { CitationTags } from "./citation-tags.tsx";
import { CitedBy } from "./cited-by.tsx";
import { CitePaper } from "./citing.tsx";
import { KeepButton } from "./keep-button.tsx";
import { Layout } from "./layout.tsx";
import { NameLink, NameLinks } from "./name-link.tsx";
import { ByMachine, Figures, OrganizationAndTopic, PaperLinks } from "./paper-card.tsx";
import { MarkNotice } from "./paper-mark.tsx";
import { Gallery } from "./paper-pictures.tsx";
import { SignalChart } from "./signal-chart.tsx";
import { MarkButtons, SignedNote, useSignedPath } from "./signed-reader.tsx";

const namedAuthors = 25;

/** One paper with all that is known of it. */
export function PaperPage({ paper, mark, signals, placings, related, citing }: PaperRecord) {
  const { say, day } = useWords();
  const signed = useSignedPath();
  const latest = signals.at(-1);
  const publishedOn = dayOf(paper.publishedAt);
  const language = usePaperLanguage();
  const short = shortTextOf({ ...paper, machineSummary: machineSummaryOf(paper) ?? undefined });
  return (
    <Layout
      title={paper.title}
      description={short?.text ?? ""}
      canonical={paperPath(paper.id)}
      card={{ kind: "article" }}
      head={<CitationTags paper={paper} />}
    >
      <article className="paper" data-paper={paper.id}>
        <div className="paper-head">
          <h1 className="page-title" dir="auto" lang={language}>
            {paper.title}
          </h1>
          <Authors names={paper.authors} />
          <MarkNotice mark={mark} />
          <p className="facts">
            <OrganizationAndTopic {...paper} />
            <time dateTime={publishedOn}>{day(publishedOn, "short")}</time>
            <span>{say("site.paper.arxiv-id", { id: paper.id })}</span>
          </p>
          <div className="card-foot">
            {latest ? <Figures paper={latest} /> : <span />}
            <PaperLinks links={paperLinksOf(paper)} />
            <KeepButton paperId={paper.id} />
          </div>
          <MarkButtons paperId={paper.id} />
          <SignedNote />
        </div>
        <div className="paper-text">
          <Placings placings={placings} />
          {short && short.by !== "authors" ? (
            <section aria-labelledby="summary">
              <h2 className="section-title" id="summary">
                {say("site.paper.in-short")}
              </h2>
              <p className="lede" dir="auto" lang={language}>
                {short.text}
                <ByMachine short={short} />
              </p>
            </section>
          ) : null}
          <Gallery paper={paper} />
          <section aria-labelledby="abstract">
            <h2 className="section-title" id="abstract">
              {say("site.paper.abstract")}
            </h2>
            <p className="abstract-text" dir="auto" lang={paper.abstract ? language : undefined}>
              {paper.abstract || say("site.paper.no-abstract")}
            </p>
          </section>
          {signals.length > 1 ? (
            <section aria-labelledby="history">
              <h2 className="section-title" id="history">
                {say("site.chart.title")}
              </h2>
              <SignalChart signals={signals} />
            </section>
          ) : null}
        </div>
        <div className="paper-side">
          <Details paper={paper} />
          <CitePaper paper={paper} />
          <CitedBy paperId={paper.id} citing={citing} />
          {related.length > 0 ? (
            <section aria-labelledby="related">
              <h2 className="section-title" id="related">
                {say("site.paper.related")}
              </h2>
              <ul className="related">
                {related.map(({ id, title, publishedAt }) => (
                  <li key={id}>
                    <a href={signed(paperPath(id))} dir="auto" lang={language}>
                      {title}
                    </a>
                    <span className="facts">{day(dayOf(publishedAt), "short")}</span>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
        </div>
      </article>
    </Layout>
  );
}

function Authors({ names }: { names: string[] }) {
  const { say } = useWords();
  if (names.length === 0) return null;
  return (
    <div className="byline paper-authors">
      <NameLinks kind="author" names={names.slice(0, namedAuthors)} />
      {names.length > namedAuthors ? (
        <details>
          <summary>{say("site.paper.other-authors", { count: names.length - namedAuthors })}</summary>
          <p>
            <NameLinks kind="author" names={names.slice(namedAuthors)} />
          </p>
        </details>
      ) : null}
    </div>
  );
}

function Placings({ placings }: Pick<PaperRecord, "placings">) {
  if (placings.length === 0) return null;
  return (
    <ul className="placings">
      {placings.map((placing) => (
        <Placing key={placing.editionId} {...placing} />
      ))}
    </ul>
  );
}

function Placing({ cadence, period, section, rank, explanation }: PaperRecord["placings"][number]) {
  const words = useWords();
  const reason = explanationSentence(explanation, words);
  return (
    <li>
      <a href={editionPath(cadence, period)}>
        {words.say(section === "late" ? "site.paper.placed-late" : "site.paper.placed", {
          rank,
          period: periodHeading(words, cadence, period),
        })}
      </a>
      {reason === "" ? null : <span className="reason"> {reason}</span>}
    </li>
  );
}

function Details({ paper }: Pick<PaperRecord, "paper">) {
  const { say } = useWords();
  const doi = paper.doi ? httpsLink(`https://doi.org/${paper.doi}`) : null;
  if (!doi && !paper.comment && paper.categories.length === 0 && paper.keywords.length === 0) return null;
  return (
    <section aria-labelledby="details">
      <h2 className="section-title" id="details">
        {say("site.paper.details")}
      </h2>
      <dl className="details">
        {paper.categories.length > 0 ? (
          <div>
            <dt>{say("site.paper.categories")}</dt>
            <dd>
              {paper.categories.map((id, index) => (
                <span key={id}>
                  {index > 0 ? ", " : null}
                  <NameLink kind="topic" name={id}>
                    {topicLabel(id)}
                  </NameLink>
                </span>
              ))}
            </dd>
          </div>
        ) : null}
        {paper.keywords.length > 0 ? (
          <div>
            <dt>{say("site.paper.keywords")}</dt>
            <dd>
              <NameLinks kind="keyword" names={paper.keywords} />
            </dd>
          </div>
        ) : null}
        {paper.comment ? (
          <div>
            <dt>{say("site.paper.comment")}</dt>
            <dd>{paper.comment}</dd>
          </div>
        ) : null}
        {doi ? (
          <div>
            <dt>{say("site.paper.doi")}</dt>
            <dd>
              <a href={doi} rel="noopener">
                {paper.doi}
              </a>
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}
