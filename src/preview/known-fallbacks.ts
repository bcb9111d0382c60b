/**
 * What a reader sees in a client that lacks a feature our mails use, by the title of its page at caniemail.com. A
 * feature belongs here once somebody has looked what is left without it.
 */
export const knownFallbacks: Record<string, string> = {
  "<style> element": "the light scheme and the gutters of a wide screen, which are inline",
  "@media": "as without <style>",
  "Type selector": "as without <style>",
  "Class selector": "as without <style>",
  "Attribute selector": "only Outlook.com's dark mode is marked by an attribute",
  "Descendant combinator": "as without <style>",
  "<body> element": "the ground that the first element inside has too",
  ":hover": "links that do not change under the pointer",
  "display:none": "the preheader as a first line",
  overflow: "nothing else: the preheader is hidden by three properties",
  "border-radius": "a button with square corners",
  "word-break": "long words broken by the client's own rule",
  "role attribute": "nothing else: only a screen reader would hear of a table",
  "height property": "the bar: its line height gives the same height",
  "text-decoration": "links underlined as the client has them",
  "loading attribute": "pictures that are loaded at once",
  outline: "a picture as the client has it: no outline either",
  "target attribute": "links that open where the client opens all",
};
