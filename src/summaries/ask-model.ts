import { z } from "zod";
import { parseRetryAfter } from "../calendar/retry-after.ts";
import type { SummariesConfig } from "../config/env.ts";

/** What became of one request: a text, or why there is none. Never an exception. */
export type ModelAnswer =
  | { kind: "answered"; text: string }
  | { kind: "failed"; code: AskFailure; retryAfterMs: number | null };

/** `refused`: the key, the model or the request is wrong; `busy`: asked too often; `broken`: not what the API says. */
type AskFailure = "timeout" | "unreachable" | "refused" | "busy" | "unavailable" | "broken";

/** An answer of one sentence has a few kB, with what the API says around it. */
const mostBytes = 256 * 1024;

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/**
 * Asks a model for one sentence on a paper by OpenAI's chat completions API
 * (https://platform.openai.com/docs/api-reference/chat/create). Only what all speak that offer it is sent; redirects
 * are not followed, since the key goes along.
 */
export async function askModel(
  { baseUrl, model, apiKey, timeoutMs }: SummariesConfig,
  paper: { title: string; abstract: string },
  signal?: AbortSignal,
): Promise<ModelAnswer> {
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  if (apiKey !== null) headers.authorization = `Bearer ${apiKey}`;
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: "POST",
      headers,
      body: JSON.stringify({ model, messages: messagesFor(paper), stream: false }),
      redirect: "manual",
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      const told = response.headers;
      return failed(codeOf(response.status), parseRetryAfter(told.get("retry-after"), told.get("date")));
    }
    return readAnswer(await readWithin(response, mostBytes));
  } catch {
    // Whatever it was: undici's errors quote the address, and the caller only needs to wait.
    return failed(limit.aborted ? "timeout" : "unreachable");
  }
}

const instructions = `You write for a digest of research papers. Say in one plain sentence of at most 35 words what the paper does or finds, in the language of its abstract and with the abstract's own terms. Take every fact and number from the abstract. No introduction, no quotation marks, no markup, no links.`;

/** More of an abstract than tells what it is about. */
const longestAsked = 6000;

function messagesFor({ title, abstract }: { title: string; abstract: string }) {
  return [
    { role: "system", content: instructions },
    { role: "user", content: `Title: ${title}\n\nAbstract: ${abstract.slice(0, longestAsked)}` },
  ];
}

function codeOf(status: number): AskFailure {
  if (status === 429) return "busy";
  if (status >= 500 || status === 408 || status === 425) return "unavailable";
  return status >= 400 ? "refused" : "broken";
}

function failed(code: AskFailure, retryAfterMs: number | null = null): ModelAnswer {
  return { kind: "failed", code, retryAfterMs };
}

function readAnswer(text: string | null): ModelAnswer {
  try {
    const parsed = completion.safeParse(JSON.parse(text ?? ""));
    const [choice] = parsed.success ? parsed.data.choices : [];
    return choice ? { kind: "answered", text: choice.message.content } : failed("broken");
  } catch {
    return failed("broken"); // the parser throws for what is no JSON
  }
}

/** Null when it is longer. */
async function readWithin(response: Response, most: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
