import axe from "axe-core";
import type { Page } from "playwright-core";

/** The rules whose outcome hangs on colours: all that may differ between a page in light and the same in dark. */
const ofColors = ["color-contrast", "link-in-text-block"];

export type AxeChoice = {
  /** Only the rules of colours, for a page that was judged in another scheme already. */
  isColorsAlone?: boolean;
  /** Also that what is touched is large enough (WCAG 2.2, 2.5.8). */
  hasTargetSize?: boolean;
};

/** What axe-core finds wrong with a page as it stands; what a frame shows is left out. */
async function findWrongs(page: Page, choice: AxeChoice = {}): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  const options = {
    iframes: false,
    resultTypes: ["violations"],
    ...(choice.isColorsAlone ? { runOnly: { type: "rule", values: ofColors } } : {}),
    ...(choice.hasTargetSize ? { rules: { "target-size": { enabled: true } } } : {}),
  };
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** What axe finds in light, and what changes in dark. */
export async function findWrongsInBothSchemes(page: Page, choice: AxeChoice = {}): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await findWrongs(page, choice);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await findWrongs(page, { isColorsAlone: true });
  return [...light.map((wrong) => `in light: ${wrong}`), ...dark.map((wrong) => `in dark: ${wrong}`)];
}
