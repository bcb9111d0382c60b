import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page, Route } from "playwright-core";
import { PNG } from "pngjs";
import { openBrowser } from "../../test/support/browser.ts";

export type Look = { width: 375 | 640; scheme: "light" | "dark"; hasImages: boolean };

export type Camera = {
  /** A picture of a whole mail. Nothing is loaded from anywhere: a grey card stands for each image. */
  photograph(html: string, look: Look): Promise<PNG>;
  close(): Promise<void>;
};

/** One window for all pictures with images, one for those without: a new one takes longer than a picture. */
export async function openCamera(): Promise<Camera> {
  const browser = await openBrowser();
  const withImages = await openWindow(browser, (route) =>
    route.fulfill({ contentType: "image/svg+xml", body: greyCard }),
  );
  const withoutImages = await openWindow(browser, (route) => route.abort());
  return {
    photograph: async (html, { width, scheme, hasImages }) => {
      const page = hasImages ? withImages : withoutImages;
      await page.setViewportSize({ width, height: 600 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.setContent(html.replace("</head>", `<style>${fontFaces}</style></head>`));
      await page.waitForLoadState("load");
      return PNG.sync.read(await page.screenshot({ fullPage: true }));
    },
    close: () => browser.close(),
  };
}

async function openWindow(browser: Browser, answer: (route: Route) => Promise<void>): Promise<Page> {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.route("**", answer);
  return page;
}

/** The name of a picture's file. */
export function pictureName(scene: string, { width, scheme, hasImages }: Look): string {
  return `${scene}-${width}-${scheme}${hasImages ? "" : "-no-images"}.png`;
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
