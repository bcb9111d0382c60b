import { hash } from "node:crypto";
import { domainToASCII } from "node:url";

/** An address that can be mailed, with the forms under which it is kept and matched. */
export type Address = {
  /** As written, trimmed; a domain in other letters is in its ASCII form, since that is what mail travels by. */
  email: string;
  /** Local part in NFC and lower case, domain in ASCII and lower case: one subscriber per key. */
  emailKey: string;
  /** Hex SHA-256 of `emailKey`. */
  addressHash: string;
};

/** Why an address is not usable, in words for operators: half a sentence that does not repeat what was typed. */
const problemWords = {
  "too-long": "it is longer than 254 characters",
  empty: "it is empty",
  invisible: "it holds invisible or control characters",
  space: "it holds a space",
  "no-at": "it has no @",
  "many-ats": "it has more than one @",
  "no-local": "nothing stands before the @",
  "long-local": "the part before the @ is longer than 64 characters",
  dots: "a dot stands at the start or end, or twice in a row, before the @",
  local: "it holds a character that cannot stand before the @",
  "no-domain": "nothing stands after the @",
  domain: "its domain is not one",
  "no-dot": "its domain has no dot",
  number: "its domain is a number",
};

/** Why an address is not usable. */
export type AddressProblem = keyof typeof problemWords;

type Refusal = { kind: "refused"; problem: AddressProblem; reason: string };

export type AddressResult = { kind: "address"; address: Address } | Refusal;

/** Some more than the longest address, whose letters may be written in several characters each. */
const longestRead = 1_000;

/**
 * Reads one mail address (RFC 5321 and 6531, dot-atom form): no display name, no quoted local part, no
 * address literal, no domain without a dot. Plus-addressing is kept. A refusal says why by its
 * code, and in words for operators.
 */
export function parseAddress(text: string): AddressResult {
  // Judged first: Unicode's normal form of a long run of accents takes time that grows with its square.
  if (text.length > longestRead) return refused("too-long");
  const written = text.trim().normalize("NFC");
  if (written === "") return refused("empty");
  if (/\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|�/u.test(written)) return refused("invisible");
  if (/\p{Z}/u.test(written)) return refused("space");
  const at = written.lastIndexOf("@");
  if (at < 0) return refused("no-at");
  const local = written.slice(0, at);
  const localProblem = problemOfLocalPart(local);
  if (localProblem) return refused(localProblem);
  const domain = readDomain(written.slice(at + 1));
  if (domain.kind === "refused") return domain;
  const email = `${local}@${domain.written}`;
  if (Buffer.byteLength(email) > 254) return refused("too-long");
  const emailKey = `${local.toLowerCase().normalize("NFC")}@${domain.ascii}`;
  return { kind: "address", address: { email, emailKey, addressHash: hashAddress(emailKey) } };
}

/** Hex SHA-256 of a normalised address: how a suppression is matched after the address itself is gone. */
export function hashAddress(emailKey: string): string {
  return hash("sha256", emailKey);
}

const dotsIgnoredAt = new Set(["gmail.com", "googlemail.com"]);

/**
 * The mailbox behind an address, for limits only: without a plus tag, and without dots where the provider
 * ignores them. Never a key of a subscriber: readers use plus-addressing on purpose.
 */
export function mailboxOf(emailKey: string): string {
  const at = emailKey.lastIndexOf("@");
  const domain = emailKey.slice(at + 1);
  const [untagged = ""] = emailKey.slice(0, at).split("+");
  const local = dotsIgnoredAt.has(domain) ? untagged.replaceAll(".", "") : untagged;
  return `${local}@${domain}`;
}

function refused(problem: AddressProblem): Refusal {
  return { kind: "refused", problem, reason: problemWords[problem] };
}

function problemOfLocalPart(local: string): AddressProblem | null {
  if (local === "") return "no-local";
  if (Buffer.byteLength(local) > 64) return "long-local";
  if (local.includes("@")) return "many-ats";
  if (local.startsWith(".") || local.endsWith(".") || local.includes("..")) {
    return "dots";
  }
  // RFC 5322 atext, widened by RFC 6531 to everything outside ASCII.
  if (!/^[\w.!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+$/u.test(local)) {
    return "local";
  }
  return null;
}

type Domain = { kind: "domain"; written: string; ascii: string } | Refusal;

function readDomain(written: string): Domain {
  if (written === "") return refused("no-domain");
  // The URL parser would decode percent signs and read 0x7f.1 as a number: let it see letters only.
  if (!/^[A-Za-z0-9.\u0080-\u{10ffff}-]+$/u.test(written)) return refused("domain");
  const ascii = domainToASCII(written).toLowerCase();
  const labels = ascii.split(".");
  if (
    ascii === "" ||
    ascii.length > 253 ||
    !labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  ) {
    return refused("domain");
  }
  const last = labels.at(-1) ?? "";
  if (labels.length < 2) return refused("no-dot");
  if (/^\d+$/.test(last)) return refused("number");
  return { kind: "domain", written: /^[\u0020-\u007e]+$/.test(written) ? written : ascii, ascii };
}
