import { OpsLayout } from "./ops-layout.tsx";

type LoginPageProps = {
  next: string;
  /** Why the password was not taken. */
  problem: string | null;
};

export function LoginPage({ next, problem }: LoginPageProps) {
  return (
    <OpsLayout title="Log in">
      <div className="narrow">
        <h1 className="page-title">Log in</h1>
        <form method="post" action="/ops/login">
          <input type="hidden" name="next" value={next} />
          <input type="text" name="username" autoComplete="username" value="operator" readOnly hidden />
          <div className="field">
            <label htmlFor="password">Password of the operators</label>
            <input
              id="password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              // biome-ignore lint/a11y/noAutofocus: the only field of a page that has one purpose
              autoFocus
              aria-invalid={problem ? true : undefined}
              aria-describedby={problem ? "password-problem" : undefined}
            />
            {problem ? (
              <p className="problem" id="password-problem" role="alert">
                {problem}
              </p>
            ) : null}
          </div>
          <p className="actions">
            <button type="submit">Log in</button>
          </p>
        </form>
      </div>
    </OpsLayout>
  );
}
