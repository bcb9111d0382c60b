import type { alertKinds } from "./tables.ts";

export type AlertKind = (typeof alertKinds)[number];

/** Something that needs an operator now. */
export type Condition = {
  kind: AlertKind;
  /** The edition, source or queue that it is about; empty when there is but one. */
  subject: string;
  message: string;
  /** What to do. */
  mend: string;
};
