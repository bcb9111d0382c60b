import { type Asset, loadAsset } from "../http/assets.ts";

/** The operators' own style and script, each under an address that changes with its content. */
export const opsAssets: Record<"style" | "script", Asset> = {
  style: load("ops.css", "text/css; charset=utf-8"),
  script: load("ops.js", "text/javascript; charset=utf-8"),
};

function load(name: string, type: string): Asset {
  return loadAsset(new URL(`./assets/${name}`, import.meta.url), `/ops/assets/${name}`, type);
}
