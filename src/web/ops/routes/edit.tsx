import { Hono, type Context as RequestContext } from "hono";
import { type EditingView, gatherEditing } from "../../../console/editing.ts";
import type { Context } from "../../../context.ts";
import { type Revised, reviseEdition } from "../../../delivery/steer/revise-edition.ts";
import { nothingSeen } from "../../../digest/seen-papers.ts";
import { stepEdits } from "../../../editions/edit-steps.ts";
import { applyEdits, type EditionEdits, parseEdits } from "../../../editions/edits.ts";
import {
  type AppError,
  ConflictError,
  InvalidInputError,
  NotFoundError,
  RefusedError,
} from "../../../errors.ts";
import { listInboxLines, typicalReader } from "../../../preview/inbox-lines.ts";
import { draftMail } from "../../../publish/draft-mail.ts";
import { draftWithEdits } from "../../../publish/draft-with-edits.ts";
import { withLinksOutside } from "../../../publish/preview-for-subscriber.ts";
import { mailPolicy } from "../../http/security.ts";
import { sendPage, sendText } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import {
  type EditDeed,
  type EditDraft,
  longestPacked,
  packEdits,
  parseDeed,
  parseEditForm,
  parseReader,
  parseRevision,
  unpackEdits,
} from "../edit-form.ts";
import { goOn, pageProps } from "../page-request.ts";
import { EditPage } from "../pages/edit-page.tsx";
import { formatCount } from "../pages/format.ts";

/** A thousand papers that are dropped, each with its reason. */
const longestEditForm = { mostFields: 2_100, mostBytes: 1024 * 1024 };

/** The hand on an edition before it goes: its page, the form on it, and the mail of what the form holds. */
export function editRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/editions/:id/edit", async (c) => {
    const view = await gatherEditing(ctx, c.req.param("id"));
    const draft = { expectedRevision: view.revision, edits: view.edits, reader: parseReader(undefined) };
    return sendEditing(c, view, draft, null);
  });

  app.post("/editions/:id/edit", async (c) => {
    const form = await access.readOwnForm(c, longestEditForm);
    const view = await gatherEditing(ctx, c.req.param("id"));
    const deed = parseDeed(form);
    if (deed.kind === "revert") return revert(c, view, deed.revision, form.first("expected"));
    const draft = afterDeed(view, parseEditForm(form), deed);
    if (deed.kind !== "save") return sendEditing(c, view, draft, null);
    return save(c, view, draft);
  });

  // The mail alone, for the frame of the page: of what is saved, or of the draft in the address.
  app.get("/editions/:id/edit/mail", async (c) => {
    const view = await gatherEditing(ctx, c.req.param("id"));
    const packed = c.req.query("draft");
    const edits = packed === undefined ? view.edits : parseEdits(unpackEdits(packed), view.edition.papers);
    return sendMail(c, view, edits, parseReader(c.req.query("reader")));
  });

  // The same of a draft that no address holds, sent into the frame.
  app.post("/editions/:id/edit/mail", async (c) => {
    const form = await access.readOwnForm(c, longestEditForm);
    const view = await gatherEditing(ctx, c.req.param("id"));
    const { edits, reader } = parseEditForm(form);
    return sendMail(c, view, shownEdits(view, edits).edits, reader);
  });

  return app;

  async function sendMail(
    c: RequestContext,
    view: EditingView,
    edits: EditionEdits,
    name: EditDraft["reader"],
  ): Promise<Response> {
    const draft = await draftWithEdits(ctx, view.edition, edits);
    const reader = await typicalReader(draft, name);
    const drafted = await draftMail(ctx, draft, { reader, subscriber: null, seen: nothingSeen });
    c.header("content-security-policy", mailPolicy);
    const html = drafted.kind === "mail" ? drafted.mail.html : "<p>No mail: nothing of it is for them.</p>";
    return sendText(c, withLinksOutside(html), "text/html; charset=utf-8");
  }

  async function save(c: RequestContext, view: EditingView, draft: EditDraft): Promise<Response> {
    const id = view.status.editionId;
    try {
      const { expectedRevision, edits } = draft;
      const revised = await reviseEdition(await access.acting(c), id, { expectedRevision, edits });
      return goOn(c, `/ops/editions/${id}/edit`, sayRevised(revised));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // Of who pressed second nothing is lost; what was made meanwhile is shown, and may be followed knowingly.
      const now = error instanceof ConflictError ? await gatherEditing(ctx, id) : view;
      return sendEditing(c, now, { ...draft, expectedRevision: now.revision }, error);
    }
  }

  async function revert(
    c: RequestContext,
    view: EditingView,
    revision: number,
    expected: string,
  ): Promise<Response> {
    const wanted = view.revisions.find((one) => one.revision === revision);
    if (!wanted) throw new NotFoundError(`The edition has no revision ${revision}.`);
    const expectedRevision = parseRevision(expected);
    const draft = { expectedRevision, edits: wanted.edits, reader: parseReader(undefined) };
    return save(c, view, draft);
  }

  async function sendEditing(
    c: RequestContext,
    view: EditingView,
    draft: EditDraft,
    refusal: AppError | null,
  ): Promise<Response> {
    const id = view.status.editionId;
    const shown = shownEdits(view, draft.edits);
    const lines = await listInboxLines(ctx, await draftWithEdits(ctx, view.edition, shown.edits));
    const isSaved = packEdits(draft.edits) === packEdits(view.edits);
    const packed = isSaved ? null : packEdits(shown.edits);
    const isTooLong = packed !== null && packed.length > longestPacked;
    const query = new URLSearchParams({
      reader: draft.reader,
      ...(packed === null || isTooLong ? {} : { draft: packed }),
    });
    const page = (
      <EditPage
        {...pageProps(ctx, access, c)}
        {...{ view, draft, lines, isSaved, isTooLong }}
        papers={applyEdits(view.edition, shown.edits).papers}
        mailPath={`/ops/editions/${id}/edit/mail?${query}`}
        problem={refusal?.message ?? shown.problem}
      />
    );
    const status = refusal?.httpStatus ?? (shown.problem === null ? 200 : 400);
    return sendPage(c, page, { status });
  }
}

function isRefusal(error: unknown): error is AppError {
  return (
    error instanceof InvalidInputError || error instanceof RefusedError || error instanceof ConflictError
  );
}

function afterDeed(view: EditingView, draft: EditDraft, deed: EditDeed): EditDraft {
  if (deed.kind === "show-to") return { ...draft, reader: deed.reader };
  if (deed.kind !== "step") return draft;
  return { ...draft, edits: stepEdits(view.edition, draft.edits, deed.step) };
}

/** What of a draft can be shown: all of it, the reasons aside that are yet to be typed; else what is saved, and why. */
function shownEdits(view: EditingView, edits: EditionEdits): { edits: EditionEdits; problem: string | null } {
  const dropped = edits.dropped.map(({ paperId, reason }) => ({ paperId, reason: reason.trim() || "…" }));
  try {
    return { edits: parseEdits({ ...edits, dropped }, view.edition.papers), problem: null };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { edits: view.edits, problem: error.message };
  }
}

function sayRevised({ editionId, revision, hasChanged, reach }: Revised): string {
  if (!hasChanged) return `${editionId} was so already, in revision ${revision}; nothing changed.`;
  const kept =
    reach.sealed === 0 ? "" : ` The mails of ${formatCount(reach.sealed)} are sealed and stay as they are.`;
  const readers = reach.reached === 1 ? "reader" : "readers";
  return `Saved as revision ${revision}. It reaches ${formatCount(reach.reached)} ${readers}.${kept}`;
}
