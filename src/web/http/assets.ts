import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export type Asset = { path: string; body: string; type: string };

const files = {
  style: { name: "site.css", type: "text/css; charset=utf-8" },
  script: { name: "site.js", type: "text/javascript; charset=utf-8" },
  icon: { name: "icon.svg", type: "image/svg+xml" },
} as const;

export type AssetName = keyof typeof files;

/** The site's own files, each under an address that changes with its content, so that it may be kept for ever. */
export const assets: Record<AssetName, Asset> = {
  style: load("style"),
  script: load("script"),
  icon: load("icon"),
};

function load(key: AssetName): Asset {
  const { name, type } = files[key];
  return loadAsset(new URL(`../site/assets/${name}`, import.meta.url), `/assets/${name}`, type);
}

/** A file under an address that changes with its content: `/assets/site.css` becomes `/assets/site.0123456789.css`. */
export function loadAsset(file: URL, address: string, type: string): Asset {
  const body = readFileSync(file, "utf8");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 10);
  return { path: address.replace(/(?=\.\w+$)/, `.${hash}`), body, type };
}
