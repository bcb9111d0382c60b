/** Who acts, as the audit trail tells it. */
export type Actor =
  /** Somebody at `/ops`: the name that they gave at their log-in, and the client's address as limits count it. */
  | { kind: "operator"; name: string; from: string }
  /** Somebody at a shell: the system's user, and the machine's name. */
  | { kind: "cli"; user: string; from: string }
  /** A reader, of their own subscription; where from is not kept of readers. */
  | { kind: "reader" }
  /** Somebody who is not logged in and would like to be. */
  | { kind: "stranger"; from: string }
  /** Paperboy itself, as a deadline or a schedule says. */
  | { kind: "program" };

/** The actor of a process as long as nobody else acts in it. */
export const theProgram: Actor = { kind: "program" };

/** Whether somebody did it by hand, and not a schedule or a reader, who do some of the same things. */
export function isByHand({ actor }: { actor: Actor }): boolean {
  return actor.kind === "operator" || actor.kind === "cli";
}

/** The same surroundings, in which somebody acts: what verbs record in them is theirs. */
export function actingAs<Surroundings extends { actor: Actor }>(
  ctx: Surroundings,
  actor: Actor,
): Surroundings {
  return { ...ctx, actor };
}
