import { readFileSync } from "node:fs";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Camera, openCamera, pictureName } from "../../scripts/pictures/mail-camera.ts";
import { mailScenes } from "../../scripts/pictures/mail-scenes.ts";

/**
 * Part of the pixels that may differ. Another version of Chromium that smooths letters in another way stays
 * far below; a colour, a line of text or a gap that changed does not.
 */
const tolerance = 0.003;

const scenes = await mailScenes();
let camera: Camera;
beforeAll(async () => {
  camera = await openCamera();
});
afterAll(() => camera.close());

test.each(
  scenes.flatMap((scene) =>
    scene.looks.map((look) => ({ file: pictureName(scene.name, look), scene, look })),
  ),
)("$file in the documentation shows the mail as it is; else run `npm run pictures:mail`", async ({
  file,
  scene,
  look,
}) => {
  const committed = PNG.sync.read(readFileSync(new URL(`../../docs/pictures/mail/${file}`, import.meta.url)));
  const taken = await camera.photograph(scene.html, look);
  expect({ width: taken.width, height: taken.height }).toEqual({
    width: committed.width,
    height: committed.height,
  });
  const { width, height } = committed;
  const differing = pixelmatch(committed.data, taken.data, undefined, width, height, { threshold: 0.2 });
  expect(differing / (width * height)).toBeLessThan(tolerance);
});
