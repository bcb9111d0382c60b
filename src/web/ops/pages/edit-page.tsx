import type { EditingView, ShownRevision } from "../../../console/editing.ts";
import { editWords } from "../../../editions/edit-words.ts";
import type { FrozenPaper } from "../../../editions/edition.ts";
import { type EditionEdits, editLimits } from "../../../editions/edits.ts";
import type { InboxLine } from "../../../preview/inbox-lines.ts";
import type { EditDraft } from "../edit-form.ts";

import { EditionStatePill } from "./edition-parts.tsx";
import { formatCount, formatInstant } from "./format.ts";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

export type EditPageProps = PageProps & {
  view: EditingView;
  /** What the form holds: the newest revision, or what was changed since and is not saved. */
  draft: EditDraft;
  isSaved: boolean;
  /** Its papers as the draft shows them: those that may stand first, late risers, those further. */
  papers: FrozenPaper[];
  lines: InboxLine[];
  /** Where the mail of the draft is shown, for the chosen kind of reader. */
  mailPath: string;
  /** The draft is too long for an address, which therefore shows what is saved. */
  isTooLong: boolean;
  problem: string | null;
};

/** The hand on an edition: its papers, its editor's words, and what of it readers get. */
export function EditPage(props: EditPageProps) {
  const { view, draft, problem, isSaved } = props;
  const id = view.status.editionId;
  return (
    <OpsLayout title={`Edit ${id}`} current="editions" formToken={logOutToken(props)} notice={props.notice}>
      <p className="crumb">
        <a href={`/ops/editions/${id}`}>{id}</a>
      </p>
      <div className="edition-line">
        <h1 className="page-title">Edit {id}</h1>
        <EditionStatePill status={view.status} />
      </div>
      {problem ? (
        <p className="problem" role="alert" id="problem">
          {problem}
        </p>
      ) : null}
      <Reach view={view} />
      {isSaved ? null : (
        <p className="banner fair" role="status">
          Not saved yet: nothing of this reaches a reader before you press “Save”.{" "}
          <a href={`/ops/editions/${id}/edit`}>Start again from what is saved</a>, or see{" "}
          <a href="#edit-revisions">what was saved so far</a>.
        </p>
      )}
      <form method="post" action={`/ops/editions/${id}/edit`} className="edit">
        <input type="hidden" name="form_token" value={props.formToken} />
        <input type="hidden" name="expected" value={draft.expectedRevision} />
        <input type="hidden" name="first" value={draft.edits.first.join(" ")} />
        <input type="hidden" name="lead" value={draft.edits.lead ?? ""} />
        <input type="hidden" name="reader" value={draft.reader} />
        <div className="edit-hand">
          <OwnWords edits={draft.edits} id={id} />
          <Papers {...props} />
          <Dropped {...props} />
          <p className="actions edit-save">
            <button type="submit" name="do" value="save" disabled={!view.isOpen}>
              Save as revision {view.revision + 1}
            </button>
            <button type="submit" name="do" value="show" formAction={sightOf(id)} className="quiet">
              Show it first
            </button>
          </p>
        </div>
        <div className="edit-sight">
          <InboxLines {...props} />
          <section aria-labelledby="edit-mail">
            <h2 id="edit-mail">The mail</h2>
            {props.isTooLong ? (
              <p className="hint">
                Below is what is saved.{" "}
                <button
                  type="submit"
                  formAction={`/ops/editions/${id}/edit/mail`}
                  formTarget="edit-mail-frame"
                  className="quiet small"
                >
                  Show the mail of this draft
                </button>
              </p>
            ) : null}
            <iframe
              name="edit-mail-frame"
              className="edit-mail"
              src={props.mailPath}
              title="The mail with these edits"
              sandbox="allow-popups allow-popups-to-escape-sandbox"
            />
            <p className="hint">
              <a href={props.mailPath} target="_blank" rel="noreferrer">
                On its own
              </a>
            </p>
          </section>
        </div>
      </form>
      <Revisions {...props} />
    </OpsLayout>
  );
}

/** Whom a revision still reaches. */
function Reach({ view: { status, isOpen, reach } }: Pick<EditPageProps, "view">) {
  const { planned, submitted, uncertain, state } = status;
  const onSite = status.isReleased
    ? "The site and its feeds show it at once."
    : "The site and its feeds show nothing of the edition before it goes.";
  if (!isOpen)
    return (
      <p className="banner fair">
        The edition is {state}: it can no longer be edited. What was done to it is kept below.
      </p>
    );
  const kept = submitted + uncertain + reach.sealed;
  if (kept === 0)
    return (
      <p className="banner">
        What you save reaches{" "}
        {reach.reached === 1
          ? "the one reader who waits for it"
          : `all ${formatCount(reach.reached)} readers who wait for it`}
        : no mail is sealed yet. {onSite}
      </p>
    );
  return (
    <p className="banner fair">
      What you save reaches {formatCount(reach.reached)} of {formatCount(planned)} readers. The mails of{" "}
      {formatCount(kept)} are sealed or sent, and stay as they are. {onSite}
    </p>
  );
}

function OwnWords({ edits, id }: { edits: EditionEdits; id: string }) {
  return (
    <section aria-labelledby="edit-words">
      <h2 id="edit-words">Your words</h2>
      <div className="field">
        <label htmlFor="note">Editor’s note</label>
        <textarea
          id="note"
          name="note"
          dir="auto"
          rows={5}
          maxLength={editLimits.note}
          defaultValue={edits.note ?? ""}
          aria-describedby="note-hint"
        />
        <p className="hint" id="note-hint">
          Stands above the papers in mails, on the edition’s page and in feeds. Markdown:{" "}
          <code>**bold**</code>, <code>*emphasis*</code>, <code>[text](https://…)</code>, <code>- list</code>.
          All else is text. At most {formatCount(editLimits.note)} characters.
        </p>
      </div>
      <LineField
        name="subject"
        label="Subject"
        text={edits.subject}
        hint="The same for everybody, whichever papers they get. Phones show about 40 characters, most programs 60."
      />
      <LineField
        name="preheader"
        label="Preheader"
        text={edits.preheader}
        hint="What inboxes show behind the subject, in grey."
      />
      {/* The first button of the form: the one that the Enter key presses. */}
      <button type="submit" name="do" value="show" formAction={sightOf(id)} className="quiet small">
        Show what readers see
      </button>
    </section>
  );
}

type LineFieldProps = { name: "subject" | "preheader"; label: string; text: string | null; hint: string };

/** A line of the editor's own; empty, each reader's papers make it. */
function LineField({ name, label, text, hint }: LineFieldProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        dir="auto"
        maxLength={editLimits[name]}
        defaultValue={text ?? ""}
        placeholder="made of each reader’s papers"
        autoComplete="off"
        aria-describedby={`${name}-hint`}
      />
      <p className="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  );
}

function Papers({ papers, draft, view }: EditPageProps) {
  const id = view.status.editionId;
  const rows = (section: FrozenPaper["section"]) =>
    papers
      .filter((paper) => paper.section === section)
      .map((paper, index) => <PaperRow key={paper.id} {...{ paper, index, edits: draft.edits, id }} />);
  const late = rows("late");
  return (
    <section aria-labelledby="edit-papers">
      <h2 id="edit-papers">Papers</h2>
      <ol className="edit-papers">{rows("top")}</ol>
      {late.length === 0 ? null : (
        <>
          <h3>Late risers</h3>
          <ol className="edit-papers">{late}</ol>
        </>
      )}
      {papers.some(({ section }) => section === "further") ? <DropNamed id={id} /> : null}
    </section>
  );
}

/** What only the edition's page shows may be thousands of papers. */
function DropNamed({ id }: { id: string }) {
  return (
    <div className="field-row">
      <div className="field grow">
        <label htmlFor="named">Another paper, which only the edition’s page shows</label>
        <input id="named" name="named" placeholder="2606.01234" autoComplete="off" />
      </div>
      <button
        type="submit"
        name="do"
        value="drop-named"
        formAction={`/ops/editions/${id}/edit#edit-dropped`}
        className="quiet danger"
      >
        Drop
      </button>
    </div>
  );
}

type PaperRowProps = {
  paper: FrozenPaper;
  /** Its place among those beside it. */
  index: number;
  edits: EditionEdits;
  id: string;
};

function PaperRow({ paper, index, edits, id }: PaperRowProps) {
  const isTop = paper.section === "top";
  const isPinned = edits.first.includes(paper.id);
  const isLead = edits.lead === paper.id;
  const mayMove = isTop && index <= editLimits.first;
  return (
    <li id={rowId(paper.id)} className={isPinned || isLead ? "held" : undefined}>
      <p className="edit-title">
        <span className="edit-rank">{index + 1}</span> <span dir="auto">{paper.title}</span>{" "}
        {isLead ? <span className="pill good">leads</span> : null}
        {isPinned ? <span className="pill fair">pinned</span> : null}
      </p>
      <p className="hint">
        <a href={`/papers/${paper.id}`}>{paper.id}</a> · {formatCount(paper.upvotes)} upvotes
        {paper.organization ? ` · ${paper.organization}` : ""}
      </p>
      <p className="edit-steps">
        {mayMove ? (
          <>
            <Step {...{ id, paper }} kind="up" label="Up" isOff={index === 0} />
            <Step {...{ id, paper }} kind="down" label="Down" isOff={index >= editLimits.first} />
            {isPinned ? (
              <Step {...{ id, paper }} kind="unpin" label="Unpin" />
            ) : (
              <Step {...{ id, paper }} kind="pin" label="Pin" />
            )}
          </>
        ) : null}
        {isTop && !mayMove ? <Step {...{ id, paper }} kind="pin" label="Pin" /> : null}
        {isTop ? (
          isLead ? (
            <Step {...{ id, paper }} kind="unlead" label="Lead no more" />
          ) : (
            <Step {...{ id, paper }} kind="lead" label="Lead" />
          )
        ) : null}
        <Step {...{ id, paper }} kind="drop" label="Drop" isDanger />
      </p>
    </li>
  );
}

type StepProps = {
  id: string;
  paper: Pick<FrozenPaper, "id" | "title">;
  kind: string;
  label: string;
  isOff?: boolean;
  isDanger?: boolean;
};

/** Sends the whole form and comes back to the same paper: nothing that was typed is lost, nothing is saved. */
function Step({ id, paper, kind, label, isOff = false, isDanger = false }: StepProps) {
  return (
    <button
      type="submit"
      name="do"
      value={`${kind} ${paper.id}`}
      formAction={`/ops/editions/${id}/edit#${rowId(paper.id)}`}
      className={`quiet small${isDanger ? " danger" : ""}`}
      aria-label={`${label}: ${paper.title}`}
      disabled={isOff}
    >
      {label}
    </button>
  );
}

/** What was asked to be seen: on a phone it stands thousands of pixels below the head of the page. */
const sightOf = (id: string, section: "edit-inbox" | "edit-mail" = "edit-inbox") =>
  `/ops/editions/${id}/edit#${section}`;
const rowId = (paperId: string) => `paper-${paperId}`;

function Dropped({ draft, view }: EditPageProps) {
  const { dropped } = draft.edits;
  if (dropped.length === 0) return null;
  const titles = new Map(view.edition.papers.map((paper) => [paper.id, paper.title]));
  return (
    <section aria-labelledby="edit-dropped">
      <h2 id="edit-dropped">Dropped</h2>
      <ul className="edit-papers">
        {dropped.map(({ paperId, reason }) => (
          <li key={paperId} id={rowId(paperId)}>
            <p className="edit-title">
              <s dir="auto">{titles.get(paperId) ?? paperId}</s>
            </p>
            <input type="hidden" name="dropped" value={paperId} />
            <div className="field">
              <label htmlFor={`reason-${paperId}`}>Why {paperId} is dropped</label>
              <input
                id={`reason-${paperId}`}
                name="reason"
                maxLength={editLimits.reason}
                defaultValue={reason}
                autoComplete="off"
                placeholder="withdrawn by its authors"
              />
            </div>
            <p className="edit-steps">
              <Step
                id={view.status.editionId}
                paper={{ id: paperId, title: titles.get(paperId) ?? paperId }}
                kind="restore"
                label="Take it back"
              />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const readerWords: Partial<Record<InboxLine["name"], string>> = {
  nothing: "Follows nothing",
  topics: "Follows topics",
  keywords: "Follows keywords",
  names: "Follows an author, an organisation",
  all: "Gets abstracts of all",
  german: "Reads German",
};

function InboxLines({ lines, draft, view }: EditPageProps) {
  return (
    <section aria-labelledby="edit-inbox">
      <h2 id="edit-inbox">What readers see</h2>
      <ul className="inbox-lines">
        {lines.map((line) => (
          <li key={line.name}>
            <p className="hint">
              <button
                type="submit"
                name="do"
                value={`show-to ${line.name}`}
                formAction={sightOf(view.status.editionId, "edit-mail")}
                className="quiet small"
                aria-pressed={line.name === draft.reader}
              >
                {readerWords[line.name]}
              </button>
            </p>
            {line.mail === null ? (
              <p className="hint">No mail: nothing of it is for them.</p>
            ) : (
              <p className="inbox-line">
                <strong dir="auto">{line.mail.subject}</strong> <span dir="auto">{line.mail.preheader}</span>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Revisions({ view, formToken }: EditPageProps) {
  return (
    <section aria-labelledby="edit-revisions">
      <h2 id="edit-revisions">Revisions</h2>
      <ol className="edit-revisions" reversed>
        {view.revisions.map((revision) => (
          <li key={revision.revision}>
            <p className="edit-title">
              Revision {revision.revision}{" "}
              {revision.revision === view.revision ? <span className="pill good">newest</span> : null}
            </p>
            <p className="hint">
              {formatInstant(revision.madeAt)} · {revision.by ?? "as it was frozen"}
            </p>
            <Changes {...revision} />
            {revision.revision === view.revision || !view.isOpen ? null : (
              <form method="post" action={`/ops/editions/${view.status.editionId}/edit`}>
                <input type="hidden" name="form_token" value={formToken} />
                <input type="hidden" name="expected" value={view.revision} />
                <button type="submit" name="do" value={`revert ${revision.revision}`} className="quiet small">
                  Bring back revision {revision.revision}
                </button>
              </form>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Changes({ changes }: ShownRevision) {
  if (changes.length === 0) return null;
  return (
    <ul>
      {changes.map((change) => {
        const said = editWords(change);
        return (
          <li key={said} dir="auto">
            {said}
          </li>
        );
      })}
    </ul>
  );
}
