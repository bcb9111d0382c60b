import { Resolver } from "node:dns/promises";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { type DoctorLine, fail, ok, warn } from "./doctor-line.ts";

/** The TXT records of a name, each joined; empty when it has none. Rejects when nobody answers. */
export type ReadTxt = (name: string) => Promise<string[]>;

const timeoutMs = 2_500;

/**
 * The records by which receivers believe a sender: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489).
 * Resend sends with a return path under `send.` and signs with the selector `resend`.
 */
export async function checkDns(domain: string, readTxt: ReadTxt = systemTxt()): Promise<DoctorLine[]> {
  return Promise.all([checkSpf(domain, readTxt), checkDkim(domain, readTxt), checkDmarc(domain, readTxt)]);
}

async function checkSpf(domain: string, readTxt: ReadTxt): Promise<DoctorLine> {
  return asking("spf", async () => {
    for (const name of [`send.${domain}`, domain]) {
      const records = (await readTxt(name)).filter((text) => /^v=spf1( |$)/i.test(text));
      if (records.length > 1) {
        return fail(
          "spf",
          `${name} has ${records.length} SPF records, which counts as none.`,
          "Join them into one.",
        );
      }
      const [record] = records;
      if (record === undefined) continue;
      if (!/amazonses\.com|resend/i.test(record)) {
        return warn(
          "spf",
          `The SPF record of ${name} does not name Resend's servers.`,
          "Add include:amazonses.com, as https://resend.com/domains shows.",
        );
      }
      return ok("spf", `${name} has an SPF record that names Resend's servers`);
    }
    return fail(
      "spf",
      `Neither send.${domain} nor ${domain} has an SPF record.`,
      "Set the TXT record that https://resend.com/domains shows.",
    );
  });
}

async function checkDkim(domain: string, readTxt: ReadTxt): Promise<DoctorLine> {
  return asking("dkim", async () => {
    const name = `resend._domainkey.${domain}`;
    const record = (await readTxt(name)).find((text) => /(^|;)\s*p=/i.test(text));
    if (record === undefined) {
      return fail("dkim", `${name} has no key.`, "Set the TXT record that https://resend.com/domains shows.");
    }
    return /(^|;)\s*p=\s*(;|$)/i.test(record)
      ? fail(
          "dkim",
          `The key of ${name} is revoked (empty p=).`,
          "Set the key that https://resend.com/domains shows.",
        )
      : ok("dkim", `${name} has a key`);
  });
}

async function checkDmarc(domain: string, readTxt: ReadTxt): Promise<DoctorLine> {
  return asking("dmarc", async () => {
    for (const name of [domain, ...parentsOf(domain)]) {
      const record = (await readTxt(`_dmarc.${name}`)).find((text) => /^v=DMARC1\b/i.test(text));
      if (record === undefined) continue;
      const policy = /;\s*p=\s*(\w+)/i.exec(record)?.[1]?.toLowerCase();
      if (policy === undefined) {
        return fail(
          "dmarc",
          `The DMARC record of ${name} has no policy.`,
          `Set it to "v=DMARC1; p=none; rua=mailto:...".`,
        );
      }
      return ok("dmarc", `${name} has a DMARC policy: ${policy}`);
    }
    return fail(
      "dmarc",
      `${domain} has no DMARC record; Gmail and Yahoo want one of bulk senders.`,
      `Set a TXT record at _dmarc.${domain}: "v=DMARC1; p=none; rua=mailto:you@${domain}".`,
    );
  });
}

async function asking(check: string, work: () => Promise<DoctorLine>): Promise<DoctorLine> {
  try {
    return await work();
  } catch (error) {
    return warn(
      check,
      `DNS does not answer: ${reasonOf(error)}.`,
      "Check this machine's resolver, and look the record up elsewhere.",
    );
  }
}

/** The domains above one that may hold its policy, without the top-level domain. */
function parentsOf(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join("."));
}

const isAbsent = (error: unknown) =>
  error instanceof Error && "code" in error && (error.code === "ENODATA" || error.code === "ENOTFOUND");

function systemTxt(): ReadTxt {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  return async (name) => {
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  };
}
