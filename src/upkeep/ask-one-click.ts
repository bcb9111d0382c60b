/** How a site answers a one-click unsubscribe with a made-up token. */
export type OneClickAnswer = {
  status: number;
  /** It refused the token as Paperboy does, and would take one of its own. */
  isTaken: boolean;
};

/**
 * Asks a site as a mail program does (RFC 8058), with a token that nobody has. Redirects are not followed, since mail
 * programs need not.
 *
 * @throws what `fetch` throws when there is no answer in time.
 */
export async function askOneClick(publicUrl: string, timeoutMs: number): Promise<OneClickAnswer> {
  const answer = await fetch(`${publicUrl}/unsubscribe?token=doctor`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: "List-Unsubscribe=One-Click",
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await answer.text();
  return { status: answer.status, isTaken: answer.status === 410 && text.includes("link_not_valid") };
}
