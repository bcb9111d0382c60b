/** Somebody at the operators' pages: keeps cookies as a browser does, and follows no redirect. */
export type OpsClient = {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** The HTML of a page. */
  page(path: string): Promise<string>;
  /** Posts a form with the token that the page's own form would carry. */
  submit(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Posts a form as it is. */
  post(
    path: string,
    fields: Record<string, string> | FormData,
    headers?: Record<string, string>,
  ): Promise<Response>;
  logIn(password: string, name?: string): Promise<Response>;
  formToken(): Promise<string>;
  cookies: Map<string, string>;
};

export function createOpsClient(url: string): OpsClient {
  const cookies = new Map<string, string>();
  const tokens = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0)
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await fetch(url + path, { ...init, headers, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const client: OpsClient = {
    cookies,
    get: (path, headers) => send(path, { headers }),
    page: async (path) => (await send(path)).text(),
    post: (path, fields, headers) =>
      send(path, {
        method: "POST",
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
        headers,
      }),
    submit: async (path, fields = {}, headers = {}) =>
      client.post(path, { form_token: await client.formToken(), ...fields }, headers),
    logIn: (password, name = "Ada") => client.post("/ops/login", { name, password, next: "/ops" }),
    formToken: async () => {
      const session = cookies.get("paperboy_ops") ?? "";
      const known = tokens.get(session);
      if (known !== undefined) return known;
      const [, token] = /name="form_token" value="([^"]+)"/.exec(await client.page("/ops/readers")) ?? [];
      if (token === undefined) throw new Error("The page has no form with a token.");
      tokens.set(session, token);
      return token;
    },
  };
  return client;
}
