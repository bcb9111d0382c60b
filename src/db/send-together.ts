/** What is given to one connection, without waiting for what was given before. */
type Sends<T extends readonly unknown[]> = { [K in keyof T]: () => Promise<T[K]> };

/**
 * Gives statements to a transaction one behind the other without waiting for their answers, so that they cost one round
 * trip. They are done in this order, each with a look of its own; when one fails, so do those behind it, with all of the
 * transaction.
 *
 * @throws as one of them that could not even leave: none behind it has.
 * @returns once all have left, so that what the caller sends next comes behind them. `answered` fails as the first of
 * them that did; it must be awaited, by the end of the transaction or after it.
 */
export async function sendTogether<T extends readonly unknown[]>(
  ...sends: Sends<T>
): Promise<{ answered: Promise<T> }> {
  const answers: Promise<unknown>[] = [];
  let fault: { error: unknown } | null = null;
  const noteFault = (error: unknown) => {
    fault ??= { error };
  };
  for (const send of sends) {
    const answer = send();
    answer.catch(noteFault);
    answers.push(answer);
    await handedOver();
    // The server knows nothing of it, and would keep those behind it.
    throwIf(fault);
  }
  const answered = allOf<T>(answers);
  answered.catch(() => {});
  return { answered };
}

function throwIf(fault: { error: unknown } | null): void {
  if (fault !== null) throw fault.error;
}

/** Drizzle hands a statement to its connection in microtasks: ticks that are asked for in one come after all of them. */
async function handedOver(): Promise<void> {
  await null;
  await new Promise<void>((resolve) => process.nextTick(resolve));
}

/** The type is lost in the list: answers stand in it as their statements were given. */
function allOf<T extends readonly unknown[]>(answers: Promise<unknown>[]): Promise<T> {
  return Promise.all(answers) as Promise<unknown> as Promise<T>;
}
