import { Hono } from "hono";
import { NotFoundError } from "../../../errors.ts";
import { readForm } from "../../http/read-form.ts";
import { sendPage } from "../../http/send-page.ts";
import { type Access, localTarget } from "../access.tsx";
import { LoginPage } from "../pages/login-page.tsx";

/** Logging in and out; outside the guard. */
export function loginRoutes(access: Access): Hono {
  const app = new Hono();
  app.get("/login", (c) => {
    if (!access.hasPassword) throw new NotFoundError("There is nothing at this address.");
    return sendPage(c, <LoginPage next={localTarget(c.req.query("next"))} isWrong={false} />);
  });
  app.post("/login", async (c) => {
    if (!access.hasPassword) throw new NotFoundError("There is nothing at this address.");
    const form = await readForm(c);
    const next = localTarget(form.first("next"));
    if (await access.logIn(c, form.first("password"))) return c.redirect(next, 303);
    return sendPage(c, <LoginPage next={next} isWrong />, { status: 403 });
  });
  app.post("/logout", async (c) => {
    await access.readOwnForm(c);
    access.logOut(c);
    return c.redirect("/ops/login", 303);
  });
  return app;
}
