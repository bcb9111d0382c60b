import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The headless shell first: it begins, and opens windows, in less than half the processor time of the whole browser. */
const usualPlaces = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Chromium as the machine has it, or as `CHROMIUM_PATH` names it. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? usualPlaces.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error("No Chromium was found: install one, or name it in CHROMIUM_PATH.");
  }
  return chromium.launch({
    executablePath,
    // Chromium refuses its sandbox to root, as CI runs it; and it calls nobody outside.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--font-render-hinting=none",
      "--disable-lcd-text",
    ],
  });
}
