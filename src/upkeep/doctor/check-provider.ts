import { Resend } from "resend";
import { z } from "zod";
import { domainOf } from "../../addresses/bare-address.ts";
import type { Config } from "../../config/env.ts";
import { readAnswer } from "../../delivery/mailers/read-answer.ts";
import { vendorId } from "../../delivery/mailers/vendor-id.ts";
import { readVendorList } from "../../delivery/provider/read-vendor-list.ts";
import { type DoctorLine, fail, ok, warn } from "./doctor-line.ts";

const timeoutMs = 8_000;

const domainSchema = z.object({ id: vendorId, name: z.string(), status: z.string() });

const errorSchema = z.object({
  name: z.string().default("application_error"),
  message: z.string().default(""),
  statusCode: z.number().nullable().default(null),
});

/** The provider's key, and whether it may send for the domain of `MAIL_FROM`. */
export async function checkProvider(mail: Config["mail"]): Promise<DoctorLine[]> {
  if (mail.transport === "outbox")
    return [ok("provider", "mail is kept in the local mailbox (/ops/outbox); none leaves")];
  const resend = new Resend(mail.resend.apiKey ?? undefined, { baseUrl: mail.resend.baseUrl });
  let error: unknown = null;
  // https://resend.com/docs/api-reference/domains/list-domains; `domains.list` takes no time limit.
  const domains = await readVendorList(
    async (path, schema) => {
      const reply = await resend.get<unknown>(path, { signal: AbortSignal.timeout(timeoutMs) });
      error = reply.error;
      return readAnswer(reply, schema);
    },
    "/domains",
    domainSchema,
  );
  if (error) return [readError(error)];
  if (domains.kind !== "read")
    return [fail("provider", "The provider's answer cannot be read.", "Check RESEND_BASE_URL.")];
  return [ok("provider", "the key is accepted"), judgeDomain(domainOf(mail.from), domains.value)];
}

function readError(raw: unknown): DoctorLine {
  const error = errorSchema.safeParse(raw).data ?? { name: "unknown", message: "", statusCode: null };
  if (error.name === "restricted_api_key") {
    return warn(
      "provider",
      "The key is accepted and may only send, so the domain's status cannot be read here.",
      "Nothing, if the domain is verified at https://resend.com/domains.",
    );
  }
  if (error.statusCode === null) {
    return fail(
      "provider",
      "The provider does not answer.",
      "Check RESEND_BASE_URL, DNS and the way out of this machine.",
    );
  }
  if ([400, 401, 403].includes(error.statusCode)) {
    return fail(
      "provider",
      `The provider refuses the key (${error.name}).`,
      "Make a new key at https://resend.com/api-keys and set RESEND_API_KEY.",
    );
  }
  return warn(
    "provider",
    `The provider answers with ${error.statusCode} (${error.name}).`,
    "Try again in a minute; see https://resend-status.com.",
  );
}

/** Whether one of the account's domains is the sending domain or stands above it. */
function judgeDomain(domain: string, known: { name: string; status: string }[]): DoctorLine {
  const found = known.find(({ name }) => name.toLowerCase() === domain);
  if (!found) {
    return fail(
      "sending domain",
      `${domain} is not among the account's domains.`,
      "Add it at https://resend.com/domains, or change MAIL_FROM.",
    );
  }
  return found.status === "verified"
    ? ok("sending domain", `${domain} is verified`)
    : fail(
        "sending domain",
        `${domain} is ${found.status}, not verified: every mail would be refused.`,
        "Set the DNS records that https://resend.com/domains shows, then verify there.",
      );
}
