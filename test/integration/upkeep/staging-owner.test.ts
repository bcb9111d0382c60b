import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "tar";
import { expect, it } from "vitest";
import type { Home } from "../../../src/db/embedded/home.ts";
import { joinUsers } from "../../../src/db/embedded/processes.ts";
import { homeInStaging, makeStaging } from "../../../src/db/embedded/staging.ts";
import { type CopyHeader, unpackCopy } from "../../../src/upkeep/embedded-copy.ts";

const nobody = { name: "nobody", uid: 65_534, gid: 65_534 };

// Only root puts files into another's folder.
it.runIf(process.getuid?.() === 0)(
  "what root's restore leaves aside when it is killed can be deleted by the account of the data",
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "paperboy-staging-"));
    const source = mkdtempSync(path.join(tmpdir(), "paperboy-staging-source-"));
    try {
      chownSync(folder, nobody.uid, nobody.gid);
      mkdirSync(path.join(source, "data/base/1"), { recursive: true });
      writeFileSync(path.join(source, "data/base/1/1259"), "rows");
      const file = path.join(source, "copy.tar.gz");
      await create({ gzip: true, file, cwd: source, portable: true }, ["data"]);
      const home: Home = {
        folder,
        user: nobody,
        binaries: { initdb: "", postgres: "", major: "18" },
        isDurable: true,
      };
      const staging = makeStaging(home);
      const aside = homeInStaging(home, staging);
      joinUsers(aside.folder);
      // A copy that turns out to be damaged stops where a kill may: its files lie there, and nobody has tidied them.
      const files = [{ path: "data/base/1/1259", bytes: 4, sha256: "another" }];
      const header: CopyHeader = {
        format: "paperboy-embedded-copy",
        version: 1,
        paperboy: "1.0.0",
        madeAt: "2026-06-18T00:00:00Z",
        postgresMajor: "18",
        platform: "",
        files,
      };
      await expect(unpackCopy(file, header, aside.folder, nobody)).rejects.toThrow(/damaged/);
      expect(existsSync(path.join(aside.folder, "data/base/1/1259"))).toBe(true);
      execFileSync("rm", ["-rf", staging], { uid: nobody.uid, gid: nobody.gid });
      expect(existsSync(staging)).toBe(false);
    } finally {
      for (const one of [folder, source]) rmSync(one, { recursive: true, force: true });
    }
  },
);
