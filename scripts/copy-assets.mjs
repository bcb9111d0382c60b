// Lays beside the compiled code what the compiler does not copy: migrations, style sheets, scripts, seeds.
import { cpSync } from "node:fs";

const assets = /\.(sql|json|css|js|svg|png|txt|html)$/;
const [target = "dist"] = process.argv.slice(2);

for (const folder of ["words", "src", "emails", "seeds"]) {
  cpSync(folder, `${target}/${folder}`, {
    recursive: true,
    filter: (path) => !/\.[^./]+$/.test(path) || assets.test(path),
  });
}
