import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium } from "playwright-core";
import { PNG } from "pngjs";

export type Look = { width: 375 | 640; scheme: "light" | "dark"; hasImages: boolean };

/** Chromium as the machine has it, or as `CHROMIUM_PATH` names it. */
export function openCamera(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text"],
  });
}

/** The name of a picture's file. */
export function pictureName(scene: string, { width, scheme, hasImages }: Look): string {
  return `${scene}-${width}-${scheme}${hasImages ? "" : "-no-images"}.png`;
}

/** A picture of a whole mail. Nothing is loaded from anywhere: a grey card stands for each image. */
export async function photograph(browser: Browser, html: string, look: Look): Promise<PNG> {
  const page = await browser.newPage({
    viewport: { width: look.width, height: 600 },
    colorScheme: look.scheme,
    javaScriptEnabled: false,
  });
  try {
    await page.route("**", (route) =>
      look.hasImages ? route.fulfill({ contentType: "image/svg+xml", body: greyCard }) : route.abort(),
    );
    await page.setContent(html.replace("</head>", `<style>${fontFaces}</style></head>`));
    await page.waitForLoadState("load");
    return PNG.sync.read(await page.screenshot({ fullPage: true }));
  } finally {
    await page.close();
  }
}

const greyCard = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 63"><rect width="120" height="63" fill="#c9c4ba"/></svg>`;

const resolve = createRequire(import.meta.url).resolve;

/**
 * Stand-ins for the fonts of the readers' machines, so that a picture is the same wherever it is taken: the
 * theme's first serif is Charter, of which Charis is a descendant.
 */
const fontFaces = [
  fontFace("Charter", 400, "@fontsource/charis-sil/files/charis-sil-latin-400-normal.woff2"),
  fontFace("Charter", 700, "@fontsource/charis-sil/files/charis-sil-latin-700-normal.woff2"),
  fontFace("Segoe UI", 400, "@fontsource/inter/files/inter-latin-400-normal.woff2"),
  fontFace("Segoe UI", 600, "@fontsource/inter/files/inter-latin-600-normal.woff2"),
  fontFace("Segoe UI", 700, "@fontsource/inter/files/inter-latin-700-normal.woff2"),
].join("");

function fontFace(family: string, weight: number, file: string): string {
  const url = `data:font/woff2;base64,${readFileSync(resolve(file)).toString("base64")}`;
  return `@font-face{font-family:"${family}";font-weight:${weight};src:url(${url}) format("woff2")}`;
}
