import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type PictureText, pictureSvg } from "./picture-svg.ts";
import { loadTypeface } from "./typeface.ts";

/**
 * Draws a picture for cards as PNG. What draws it takes tens of megabytes and is loaded by the first picture, so that a
 * process which draws none does without.
 */
export async function drawPicture(text: PictureText): Promise<Buffer> {
  const [plain, strong, { Resvg }] = await Promise.all([loadTypeface(400), loadTypeface(600), loadResvg()]);
  const drawing = new Resvg(pictureSvg(text, { plain, strong }));
  try {
    const image = drawing.render();
    try {
      return Buffer.from(image.asPng());
    } finally {
      image.free();
    }
  } finally {
    // Memory of WebAssembly is nobody's who does not give it back.
    drawing.free();
  }
}

let loaded: Promise<typeof import("@resvg/resvg-wasm")> | undefined;

/** The library lets itself be prepared once in the life of a process. */
function loadResvg(): Promise<typeof import("@resvg/resvg-wasm")> {
  loaded ??= (async () => {
    const resvg = await import("@resvg/resvg-wasm");
    await resvg.initWasm(readFile(fileURLToPath(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"))));
    return resvg;
  })();
  return loaded;
}
