import type { Context as RequestContext } from "hono";
import { readBody } from "./read-body.ts";
import { InvalidRequestError, WordedError } from "./worded-error.ts";

/** A body of a kind that the address does not take. */
export class WrongBodyError extends WordedError {
  readonly code = "wrong_body";
  override readonly httpStatus = 415;
}

/** The fields of a form, or of a flat JSON object; a repeated field has several values. */
export type Form = { first(name: string): string; all(name: string): string[]; has(name: string): boolean };

/** More than the longest form of this site has, every topic ticked; the hand on an edition has a limit of its own. */
const usualFields = 200;

export type FormOptions = {
  /** Of the whole body; 256 KiB unless said. */
  mostBytes?: number;
  /** Fields, each value of a repeated one; 200 unless said. */
  mostFields?: number;
  /** Whether a file counts as a field with its text, read as its first bytes say (`textOf`); else files are left out. */
  takesFiles?: boolean;
};

/**
 * Reads what was posted, in time linear to its size, and decides by the bytes alone: what is refused costs no
 * query.
 *
 * @throws {WrongBodyError} when it is neither a form nor JSON in UTF-8, {InvalidRequestError} when it cannot be
 * read, has more than 200 fields unless said (each value counts) or one within another; what `readBody` throws.
 */
export async function readForm(c: RequestContext, options: FormOptions = {}): Promise<Form> {
  const type = c.req.header("content-type") ?? "";
  if (type === "" && hasNoBody(c)) return formOf([]);
  const read = readerOf(type);
  if (read === null || !isPlain(c.req.header("content-encoding"))) {
    throw new WrongBodyError((say) => say("site.request.kind"));
  }
  const body = await readBody(c, options.mostBytes);
  return formOf(
    body.length === 0
      ? []
      : await read(body, type, { takesFiles: false, mostFields: usualFields, ...options }),
  );
}

function hasNoBody(c: RequestContext): boolean {
  return Number(c.req.header("content-length") ?? 0) === 0 && !c.req.header("transfer-encoding");
}

type Field = [name: string, value: string];
type Taken = Required<Pick<FormOptions, "takesFiles" | "mostFields">>;
type FieldReader = (body: Uint8Array, type: string, taken: Taken) => Field[] | Promise<Field[]>;

const readers: Record<string, FieldReader> = {
  "application/json": readJson,
  "application/x-www-form-urlencoded": readPairs,
  "multipart/form-data": readParts,
};

function readerOf(type: string): FieldReader | null {
  const [name = "", ...parameters] = type.toLowerCase().split(";");
  const charsets = parameters.flatMap((text) => /^\s*charset\s*=\s*"?([^"\s]*)/.exec(text)?.[1] ?? []);
  return charsets.every((charset) => /^(utf-?8|us-ascii)$/.test(charset))
    ? (readers[name.trim()] ?? null)
    : null;
}

function isPlain(encoding: string | undefined): boolean {
  return encoding === undefined || encoding.trim() === "" || encoding.trim().toLowerCase() === "identity";
}

function readPairs(body: Uint8Array, _type: string, { mostFields }: Taken): Field[] {
  const text = new TextDecoder().decode(body);
  if (text.split("&", mostFields + 1).length > mostFields) throw tooManyFields(mostFields);
  return [...new URLSearchParams(text)];
}

/** RFC 7578. Its boundaries are counted before it is taken apart. */
async function readParts(
  body: Uint8Array,
  type: string,
  { takesFiles, mostFields }: Taken,
): Promise<Field[]> {
  const boundary = /;\s*boundary="?([^";]{1,70})/i.exec(type)?.[1]?.trim();
  if (!boundary) throw new InvalidRequestError((say) => say("site.request.no-boundary"));
  assertFewParts(Buffer.from(body.buffer, body.byteOffset, body.length), `--${boundary}`, mostFields);
  const data = await new Response(body.slice(), { headers: { "content-type": type } })
    .formData()
    .catch((cause: unknown) => {
      throw new InvalidRequestError((say) => say("site.request.form"), { cause });
    });
  const fields: Field[] = [];
  for (const [name, value] of data) {
    if (typeof value === "string") fields.push([name, value]);
    else if (takesFiles) fields.push([name, textOf(await value.arrayBuffer())]);
  }
  return fields;
}

/** The text of a file: UTF-8, unless it begins with the byte order mark of UTF-16, in which spreadsheets save. */
function textOf(file: ArrayBuffer): string {
  const mark = Buffer.from(file, 0, Math.min(2, file.byteLength)).toString("hex");
  const encodings: Record<string, string> = { fffe: "utf-16le", feff: "utf-16be" };
  return new TextDecoder(encodings[mark] ?? "utf-8").decode(file);
}

/** A part's head says its name and type. */
const longestHead = 1_024;

/** Looks at where the parts of a body begin, and at the length of their heads. */
function assertFewParts(body: Buffer, boundary: string, mostFields: number): void {
  let count = 0;
  for (let at = body.indexOf(boundary); at >= 0; at = body.indexOf(boundary, at + boundary.length)) {
    count += 1;
    // The last part is followed by a boundary too.
    if (count > mostFields + 1) throw tooManyFields(mostFields);
    const head = body.subarray(at + boundary.length, at + boundary.length + longestHead);
    if (!head.includes("\r\n\r\n") && head.length === longestHead) {
      throw new InvalidRequestError((say) => say("site.request.long-head"));
    }
  }
}

function readJson(body: Uint8Array, _type: string, { mostFields }: Taken): Field[] {
  const text = new TextDecoder().decode(body);
  assertFlat(text, mostFields);
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidRequestError((say) => say("site.request.no-object"));
  }
  return Object.entries(value).flatMap(([name, field]): Field[] =>
    Array.isArray(field) ? field.map((one) => [name, String(one)]) : [[name, String(field)]],
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidRequestError((say) => say("site.request.json"), { cause });
  }
}

/** Judges the marks of a JSON text before it is parsed: an object of values and lists of values is taken. */
function assertFlat(text: string, mostFields: number): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') at = endOfString(text, at);
    else if (mark === "[" || mark === "{") {
      depth += 1;
      if (depth > 2 || (depth === 2 && mark === "{")) {
        throw new InvalidRequestError((say) => say("site.request.nested"));
      }
    } else if (mark === "]" || mark === "}") depth -= 1;
    else if (mark === ",") {
      values += 1;
      if (values > mostFields) throw tooManyFields(mostFields);
    }
  }
}

/** Where the string that begins at a quotation mark ends. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function tooManyFields(mostFields: number): InvalidRequestError {
  return new InvalidRequestError((say) => say("site.request.many-fields", { most: mostFields }));
}

function formOf(given: Field[]): Form {
  const fields = new Map<string, string[]>();
  for (const [name, value] of given) {
    const values = fields.get(name) ?? [];
    // PostgreSQL keeps no NUL; what stands in its place shows that the text was not whole.
    values.push(value.replaceAll("\0", "\ufffd"));
    fields.set(name, values);
  }
  const all = (name: string) => fields.get(name) ?? [];
  return { first: (name) => all(name)[0] ?? "", all, has: (name) => fields.has(name) };
}

/** Whether the caller is a program that wants JSON rather than a page. */
export function wantsJson(c: RequestContext): boolean {
  const accept = c.req.header("accept") ?? "";
  if (/\btext\/html\b/.test(accept)) return false;
  return (
    /\bapplication\/json\b/.test(accept) || /^application\/json\b/i.test(c.req.header("content-type") ?? "")
  );
}
