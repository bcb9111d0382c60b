import { Hono } from "hono";
import { NotFoundError } from "../../../errors.ts";
import { readForm, wantsJson } from "../../http/read-form.ts";
import { sendPage } from "../../http/send-page.ts";
import { TooManyTriesError } from "../../http/too-many-tries-error.ts";
import { type Access, localTarget } from "../access.tsx";
import { LoginPage } from "../pages/login-page.tsx";

/** Logging in and out; outside the guard. */
export function loginRoutes(access: Access): Hono {
  const app = new Hono();
  app.get("/login", (c) => {
    if (!access.hasPassword) throw new NotFoundError("There is nothing at this address.");
    return sendPage(c, <LoginPage next={localTarget(c.req.query("next"))} name="" />);
  });
  app.post("/login", async (c) => {
    if (!access.hasPassword) throw new NotFoundError("There is nothing at this address.");
    const form = await readForm(c);
    const next = localTarget(form.first("next"));
    const name = form.first("name");
    const answer = await access.logIn(c, { name, password: form.first("password") });
    if (answer.kind === "in") return c.redirect(next, 303);
    if (answer.kind === "nameless")
      return sendPage(c, <LoginPage {...{ next, name }} nameProblem={answer.reason} />, { status: 422 });
    if (answer.kind === "wrong") {
      const page = <LoginPage {...{ next, name }} passwordProblem="That is not the password." />;
      return sendPage(c, page, { status: 403 });
    }
    if (wantsJson(c)) throw new TooManyTriesError(answer.waitMs);
    const seconds = Math.ceil(answer.waitMs / 1000);
    c.header("retry-after", String(seconds));
    const problem = `Too many wrong passwords were tried. Wait ${seconds === 1 ? "a second" : `${seconds} seconds`}, then try again.`;
    return sendPage(c, <LoginPage {...{ next, name }} passwordProblem={problem} />, { status: 429 });
  });
  app.post("/logout", async (c) => {
    await access.readOwnForm(c);
    await access.logOut(c);
    return c.redirect("/ops/login", 303);
  });
  return app;
}
