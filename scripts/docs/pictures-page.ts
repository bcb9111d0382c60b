import { table, writtenBy } from "./markdown.ts";

/** Which script takes the pictures of a folder, and what is in them. */
export const pictureScripts = [
  {
    folder: "mail",
    script: "pictures:mail",
    shows: "every mail, which a browser test compares with today's",
  },
  { folder: "site", script: "pictures:site", shows: "the readers' site" },
  { folder: "ops", script: "pictures:ops", shows: "the operators' pages" },
];

/**
 * The table of all pictures.
 *
 * @param files their paths below `docs/pictures`.
 */
export function picturesPage(files: string[]): string {
  return `${[
    "# Pictures",
    writtenBy("docs:pictures", "the files in this folder"),
    "Each is taken by a script, never by hand, of the sample day. The names tell what is seen, the width of the window in pixels, and the scheme.",
    ...pictureScripts.flatMap(({ folder, script, shows }) => [
      `## ${folder.charAt(0).toUpperCase()}${folder.slice(1)}`,
      `By \`npm run ${script}\`: ${shows}.`,
      table(["what", "pictures"], rowsOf(folder, files)),
    ]),
  ].join("\n\n")}\n`;
}

const look = /^(.+?)(?:-((?:375|640|1280)-(?:light|dark)(?:-[a-z-]+)?))?\.png$/;

function rowsOf(folder: string, files: string[]): string[][] {
  const scenes = new Map<string, string[]>();
  for (const file of files.filter((path) => path.startsWith(`${folder}/`)).toSorted()) {
    const [, scene = file, looks = "the only one"] = look.exec(file.slice(folder.length + 1)) ?? [];
    const link = `[${looks.replaceAll("-", " ")}](${file})`;
    scenes.set(scene, [...(scenes.get(scene) ?? []), link]);
  }
  return [...scenes].map(([scene, links]) => [scene.replaceAll("-", " "), links.join(", ")]);
}
