import type { AccountProblem } from "../../../setup/keep-account.ts";

export const accountProblemWords: Record<AccountProblem, string> = {
  malformed: "A key begins with re_: copy it whole from https://resend.com/api-keys.",
  missing: "Give the key first.",
  "no-sender": "Say who sends first: the first step asks for the address and the site.",
  refused: "Resend refuses this key: make a new one at https://resend.com/api-keys, with full access.",
  "sending-only":
    "This key may only send: the domain and the webhook cannot be looked at here. Make a key with full access, or do both at https://resend.com.",
  away: "Resend does not answer as it should. Try again in a minute.",
  domain:
    "Resend does not take this domain into the account, or does not look at it now. Add it at https://resend.com/domains, where it says why: a plan has room for so many, and a name belongs to one account.",
  webhook:
    "Resend does not take this webhook. Make it at https://resend.com/webhooks, where it says why: a plan has room for so many, and the address must be one of the internet.",
  unsafe: "A webhook needs an https address: change the address of the site in the first step.",
};
