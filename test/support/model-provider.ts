import { createHash, randomUUID } from "node:crypto";
import { mailsIn } from "../../src/delivery/mailers/body.ts";
import type { MailAnswer, MailRequest, MailResult } from "../../src/delivery/mailers/mailer.ts";

/** What may become of a request; `reaches` says whether the provider gets to look at it. */
export const fates = [
  { name: "answered", reaches: true },
  { name: "lost answer", reaches: true },
  { name: "lost request", reaches: false },
  { name: "incomplete answer", reaches: true },
  { name: "concurrent", reaches: false },
  { name: "limited", reaches: false },
  { name: "contradicted", reaches: true },
  { name: "contradicted", reaches: true },
  { name: "contradicted by index", reaches: true },
  { name: "sender refused", reaches: false },
  { name: "sender refused by index", reaches: true },
  { name: "sender refused by index", reaches: true },
  { name: "some refused for nobody's fault", reaches: true },
  { name: "worker dies", reaches: true },
  { name: "worker dies", reaches: false },
] as const;

export type Fate = (typeof fates)[number];

/** Why mails are refused that would be taken from another sender. */
export const senderReason = "Invalid `from` field.";

/** How the provider takes to an address; with one that it refuses whole, all of the request is refused. */
export const tempers = ["taken", "taken", "taken", "refused by index", "refused whole"] as const;

export type Temper = (typeof tempers)[number];

/**
 * The whole of what is expected: a provider that keeps its keys, and whom it has mailed. What it has accepted it
 * may deny when it is asked again, as one does that looks at a request before it looks at its key.
 */
export class ModelProvider {
  /** How often it took a mail to an address, and the id of the last. */
  readonly mailed = new Map<string, { times: number; id: string }>();
  /** To whom a request went of which no answer told what became of it. */
  readonly doubted = new Set<string>();
  readonly #tempers: Map<string, Temper>;
  readonly #known = new Map<string, { hash: string; answer: MailAnswer }>();

  constructor(temperOf: Map<string, Temper>) {
    this.#tempers = temperOf;
  }

  takesTo(address: string): boolean {
    return this.#tempers.get(address) === "taken";
  }

  /** What a worker hears of its request, or null when it dies before it hears anything. */
  meet(request: MailRequest, fate: Fate): MailAnswer | null {
    const isKnown = this.#known.has(request.idempotencyKey);
    const said = fate.reaches ? this.#take(request, fate) : null;
    const heard = fate.name === "worker dies" ? null : hear(fate, said, isKnown);
    const isTold =
      heard !== null && (heard === said || heard.kind === "limited" || heard.kind === "unauthorised");
    if (!isTold) this.doubt(request);
    return heard;
  }

  doubt({ body }: MailRequest): void {
    for (const { to } of mailsIn(body)) this.doubted.add(to);
  }

  #take({ body, idempotencyKey }: MailRequest, fate: Fate): MailAnswer {
    const hash = createHash("sha256").update(body.bytes).digest("hex");
    const mails = mailsIn(body);
    const known = this.#known.get(idempotencyKey);
    if (known) return known.hash === hash ? known.answer : { kind: "key-reused" };
    if (mails.some(({ to }) => this.#tempers.get(to) === "refused whole")) {
      return { kind: "refused", reason: "a bad address" };
    }
    const results = mails.map(({ to }, index) => refusalOf(fate, index) ?? this.#takeMail(to));
    const answer: MailAnswer = { kind: "answered", results };
    this.#known.set(idempotencyKey, { hash, answer });
    return answer;
  }

  #takeMail(to: string): MailResult {
    if (!this.takesTo(to)) return { kind: "refused", reason: "a bad address" };
    const id = randomUUID();
    this.mailed.set(to, { times: (this.mailed.get(to)?.times ?? 0) + 1, id });
    return { kind: "accepted", id };
  }
}

/** Of a request's mails the second, fourth and so on are taken, whatever the first is refused for. */
function refusalOf({ name }: Fate, index: number): MailResult | null {
  if (index % 2 === 1) return null;
  if (name === "sender refused by index") return { kind: "refused", reason: senderReason, concerns: "all" };
  return name === "some refused for nobody's fault"
    ? { kind: "refused", reason: "odd", concerns: "unknown" }
    : null;
}

function hear({ name }: Fate, said: MailAnswer | null, isKnown: boolean): MailAnswer {
  if (name === "contradicted" && isKnown) return { kind: "refused", reason: "a change of mind" };
  if (name === "contradicted by index" && isKnown && said?.kind === "answered") {
    const [, ...others] = said.results;
    return { kind: "answered", results: [{ kind: "refused", reason: "a change of mind" }, ...others] };
  }
  if (name === "sender refused") return { kind: "unauthorised", reason: senderReason };
  if (name === "limited" || name === "concurrent") return { kind: name, retryAfterMs: null };
  if (name === "incomplete answer" && said?.kind === "answered") {
    return { kind: "incomplete", named: said.results.length - 1 };
  }
  return name !== "lost answer" && said ? said : { kind: "unknown", reason: "a reset" };
}
