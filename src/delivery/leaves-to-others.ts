import type { Context } from "../context.ts";
import { isMailedElsewhere, standsAside } from "../due/marks-store.ts";

type ProcessContext = Pick<Context, "clock" | "db" | "mailer" | "startedAt">;

const processOf = ({ mailer, startedAt }: ProcessContext) => ({ mailer: mailer.name, startedAt });

/** Whether this process leaves digests to another (`standsAside`). @param db an open transaction, where there is one. */
export function leavesToOthers(ctx: ProcessContext, db: Context["db"] = ctx.db): Promise<boolean> {
  return standsAside(db, processOf(ctx), ctx.clock.now());
}

/** Whether single mails are another's too (`isMailedElsewhere`): those go on while readers wait for a mailer. */
export function leavesNoticesToOthers(ctx: ProcessContext): Promise<boolean> {
  return isMailedElsewhere(ctx.db, processOf(ctx), ctx.clock.now());
}
