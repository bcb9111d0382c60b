import type { ComponentType } from "react";
import type { ErrorPageProps } from "../../http/answer-error.tsx";
import { OpsLayout } from "./ops-layout.tsx";

/** The page that says what is wrong, for who is logged in; with the token of the form that logs out. */
export function opsErrorPage(formToken: string | null): ComponentType<ErrorPageProps> {
  return ({ title, message }) => (
    <OpsLayout title={title} formToken={formToken}>
      <div className="narrow">
        <h1 className="page-title">{title}</h1>
        <p role="alert">{message}</p>
        <p>
          <a href="/ops">To the editions</a>
        </p>
      </div>
    </OpsLayout>
  );
}
