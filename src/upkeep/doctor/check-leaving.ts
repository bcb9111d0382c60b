import { Resolver } from "node:dns/promises";
import { domainOf } from "../../addresses/bare-address.ts";
import type { Config } from "../../config/env.ts";
import { unsubscribeAddress } from "../../digest/unsubscribe-address.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { type DoctorLine, ok, warn } from "./doctor-line.ts";

/** Where DNS sends the mail of a domain: the hosts of its MX records, and whether it has an address itself. */
type MailHosts = { exchanges: string[]; hasAddress: boolean };

/** Rejects when nobody answers. */
export type ReadMailHosts = (domain: string) => Promise<MailHosts>;

const check = "leaving by mail";
const timeoutMs = 2_500;

/**
 * Whether mail to the address that List-Unsubscribe offers can arrive: its domain has an MX record, or, without
 * any, an address (RFC 5321, section 5.1), and does not say that it takes no mail (RFC 7505).
 */
export async function checkLeaving(
  mail: Config["mail"],
  readMailHosts: ReadMailHosts = systemMailHosts(),
): Promise<DoctorLine> {
  const address = unsubscribeAddress(mail);
  if (address === null)
    return ok(check, "not offered, since neither MAIL_UNSUBSCRIBE_TO nor MAIL_REPLY_TO is set");
  const name = mail.unsubscribeTo === null ? "MAIL_REPLY_TO" : "MAIL_UNSUBSCRIBE_TO";
  const domain = domainOf(address);
  try {
    return judge(name, domain, await readMailHosts(domain));
  } catch (error) {
    return warn(
      check,
      `DNS does not answer: ${reasonOf(error)}.`,
      `Check this machine's resolver, and look up the MX record of ${domain} elsewhere.`,
    );
  }
}

function judge(name: string, domain: string, { exchanges, hasAddress }: MailHosts): DoctorLine {
  const takesNone = exchanges.length > 0 && exchanges.every((host) => host === "" || host === ".");
  if (!takesNone && (exchanges.length > 0 || hasAddress))
    return ok(check, `${domain}, the domain of ${name}, takes mail`);
  return warn(
    check,
    takesNone
      ? `${domain}, the domain of ${name}, says that it takes no mail (an empty MX record): wishes to leave that come by mail bounce.`
      : `${domain}, the domain of ${name}, has no MX record: wishes to leave that come by mail bounce.`,
    "Set an MX record there, or MAIL_UNSUBSCRIBE_TO to an address that is read.",
  );
}

const isAbsent = (error: unknown) =>
  error instanceof Error && "code" in error && (error.code === "ENODATA" || error.code === "ENOTFOUND");

function systemMailHosts(): ReadMailHosts {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  const listed = async <T>(asked: Promise<T[]>): Promise<T[]> => {
    try {
      return await asked;
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  };
  return async (domain) => {
    const exchanges = (await listed(resolver.resolveMx(domain))).map(({ exchange }) => exchange);
    if (exchanges.length > 0) return { exchanges, hasAddress: false };
    const addresses = await Promise.all([
      listed(resolver.resolve4(domain)),
      listed(resolver.resolve6(domain)),
    ]);
    return { exchanges, hasAddress: addresses.flat().length > 0 };
  };
}
