import { z } from "zod";
import { parseAddress } from "./address.ts";

/** A mailbox with a name before its address (RFC 5322, section 3.4). @param name without quotes and backslashes. */
export function namedMailbox(name: string, address: string): string {
  return `${quotedIfNeeded(name)} <${address}>`;
}

type Reading = { kind: "mailbox"; mailbox: string } | { kind: "refused"; problem: string };

/**
 * The one mailbox that a variable holds, as it is put into mails: `digest@example.org` or
 * `Name <digest@example.org>` (RFC 5322, section 3.4), with a domain in ASCII.
 *
 * @param name the variable's, for the spelling that a refusal gives.
 */
export function mailboxSetting(name: string) {
  return z.string().transform((text, ctx) => {
    const reading = readMailbox(text.trim(), name);
    if (reading.kind === "mailbox") return reading.mailbox;
    ctx.addIssue({ code: "custom", message: reading.problem });
    return z.NEVER;
  });
}

function readMailbox(text: string, name: string): Reading {
  if (text.length > mostCharacters) return refused(`must be no longer than ${mostCharacters} characters`);
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) {
    return refused("must be one line without control characters");
  }
  // Texts in quotes may hold anything; what is outside them says how many addresses there are.
  const outside = text.replace(/"(?:\\.|[^"\\])*"/g, (quoted) => "q".repeat(quoted.length));
  if (isSeveral(outside)) {
    return refused(`must be one mailbox alone, such as ${example}: a mail has one`);
  }
  const opening = outside.indexOf("<");
  return opening < 0 && !outside.includes(">")
    ? readBare(text, name)
    : readNamed(text.slice(0, opening).trim(), text.slice(opening), name);
}

/** A line of a mail holds 998 (RFC 5322, section 2.1.1), and other letters take up to three bytes each. */
const mostCharacters = 320;

const example = "Paperboy <digest@example.org>";

/** `a@b.org, c@d.org` are two; `Lab, at@home <a@b.org>` is one whose name wants quotes. */
function isSeveral(outside: string): boolean {
  const parts = outside.split(/[,;]/).map((part) => /<([^<>]*)>$/.exec(part.trim())?.[1] ?? part);
  return areAddresses(parts) || areAddresses(outside.split(/[\s,;]+/));
}

function areAddresses(parts: string[]): boolean {
  return parts.length > 1 && parts.every((part) => parseAddress(part).kind === "address");
}

function readBare(text: string, name: string): Reading {
  const words = text.split(/\s+/);
  const last = words.at(-1) ?? "";
  if (words.length > 1 && parseAddress(last).kind === "address") {
    const spelled = `${quotedIfNeeded(words.slice(0, -1).join(" "))} <${last}>`;
    return refused(`must have its address in angle brackets: ${spelling(name, spelled)}`);
  }
  return readAddress(text, modelFor(text, name), (address) => address);
}

function readNamed(phrase: string, rest: string, name: string): Reading {
  const inner = /^<([^<>]*)>$/.exec(rest)?.[1];
  const model = modelFor(`${phrase} ${rest}`, name);
  if (inner === undefined) {
    return refused(`must end with one address in angle brackets, such as ${model}`);
  }
  if (phrase === "") return readAddress(inner, model, (address) => address);
  if (isPhrase(phrase)) return readAddress(inner, model, (address) => `${phrase} <${address}>`);
  return readAddress(inner, model, (address) =>
    refused(
      `must have its name in quotes, for its special characters: ${spelling(name, `${quoted(phrase)} <${address}>`)}`,
    ),
  );
}

function readAddress(text: string, model: string, use: (address: string) => string | Reading): Reading {
  const parsed = parseAddress(text);
  if (parsed.kind === "refused") {
    return refused(`must be an address, alone or behind a name, such as ${model}: ${parsed.reason}`);
  }
  const { email } = parsed.address;
  if (!isTaken(email)) {
    return refused(
      `must be like ${model}: providers take only ASCII before the @, and no domain that ends in a single letter`,
    );
  }
  const used = use(email);
  return typeof used === "string" ? { kind: "mailbox", mailbox: used } : used;
}

/** Whether providers take an address: they refuse some that are valid. */
function isTaken(email: string): boolean {
  return /^[\u0021-\u007e]+$/.test(email) && !/\.[^.]$/.test(email);
}

/**
 * The right spelling of what was meant: its one address, behind its name, without comments, links, brackets and marks
 * that do not belong there. An example when there is no one address in it, or it may be a URL with a password.
 */
function modelFor(text: string, name: string): string {
  const found = [...text.matchAll(/[^\s<>()[\]",;:\\]+@[^\s<>()[\]",;:\\]+/g)];
  const [only] = found;
  const address = only?.[0].replace(/\.+$/, "") ?? "";
  const isAddress = parseAddress(address).kind === "address" && isTaken(address);
  if (found.length !== 1 || !isAddress || text.includes("://")) return example;
  const phrase = text
    .slice(0, only?.index)
    .replaceAll(/\([^()]*\)|\bmailto:|[<>"\\()]|[:;,\s]+$/gi, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return spelling(name, phrase === "" ? address : `${quotedIfNeeded(phrase)} <${address}>`);
}

/** Atoms and quoted texts; the dot is RFC 5322's `obs-phrase`, and other letters are those of RFC 6532. */
const phraseShape = /^(?:(?:[\w.!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+|"(?:\\.|[^"\\])*")(?:\s+|$|(?="))?)+$/u;

function isPhrase(text: string): boolean {
  return phraseShape.test(text);
}

function quotedIfNeeded(name: string): string {
  return isPhrase(name) ? name : quoted(name);
}

/** Without the quotes and backslashes that were written, since they rarely mean what stands there. */
function quoted(name: string): string {
  return `"${name.replaceAll(/["\\\s]+/g, " ").trim()}"`;
}

/**
 * The line of a file of settings that yields the value: outer quotes are taken off, and inner ones cannot be
 * escaped.
 */
function spelling(name: string, mailbox: string): string {
  if (!mailbox.includes("'")) return `${name}='${mailbox}'`;
  return mailbox.includes('"') ? mailbox : `${name}="${mailbox}"`;
}

function refused(problem: string): Reading {
  return { kind: "refused", problem };
}
