import type { Ask } from "./hostile-requests.ts";

let clients = 0;

/**
 * Sends a request and reads the answer to its end; gives the status. To a site behind one trusted proxy each
 * request is another client's, so that no limit of tries hides what the request would cost.
 */
export async function send(url: string, { method, path, headers, body }: Ask): Promise<number> {
  clients += 1;
  const client = `10.${(clients >> 16) % 256}.${(clients >> 8) % 256}.${clients % 256}`;
  const answer = await fetch(url + path, {
    method,
    redirect: "manual",
    headers: { "x-forwarded-for": client, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/**
 * What a request costs: the least time of the processor, in milliseconds, that this process, server and client
 * alike, spent on it in some tries. A busy machine makes it wait, which does not count.
 */
export async function costOf(
  url: string,
  ask: Ask,
  tries: number,
): Promise<{ status: number; cpuMs: number }> {
  let status = 0;
  let cpuMs = Number.POSITIVE_INFINITY;
  for (let n = 0; n < tries; n += 1) {
    const before = process.cpuUsage();
    status = await send(url, ask);
    const { user, system } = process.cpuUsage(before);
    cpuMs = Math.min(cpuMs, (user + system) / 1000);
  }
  return { status, cpuMs };
}
