import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { answerJson, answerText, listen, readBody, resetConnection } from "./http-fake.ts";

/** What a request meets instead of an answer: a status, none at all, a reset, or a body that is not the API's. */
export type ChatFault =
  | { status: number; retryAfter?: string }
  | "hang"
  | "reset"
  | "no-json"
  | "no-choices"
  | "endless"
  | "redirect";

export type FakeChatOptions = {
  /** 0 takes a free port. */
  port?: number;
  /** Asked for as a bearer token; none unless given. */
  apiKey?: string;
  /** The only model that there is; all unless given. */
  model?: string;
  /** What the model says of a paper; the last sentence of its abstract unless given. */
  say?: (prompt: string) => string;
  /** What the next request meets, asked for each; null answers it. */
  fault?: () => ChatFault | null;
};

export type FakeChat = {
  /** To be set as `SUMMARY_BASE_URL`. */
  url: string;
  /** What was asked, in the order in which it came. */
  prompts: string[];
  close(): Promise<void>;
};

const request = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() })).min(1),
  stream: z.literal(false).optional(),
});

/**
 * Answers as OpenAI's chat completions API and those that speak it do: `POST /v1/chat/completions` and
 * `GET /v1/models` (https://platform.openai.com/docs/api-reference/chat).
 */
export async function startFakeChat(options: FakeChatOptions = {}): Promise<FakeChat> {
  const prompts: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await readBody(request)) ?? Buffer.alloc(0);
    if (options.apiKey && request.headers.authorization !== `Bearer ${options.apiKey}`)
      return refuse(response, 401, "Incorrect API key provided.");
    if (request.method === "GET" && request.url === "/v1/models")
      return answerJson(response, 200, { object: "list", data: [{ id: options.model ?? "any" }] });
    if (request.url !== "/v1/chat/completions") return refuse(response, 404, "Not found.");
    if (request.method !== "POST") return refuse(response, 405, "Not allowed.");
    const asked = readRequest(body);
    if (asked === null) return refuse(response, 400, "The body is not a chat.");
    if (options.model && asked.model !== options.model)
      return refuse(response, 404, `The model ${asked.model} does not exist.`);
    const prompt = asked.messages.findLast(({ role }) => role === "user")?.content ?? "";
    prompts.push(prompt);
    const fault = options.fault?.() ?? null;
    if (fault !== null) {
      meet(fault, request, response);
      return;
    }
    const content =
      options.say?.(prompt) ??
      `${prompt
        .trim()
        .split(/(?<=\.) /)
        .at(-1)}`;
    answerJson(response, 200, {
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 0,
      model: asked.model,
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    });
  };
  const { url, close } = await listen((request, response) => void answer(request, response), options.port);
  return { url: `${url}/v1`, prompts, close };
}

function readRequest(body: Buffer): z.infer<typeof request> | null {
  try {
    return request.parse(JSON.parse(body.toString("utf8")));
  } catch {
    return null; // the parsers throw for what is no chat
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  answerJson(response, status, { error: { message, type: "invalid_request_error", code: null } });
}

function meet(fault: ChatFault, request: IncomingMessage, response: ServerResponse): void {
  if (typeof fault === "string") {
    meetings[fault](request, response);
    return;
  }
  const again: Record<string, string> = fault.retryAfter ? { "retry-after": fault.retryAfter } : {};
  answerJson(response, fault.status, { error: { message: "No.", type: "server_error" } }, again);
}

type Meeting = (request: IncomingMessage, response: ServerResponse) => void;

const meetings: Record<Extract<ChatFault, string>, Meeting> = {
  hang: () => {},
  reset: (request) => resetConnection(request),
  "no-json": (_, response) => answerText(response, 200, "<html>busy</html>"),
  "no-choices": (_, response) => answerJson(response, 200, { choices: [] }),
  endless: (_, response) => answerText(response, 200, `{"choices":[${" ".repeat(2_000_000)}`),
  redirect: (_, response) => answerText(response, 307, "", { location: "http://127.0.0.1:9/" }),
};
