import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** This release's version, as package.json has it: beside `src` in a checkout, above `dist` when built. */
export const version = readVersion();

function readVersion(): string {
  const places = ["../../package.json", "../../../package.json"].map(
    (path) => new URL(path, import.meta.url),
  );
  const place = places.find((one) => existsSync(one));
  if (!place) throw new Error("package.json is not where the code expects it");
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(place, "utf8"))).version;
}
