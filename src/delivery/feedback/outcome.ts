import { outcomes } from "../tables.ts";

export type Outcome = (typeof outcomes)[number];

/** What one event says of its delivery and its address. */
export type EventMeaning = {
  /** Whether this code knows the type at all. */
  isKnown: boolean;
  /** Null when the event says nothing of the outcome. */
  outcome: Outcome | null;
  /** Whether it proves that the provider accepted the mail. */
  isAccepted: boolean;
  /** Why the address must not be mailed again, or null. */
  suppression: "bounce" | "complaint" | "provider" | null;
  /** Whether the provider took the address from its own suppression list. */
  isLift: boolean;
  isOpen: boolean;
  isClick: boolean;
};

const nothing: EventMeaning = {
  isKnown: false,
  outcome: null,
  isAccepted: false,
  suppression: null,
  isLift: false,
  isOpen: false,
  isClick: false,
};

/**
 * Reads an event of Resend (https://resend.com/docs/dashboard/webhooks/event-types).
 *
 * @param bounceType `Permanent`, `Transient` or `Undetermined` (RFC 3464); only of `email.bounced`.
 */
export function meaningOf(type: string, bounceType: string | null): EventMeaning {
  const known = { ...nothing, isKnown: true };
  const accepted = { ...known, isAccepted: true };
  switch (type) {
    case "email.scheduled":
      return known;
    case "email.sent":
      return accepted;
    case "email.delivered":
      return { ...accepted, outcome: "delivered" };
    case "email.delivery_delayed":
      return { ...accepted, outcome: "delayed" };
    case "email.bounced":
      return bounceType?.toLowerCase() === "permanent"
        ? { ...accepted, outcome: "bounced", suppression: "bounce" }
        : { ...accepted, outcome: "bounced-transient" };
    case "email.complained":
      return { ...accepted, outcome: "complained", suppression: "complaint" };
    case "email.suppressed":
      return { ...accepted, outcome: "suppressed", suppression: "provider" };
    case "suppression.added":
      return { ...known, suppression: "provider" };
    case "suppression.removed":
      return { ...known, isLift: true };
    case "email.failed":
      return { ...accepted, outcome: "failed" };
    case "email.opened":
      return { ...accepted, isOpen: true };
    case "email.clicked":
      return { ...accepted, isClick: true };
    default:
      return nothing;
  }
}

/** The outcome that stands after both, in whichever order they came. */
export function weightierOutcome(a: Outcome | null, b: Outcome | null): Outcome | null {
  if (a === null || b === null) return a ?? b;
  return outcomes.indexOf(a) >= outcomes.indexOf(b) ? a : b;
}
