// Lays beside the compiled code what the compiler does not copy: migrations, style sheets, scripts, seeds.
import { cpSync } from "node:fs";

const assets = /\.(sql|json|css|js|svg|txt|html)$/;

for (const folder of ["src", "emails", "seeds"]) {
  cpSync(folder, `dist/${folder}`, {
    recursive: true,
    filter: (path) => !/\.[^./]+$/.test(path) || assets.test(path),
  });
}
