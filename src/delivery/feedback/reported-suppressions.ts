import { parseAddress } from "../../subscribers/address.ts";
import type { MailResult } from "../mailers/mailer.ts";
import type { ReportedSuppression } from "./store.ts";

/**
 * The suppression of an address as a provider wrote it (`Name <address>` or the address alone); none when that
 * is no address.
 */
export function suppressionOf(
  text: string,
  reason: ReportedSuppression["reason"],
  explanation: string | null,
): ReportedSuppression[] {
  const parsed = parseAddress(bareAddress(text));
  if (parsed.kind !== "address") return [];
  const { email, addressHash } = parsed.address;
  return [{ addressHash, email, reason, explanation }];
}

/** Those of a request's recipients that the provider refused because they stand on its own suppression list. */
export function suppressedByProvider(
  recipients: { to: string }[],
  results: MailResult[],
): ReportedSuppression[] {
  return recipients.flatMap(({ to }, index) => {
    const result = results[index];
    return result?.kind === "refused" && result.isSuppressed
      ? suppressionOf(to, "provider", result.reason)
      : [];
  });
}

/** `Name <address>` and `address` are both how a provider names one. */
export function bareAddress(text: string): string {
  return /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
}
