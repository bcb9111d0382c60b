import type { ProxyConfig } from "../config/connections.ts";

/** This machine itself is asked without a proxy, which could not reach it. */
const always = ["localhost", "127.0.0.1", "[::1]", "::1"];

/**
 * Sends what this process fetches through the configured proxy; once is enough. Node's own `fetch`, by which the
 * provider's package asks too, goes where undici's global dispatcher sends it, and takes that of the package on every
 * Node from 20.19 on. The pictures of papers do not go this way: they judge the address that they connect to, which by a
 * proxy nobody could.
 */
export async function goThroughProxy(config: ProxyConfig | null): Promise<void> {
  if (config === null) return;
  const { EnvHttpProxyAgent, setGlobalDispatcher } = await import("undici");
  setGlobalDispatcher(
    new EnvHttpProxyAgent({
      // An empty address is none; an absent one would be looked for in the environment.
      httpProxy: config.http ?? "",
      httpsProxy: config.https ?? "",
      noProxy: exceptions(config.except),
      // What is not guarded anyway is handed on as it is: most proxies open tunnels to port 443 alone.
      proxyTunnel: false,
    }),
  );
}

/** undici knows the star for all hosts only where it stands alone. */
function exceptions(except: string): string {
  const named = except.split(/[\s,]+/).filter((part) => part !== "");
  return named.includes("*") ? "*" : [...always, ...named].join(",");
}
