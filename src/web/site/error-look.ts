import type { Words } from "../../../words/words.ts";
import { ListTooSlowError } from "../../browse/read-list.ts";
import { type AppError, UnreachableError } from "../../errors.ts";
import { SearchTooSlowError } from "../../papers/search/search-papers.ts";
import { LinkNotValidError } from "../../subscribers/tokens.ts";
import { UndoRefusedError } from "../../subscribers/undo-unsubscribe.ts";
import type { ErrorLook } from "../http/answer-error.tsx";
import { WordedError } from "../http/worded-error.ts";
import { ErrorPage } from "./pages/error-page.tsx";

/** How the readers' site shows what went wrong. */
export const readersErrorLook: ErrorLook = { Page: ErrorPage, messageOf };

/** A refusal that readers meet is worded for them; any other says what it says to operators. */
function messageOf({ say }: Words, error: AppError): string {
  if (error instanceof WordedError) return error.sayIn(say);
  if (error instanceof LinkNotValidError)
    return say(error.isExpired ? "site.refusal.link-expired" : "site.refusal.link-broken");
  if (error instanceof UndoRefusedError)
    return say(error.reason === "too-late" ? "site.refusal.undo-late" : "site.refusal.undo-undeliverable");
  if (error instanceof SearchTooSlowError) return say("site.refusal.search-slow");
  if (error instanceof ListTooSlowError) return say("site.browse.slow");
  if (error instanceof UnreachableError) return say("site.refusal.unreachable");
  return error.message;
}
