import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { PNG } from "pngjs";
import { openCamera, pictureName } from "./mail-camera.ts";
import { mailScenes } from "./mail-scenes.ts";

// Takes the pictures of every mail anew: `npm run pictures:mail`. A browser test compares mails with them.

const folder = new URL("../../docs/pictures/mail/", import.meta.url);
await mkdir(folder, { recursive: true });
for (const file of await readdir(folder)) await rm(new URL(file, folder));
const camera = await openCamera();
for (const { name, html, looks } of await mailScenes()) {
  for (const look of looks) {
    const picture = await camera.photograph(html, look);
    // Flat grounds and text pack best without a filter.
    const bytes = PNG.sync.write(picture, {
      colorType: 2,
      deflateLevel: 9,
      deflateStrategy: 0,
      filterType: 0,
    });
    await writeFile(new URL(pictureName(name, look), folder), bytes);
  }
}
await camera.close();
