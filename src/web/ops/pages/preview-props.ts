import type { MailChoice } from "../../../preview/mail-choice.ts";
import type { Preview, PreviewBefore } from "../../../preview/preview-mail.ts";
import type { PageProps } from "./page-props.ts";
import type { PreviewView } from "./preview-query.ts";

/** What a page about one mail shows. */
export type PreviewPageProps = PageProps & {
  choice: MailChoice;
  view: PreviewView;
  /** The address of whom it is for, as it is known or was typed; empty for a typical reader. */
  as: string;
  /** Null when it cannot be made. */
  preview: Preview | null;
  /** The same mail of the edition before, where that is wanted and there is one. */
  before: PreviewBefore | null;
  /** Changes when another process answers. */
  processId: string;
  problem: string | null;
};
