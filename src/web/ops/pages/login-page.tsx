import { longestName } from "../../../audit/operator-name.ts";
import { OpsLayout } from "./ops-layout.tsx";

type LoginPageProps = {
  next: string;
  /** As it was typed. */
  name: string;
  /** Why the name, or the password, was not taken. */
  nameProblem?: string;
  passwordProblem?: string;
};

export function LoginPage({ next, name, nameProblem, passwordProblem }: LoginPageProps) {
  return (
    <OpsLayout title="Log in">
      <div className="narrow">
        <h1 className="page-title">Log in</h1>
        <form method="post" action="/ops/login">
          <input type="hidden" name="next" value={next} />
          <div className="field">
            <label htmlFor="name">Your name</label>
            <input
              id="name"
              name="name"
              autoComplete="username"
              defaultValue={name}
              maxLength={longestName}
              required
              // biome-ignore lint/a11y/noAutofocus: the first field of a page that has one purpose
              autoFocus={passwordProblem === undefined}
              aria-invalid={nameProblem ? true : undefined}
              aria-describedby={nameProblem ? "name-problem" : "name-hint"}
            />
            <p className="hint" id="name-hint">
              Kept with what you do here, for your colleagues.
            </p>
            <Problem id="name-problem" text={nameProblem} />
          </div>
          <div className="field">
            <label htmlFor="password">Password of the operators</label>
            <input
              id="password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              // biome-ignore lint/a11y/noAutofocus: the only field that is left to fill in
              autoFocus={passwordProblem !== undefined}
              aria-invalid={passwordProblem ? true : undefined}
              aria-describedby={passwordProblem ? "password-problem" : undefined}
            />
            <Problem id="password-problem" text={passwordProblem} />
          </div>
          <p className="actions">
            <button type="submit">Log in</button>
          </p>
        </form>
      </div>
    </OpsLayout>
  );
}

function Problem({ id, text }: { id: string; text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p className="problem" id={id} role="alert">
      {text}
    </p>
  );
}
