import type { Words } from "../../../words/words.ts";
import type { AddressProblem } from "../../addresses/address.ts";

/** Why an address cannot be used, as a sentence. */
export function addressProblemWords(say: Words["say"], problem: AddressProblem): string {
  return say(problemIds[problem]);
}

const problemIds = {
  "too-long": "site.address.too-long",
  empty: "site.address.empty",
  invisible: "site.address.invisible",
  space: "site.address.space",
  "no-at": "site.address.no-at",
  "many-ats": "site.address.many-ats",
  "no-local": "site.address.no-local",
  "long-local": "site.address.long-local",
  dots: "site.address.dots",
  local: "site.address.local",
  "no-domain": "site.address.no-domain",
  domain: "site.address.domain",
  "no-dot": "site.address.no-dot",
  number: "site.address.number",
} as const satisfies Record<AddressProblem, string>;
