import { usualBrand } from "../../words/words.ts";
import { plainName } from "../settings/plain-name.ts";

/** Who asks, as sources see it. */
export type Visitor = {
  /** Where its operator can be reached. */
  contact: string;
  /** What it is called; asked for each request, since operators may change it while it runs. */
  name: () => string;
};

/** The header `User-Agent` (RFC 9110, section 10.1.5): `Acme-Digest/0.1 (+https://papers.acme.example)`. */
export function userAgentOf({ contact, name }: Visitor): string {
  return `${plainName(name()) || usualBrand}/0.1 (+${contact.replaceAll(/[^\x21-\x7e]/g, "")})`;
}
