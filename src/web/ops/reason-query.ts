import { type DeliveryReason, deliveryReasons } from "../../delivery/codes.ts";

/** Why deliveries are looked at: a reason, and of a refusal which. */
type ReasonFilter = { code: DeliveryReason; refusalKey: string | null };

/** Names a reason in an address line. It holds no word of the provider, which may quote an address. */
export function reasonQuery({ code, refusalKey }: ReasonFilter): Record<string, string> {
  return { reason: code, ...(refusalKey === null ? {} : { refusal: refusalKey }) };
}

/** The reason, and the refusal, that a query string names; null when it names none that is known. */
export function parseReasonQuery(
  reason: string | undefined,
  refusal: string | undefined,
): ReasonFilter | null {
  const code = deliveryReasons.find((one) => one === reason);
  if (code === undefined) return null;
  return { code, refusalKey: refusal !== undefined && /^[0-9a-f]{16}$/.test(refusal) ? refusal : null };
}
