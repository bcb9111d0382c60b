import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** The rules whose outcome hangs on colours: all that may differ between a page in light and the same in dark. */
const ofColors = ["color-contrast", "link-in-text-block"];

export type AxeChoice = {
  /** Only the rules of colours, for a page that was judged in another scheme already. */
  isColorsAlone?: boolean;
  /** Also that what is touched is large enough (WCAG 2.2, 2.5.8). */
  hasTargetSize?: boolean;
};

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong with a page as it stands; what a frame shows is left out. */
async function findWrongs(page: Page, choice: AxeChoice = {}): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await bringAxe(page);
  const options = {
    iframes: false,
    resultTypes: ["violations"],
    ...(choice.isColorsAlone ? { runOnly: { type: "rule", values: ofColors } } : {}),
    ...(choice.hasTargetSize ? { rules: { "target-size": { enabled: true } } } : {}),
  };
  const violations = await page.evaluate<AxeResults["violations"]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Through the inspector, whose scripts a window compiles once for all its pages: `evaluate` has them compiled anew for each. */
async function bringAxe(page: Page): Promise<void> {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send("Runtime.evaluate", { expression: source });
  await inspector.detach();
}

/** What axe finds in light alone. */
export async function findWrongsInLight(page: Page, choice: AxeChoice = {}): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  return (await findWrongs(page, choice)).map((wrong) => `in light: ${wrong}`);
}

/** What axe finds in light, and what changes in dark. */
export async function findWrongsInBothSchemes(page: Page, choice: AxeChoice = {}): Promise<string[]> {
  const light = await findWrongsInLight(page, choice);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await findWrongs(page, { isColorsAlone: true });
  return [...light, ...dark.map((wrong) => `in dark: ${wrong}`)];
}
