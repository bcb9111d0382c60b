import type { Words } from "../../../../words/words.ts";
import type { AppError } from "../../../errors.ts";
import type { ErrorLook } from "../../http/answer-error.tsx";
import { ErrorPage } from "../../site/pages/error-page.tsx";
import { OpsLayout } from "./ops-layout.tsx";

/** How what is wrong is shown to who is logged in; with the token of the form that logs out. */
export function opsErrorLook(formToken: string | null): ErrorLook {
  return {
    Page: ({ title, message }) => (
      <OpsLayout title={title} formToken={formToken}>
        <div className="narrow">
          <h1 className="page-title">{title}</h1>
          <p role="alert">{message}</p>
          <p>
            <a href="/ops">To the editions</a>
          </p>
        </div>
      </OpsLayout>
    ),
    messageOf: ownMessage,
  };
}

/** What a stranger sees, and whoever cannot be told from one: an error page of the readers' site. */
export const strangersErrorLook: ErrorLook = { Page: ErrorPage, messageOf: ownMessage };

function ownMessage(_: Words, error: AppError): string {
  return error.message;
}
