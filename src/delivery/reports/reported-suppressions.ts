import type { MailResult } from "../mailers/mailer.ts";
import { recipientOf } from "./recipient.ts";
import type { ReportedSuppression } from "./store.ts";

/**
 * The suppression of an address as a provider wrote it (`Name <address>` or the address alone) or as an event keeps
 * it (its hash); none when that is no address.
 */
export function suppressionOf(
  text: string,
  reason: ReportedSuppression["reason"],
  explanation: string | null,
): ReportedSuppression[] {
  const recipient = recipientOf(text);
  if (recipient === null) return [];
  return [{ ...recipient, reason, cause: reason === "provider" ? "listed" : "reported", explanation }];
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
