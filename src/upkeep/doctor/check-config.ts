import type { Config } from "../../config/env.ts";
import { type DoctorLine, ok, warn } from "./doctor-line.ts";

const queuePlaces = {
  none: "queue in PostgreSQL",
  server: "queue in Redis",
  cluster: "queue in a Redis Cluster",
  sentinel: "queue in the Redis that Sentinels name",
};

/** What a configuration that parses may still lack for the use that it is put to. */
export function checkConfig(config: Config): DoctorLine[] {
  const parts = [
    config.database.url === null ? "embedded PostgreSQL" : "PostgreSQL",
    queuePlaces[config.queue.redis?.kind ?? "none"],
    config.mail.transport === "resend" ? "mail through Resend" : "mail kept in the local mailbox",
  ];
  const lines = [ok("config", `${parts.join(", ")}; the site is ${config.site.publicUrl}`)];
  if (config.mail.transport === "resend" && !config.site.publicUrl.startsWith("https:")) {
    lines.push(
      warn(
        "config",
        "PUBLIC_URL is not https: mail clients ignore one-click unsubscribe (RFC 8058) and links are unsafe.",
        "Put the site behind TLS and set PUBLIC_URL to its https address.",
      ),
    );
  }
  if (config.site.opsPassword === null) {
    lines.push(
      warn(
        "config",
        config.isProduction
          ? "OPS_PASSWORD is not set, so the pages under /ops are off."
          : "OPS_PASSWORD is not set: the pages under /ops open on this machine only.",
        "Set OPS_PASSWORD to at least 8 characters.",
      ),
    );
  }
  if (config.mail.transport === "resend" && !config.isProduction) {
    lines.push(
      warn("config", "Mail really leaves, but NODE_ENV is not production.", "Set NODE_ENV=production."),
    );
  }
  return lines;
}
