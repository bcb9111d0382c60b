import { dayOf } from "../../../calendar/periods.ts";
import { mostEntries } from "../../../papers/parse-reading-list.ts";
import type { PaperTerm } from "../../../papers/search/paper-terms.ts";
import type { MarkKind, ReaderMark } from "../../../taste/marks-store.ts";
import type { ReaderTaste } from "../../../taste/read-taste.ts";
import { inline, usePaperLanguage, useWords } from "../../http/page-words.tsx";
import { paperPath } from "../../parts/paths.ts";

export type TasteSectionProps = {
  taste: ReaderTaste;
  /** To the preferences. */
  token: string;
  markToken: string;
  showsAllMarks: boolean;
};

const shownMarks = 20;

const markedWords = {
  more: "site.taste.marked-more",
  less: "site.taste.marked-less",
  save: "site.taste.marked-save",
} as const satisfies Record<MarkKind, string>;

/** What was learned from a reader's marks, and the marks: each can be taken away, and all at once. */
export function TasteSection(props: TasteSectionProps) {
  const { taste, token } = props;
  const { say } = useWords();
  const isEmpty = taste.marks.length === 0 && taste.terms.length === 0 && taste.removed.length === 0;
  return (
    <section className="taste" aria-labelledby="taste">
      <h2 className="section-title" id="taste">
        {say("site.taste.title")}
      </h2>
      <p>{say("site.taste.lede")}</p>
      {isEmpty ? (
        <p className="notice">{say("site.taste.none")}</p>
      ) : (
        <>
          <Learned taste={taste} token={token} />
          <Marks {...props} />
        </>
      )}
      <p>
        <a href={`/editions/daily?t=${props.markToken}`}>{say("site.taste.go-through")}</a>
      </p>
      <SeedForm token={token} />
      {isEmpty ? null : <Forget token={token} />}
    </section>
  );
}

function Learned({ taste: { terms, removed }, token }: Pick<TasteSectionProps, "taste" | "token">) {
  const { say, list } = useWords();
  const more = terms.filter(({ weight }) => weight > 0);
  const less = terms.filter(({ weight }) => weight < 0);
  return (
    <form method="post" action="/preferences/taste">
      <input type="hidden" name="token" value={token} />
      {more.length === 0 ? null : <Terms id="more-of" heading={say("site.taste.more-of")} terms={more} />}
      {less.length === 0 ? null : <Terms id="less-of" heading={say("site.taste.less-of")} terms={less} />}
      {terms.length === 0 ? null : <p className="hint">{say("site.taste.words-hint")}</p>}
      {removed.length === 0 ? null : (
        <p className="hint">{say("site.taste.removed", { words: list(removed) })}</p>
      )}
    </form>
  );
}

function Terms({ id, heading, terms }: { id: string; heading: string; terms: PaperTerm[] }) {
  const { number, rich } = useWords();
  const language = usePaperLanguage();
  return (
    <>
      <h3 id={id}>{heading}</h3>
      <ul className="terms" aria-labelledby={id}>
        {terms.map(({ lexeme, word, weight }) => (
          <li key={lexeme}>
            <bdi lang={language}>{word}</bdi>{" "}
            <span className="weight">{number(Math.round(100 * Math.abs(weight)))}</span>
            <button className="quiet" type="submit" name="take-out" value={lexeme}>
              <span aria-hidden="true">×</span>
              <span className="unseen">
                {inline(rich("site.taste.take-out", {}, { word: () => <bdi lang={language}>{word}</bdi> }))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Marks({ taste: { marks }, token, markToken, showsAllMarks }: TasteSectionProps) {
  const { say } = useWords();
  if (marks.length === 0) return null;
  const shown = showsAllMarks ? marks : marks.slice(0, shownMarks);
  return (
    <form method="post" action="/preferences/taste">
      <input type="hidden" name="token" value={token} />
      <h3 id="marked">{say("site.taste.marks")}</h3>
      <ul className="marked" aria-labelledby="marked">
        {shown.map((mark) => (
          <Mark key={`${mark.kind} ${mark.paperId}`} mark={mark} markToken={markToken} />
        ))}
      </ul>
      {shown.length === marks.length ? null : (
        <p>
          <a href={`/preferences?token=${token}&marks=all#marked`}>
            {say("site.taste.all-marks", { marks: marks.length })}
          </a>
        </p>
      )}
    </form>
  );
}

function Mark({ mark, markToken }: { mark: ReaderMark; markToken: string }) {
  const { say, day } = useWords();
  const { paperId, kind, title, markedAt } = mark;
  return (
    <li>
      <div>
        <a href={`${paperPath(paperId)}?t=${markToken}`} dir="auto" lang={usePaperLanguage()}>
          {title}
        </a>
        <p className="facts">
          <span>{say(markedWords[kind])}</span>
          <time dateTime={dayOf(markedAt)}>{day(dayOf(markedAt), "short")}</time>
        </p>
      </div>
      <button
        className="quiet small"
        type="submit"
        name="unmark"
        value={`${kind} ${paperId}`}
        aria-label={say("site.taste.remove-of", { title })}
      >
        {say("site.taste.remove")}
      </button>
    </li>
  );
}

/** Papers that a reader likes already, in whatever form they keep them. */
export function SeedForm({ token, problem }: { token: string; problem?: string }) {
  const { say } = useWords();
  return (
    <form className="seed" method="post" action="/preferences/seed" encType="multipart/form-data">
      <fieldset>
        <legend>{say("site.seed.title")}</legend>
        <input type="hidden" name="token" value={token} />
        <p className="hint" id="seed-hint">
          {say("site.seed.hint", { entries: mostEntries })}
        </p>
        {problem === undefined ? null : (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="field">
          <label htmlFor="seed-papers">{say("site.seed.papers")}</label>
          <textarea
            id="seed-papers"
            name="papers"
            rows={4}
            spellCheck={false}
            autoCapitalize="none"
            aria-describedby="seed-hint"
          />
        </div>
        <div className="field">
          <label htmlFor="seed-file">{say("site.seed.file")}</label>
          <input id="seed-file" type="file" name="file" accept=".bib,.ris,.csv,.json,.txt" />
        </div>
        <button className="quiet" type="submit">
          {say("site.seed.button")}
        </button>
      </fieldset>
    </form>
  );
}

function Forget({ token }: { token: string }) {
  const { say } = useWords();
  return (
    <details className="forget">
      <summary>{say("site.taste.forget")}</summary>
      <form method="post" action="/preferences/taste">
        <input type="hidden" name="token" value={token} />
        <p>{say("site.taste.forget-hint")}</p>
        <button className="danger" type="submit" name="forget" value="all">
          {say("site.taste.forget-button")}
        </button>
      </form>
    </details>
  );
}
