import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

type OpsAsset = { path: string; body: string; type: string };

/** The operators' own style and script, each under an address that changes with its content. */
export const opsAssets: Record<"style" | "script", OpsAsset> = {
  style: load("ops.css", "text/css; charset=utf-8"),
  script: load("ops.js", "text/javascript; charset=utf-8"),
};

function load(name: string, type: string): OpsAsset {
  const body = readFileSync(new URL(`./assets/${name}`, import.meta.url), "utf8");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 10);
  return { path: `/ops/assets/${name.replace(".", `.${hash}.`)}`, body, type };
}
