import type { ReactNode } from "react";
import { OpsLayout, type OpsSection } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

export type AskPageProps = PageProps & {
  title: string;
  current: OpsSection;
  question: string;
  /** Why it was not done when it was asked for. */
  problem?: string | null;
  /** What the button says. */
  verb: string;
  /** What is done cannot be undone. */
  isFinal?: boolean;
  /** Where who decides against it goes. */
  back: string;
  /** More fields of the form. */
  fields?: ReactNode;
  /** What it means. */
  children: ReactNode;
};

/** Asks before something is done: the question, what it means, and the verb beside the way back. */
export function AskPage(props: AskPageProps) {
  return (
    <OpsLayout title={props.title} current={props.current} formToken={logOutToken(props)}>
      <div className="narrow">
        <h1 className="page-title">{props.question}</h1>
        {props.children}
        {props.problem ? (
          <p className="problem" role="alert">
            {props.problem}
          </p>
        ) : null}
        <form method="post">
          <input type="hidden" name="form_token" value={props.formToken} />
          {props.fields}
          <p className="actions">
            <button type="submit" className={props.isFinal ? "danger" : undefined}>
              {props.verb}
            </button>
            <a className="button quiet" href={props.back}>
              Leave it as it is
            </a>
          </p>
        </form>
      </div>
    </OpsLayout>
  );
}
