import type { Context as RequestContext } from "hono";
import { AppError, InvalidInputError } from "../../errors.ts";

/** A body of a kind that the address does not take. */
export class WrongBodyError extends AppError {
  readonly code = "wrong_body";
  override readonly httpStatus = 415;
}

/** The fields of a form, or of a flat JSON object; a repeated field has several values. Files are left out. */
export type Form = { first(name: string): string; all(name: string): string[]; has(name: string): boolean };

/** Reads what was posted. @throws {WrongBodyError} when it is neither a form nor JSON. */
export async function readForm(c: RequestContext): Promise<Form> {
  const type = c.req.header("content-type") ?? "";
  if (type === "" && !c.req.header("content-length")) return formOf(new Map());
  if (/^application\/json\b/i.test(type)) return formOf(await readJson(c));
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) {
    throw new WrongBodyError("Send a form (application/x-www-form-urlencoded) or JSON.");
  }
  const data = await c.req.formData().catch((cause: unknown) => {
    if (cause instanceof TypeError) throw new InvalidInputError("The form cannot be read.", { cause });
    throw cause;
  });
  const fields = new Map<string, string[]>();
  data.forEach((value, name) => {
    if (typeof value === "string") fields.set(name, [...(fields.get(name) ?? []), value]);
  });
  return formOf(fields);
}

async function readJson(c: RequestContext): Promise<Map<string, string[]>> {
  const value: unknown = await c.req.json().catch((cause: unknown) => {
    if (cause instanceof SyntaxError) throw new InvalidInputError("The JSON cannot be read.", { cause });
    throw cause;
  });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidInputError("Send a JSON object.");
  }
  return new Map(Object.entries(value).map(([name, field]) => [name, [field].flat().map(String)]));
}

function formOf(fields: Map<string, string[]>): Form {
  // PostgreSQL keeps no NUL; what stands in its place shows that the text was not whole.
  const all = (name: string) => (fields.get(name) ?? []).map((value) => value.replaceAll("\0", "\ufffd"));
  return {
    first: (name) => all(name)[0] ?? "",
    all,
    has: (name) => fields.has(name),
  };
}

/** Whether the caller is a program that wants JSON rather than a page. */
export function wantsJson(c: RequestContext): boolean {
  const accept = c.req.header("accept") ?? "";
  if (/\btext\/html\b/.test(accept)) return false;
  return (
    /\bapplication\/json\b/.test(accept) || /^application\/json\b/i.test(c.req.header("content-type") ?? "")
  );
}
