import { expect, it } from "vitest";
import { listRepository, readText } from "../../support/docs.ts";

/** Where the catalogue's own words are right, whatever the installation is called. */
const allowed = [
  // Operators read English.
  "src/cli/demo.ts",
  "src/cli/rank.ts",
  // The message of an error, for logs; readers are told it in the words of their page.
  "src/web/http/worded-error.ts",
  "src/web/http/page-words.tsx",
  // The marks around a quoted wish, which no installation words; sentences of editions from long ago.
  "src/digest/match-paper.ts",
  "src/digest/reader-lines-before.ts",
  // By what an edition keeps.
  "src/digest/reader-lines.ts",
  // For whoever names no words: tests and previews of templates.
  "src/digest/compile.ts",
  "src/digest/render-notice.ts",
  // Where an installation's words are made.
  "src/settings/current-settings.ts",
];

it("are the installation's: nothing else asks the catalogue itself", () => {
  const asking = listRepository().filter(
    (path) =>
      /^(?:src|workers)\/.*\.tsx?$/.test(path) &&
      /import \{[^}]*\b(?:createWords|ownWordsIn|wordsIn)\b[^}]*\} from "[./]+words\/words\.ts"/.test(
        readText(path),
      ),
  );
  expect(asking.toSorted()).toEqual(allowed.toSorted());
});
