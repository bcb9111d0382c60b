import { drawPictures } from "../src/editions/pictures/draw-pictures.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Draws what is shown of editions elsewhere. */
export const picturesWorker: WorkerDefinition<"pictures"> = {
  name: "pictures",
  concurrency: 1,
  process: (ctx) => drawPictures(ctx),
};
