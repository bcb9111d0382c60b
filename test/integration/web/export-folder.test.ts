import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openExportFolder } from "../../../src/web/export/export-folder.ts";

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "paperboy-export-folder-"));
  folder = join(root, "public");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Who is killed shows no sign of life any more; who comes then watches for one. */
const killed = { beatMs: 3_600_000, watchMs: 0 };
const watching = { beatMs: 20, watchMs: 100 };

/** An export of files that hold their own names, or what is given. */
async function write(...files: (string | [name: string, body: string])[]) {
  const into = await openExportFolder(folder, watching);
  try {
    for (const file of files) {
      const [name, body] = typeof file === "string" ? [file, file] : file;
      await into.put(name, Buffer.from(body));
    }
    return await into.finish();
  } finally {
    await into.abandon();
  }
}

function lay(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), "of the operator");
  }
}

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const pages = ["index.html", "papers/1/index.html", "feed.xml"];

it("deletes what the former export had and the new one has not, with folders that are empty then", async () => {
  await write(...pages, "papers/2/index.html", "robots.txt");
  expect(await write(...pages)).toEqual({ files: 3, written: 0, deleted: 2 });
  expect([existsSync(join(folder, "papers/2")), existsSync(join(folder, "robots.txt"))]).toEqual([
    false,
    false,
  ]);
  expect(await write(...pages)).toEqual({ files: 3, written: 0, deleted: 0 });
});

it("leaves what others put there: a host's files, a page, and one beside a page that goes", async () => {
  await write(...pages, "papers/2/index.html");
  const own = ["CNAME", "README.md", ".git/HEAD", ".well-known/x", "papers/2/notes.txt", "talks/index.html"];
  lay(...own);
  expect(await write(...pages)).toMatchObject({ deleted: 1 });
  expect(own.map(read)).toEqual(own.map(() => "of the operator"));
});

it.each([
  ["is of another", "robots.txt", ["robots.txt"]],
  ["is a folder of another", "robots.txt/notes.txt", ["robots.txt"]],
  ["lies in a folder that is a file of another", "papers", ["papers/1/index.html"]],
])("writes nothing when a file that it needs %s, and goes on once that is away", async (_, theirs, needed) => {
  await write("index.html");
  lay(theirs);
  await expect(write(["index.html", "new"], ...needed)).rejects.toThrow(/was not written by export-site/);
  expect([read(theirs), read("index.html")]).toEqual(["of the operator", "index.html"]);
  rmSync(join(folder, theirs.split("/")[0] ?? ""), { recursive: true });
  await write(["index.html", "new"], ...needed);
  expect([read("index.html"), ...needed.map(read)]).toEqual(["new", ...needed]);
});

it("lets a page take the place of a file of its own, and a file that of a folder", async () => {
  await write("papers", "robots.txt/index.html");
  expect(await write("papers/1/index.html", "robots.txt")).toMatchObject({ written: 2 });
  expect(["papers/1/index.html", "robots.txt"].map(read)).toEqual(["papers/1/index.html", "robots.txt"]);
});

it("knows for its own what a run wrote that was killed before its end", async () => {
  await write("index.html");
  const into = await openExportFolder(folder, killed);
  await into.put("index.html", Buffer.from("new"));
  await into.put("a.txt", Buffer.from("a"));
  await into.put("b.txt", Buffer.from("b"));
  // So that the run ends between the two.
  rmSync(join(folder, ".paperboy-export-new/b.txt"));
  await expect(into.finish()).rejects.toThrow(/ENOENT/);
  expect(read("a.txt")).toBe("a");
  expect(await write("index.html")).toMatchObject({ deleted: 1 });
  expect(existsSync(join(folder, "a.txt"))).toBe(false);
});

it("refuses while another export is under way, of which nothing is touched, and not after its end", async () => {
  const living = { beatMs: 50, watchMs: 30_000 };
  const first = await openExportFolder(folder, living);
  await first.put("index.html", Buffer.from("first"));
  await expect(openExportFolder(folder, living)).rejects.toThrow(
    /^Another export is writing into .*: wait for its end/,
  );
  lay("CNAME");
  expect(await first.finish()).toEqual({ files: 1, written: 1, deleted: 0 });
  await first.abandon();
  expect([read("index.html"), read("CNAME")]).toEqual(["first", "of the operator"]);
  expect(await write("index.html")).toMatchObject({ written: 1 });
  expect(readdirSync(folder).sort()).toEqual([".paperboy-export", "CNAME", "index.html"]);
});

it("lets one of several that come at once go on after one that was killed, who does nothing more", async () => {
  const dead = await openExportFolder(folder, killed);
  await dead.put("index.html", Buffer.from("dead"));
  const opened = await Promise.allSettled(
    Array.from({ length: 5 }, () => openExportFolder(folder, watching)),
  );
  const [living, ...others] = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(others).toEqual([]);
  await living?.put("index.html", Buffer.from("living"));
  await expect(dead.put("index.html", Buffer.from("dead"))).rejects.toThrow(/took over/);
  await expect(dead.finish()).rejects.toThrow(/took over/);
  await dead.abandon();
  await living?.finish();
  await living?.abandon();
  expect(read("index.html")).toBe("living");
});

it("gives up, with a word, where the lock of one that was killed cannot be taken away", async () => {
  mkdirSync(join(folder, ".paperboy-export-lock/of-another-account/that-cannot-be-deleted"), {
    recursive: true,
  });
  await expect(openExportFolder(folder, watching)).rejects.toThrow(/\.paperboy-export-lock, .*: delete it/);
});

it("follows no name out of the folder, whoever wrote the list", async () => {
  await write("index.html");
  writeFileSync(join(root, "letter.txt"), "dear");
  lay(".git/HEAD");
  writeFileSync(join(folder, ".paperboy-export"), "\n../letter.txt\n/etc/hostname\n.git/HEAD\nindex.html\n");
  await write("index.html");
  expect(readFileSync(join(root, "letter.txt"), "utf8")).toBe("dear");
  expect(read(".git/HEAD")).toBe("of the operator");
});

it("deletes and writes nothing behind a symbolic link that stands where the former export had a folder", async () => {
  await write(...pages);
  renameSync(join(folder, "papers"), join(root, "elsewhere"));
  symlinkSync(join(root, "elsewhere"), join(folder, "papers"));
  const behind = () => readFileSync(join(root, "elsewhere/1/index.html"), "utf8");
  await expect(write(["papers/1/index.html", "new"])).rejects.toThrow(/was not written by export-site/);
  expect(behind()).toBe("papers/1/index.html");
  await write("index.html");
  expect(behind()).toBe("papers/1/index.html");
});

it("goes on in an export of an earlier version, which kept no list, and deletes nothing of it", async () => {
  lay("index.html", "CNAME");
  writeFileSync(
    join(folder, ".paperboy-export"),
    "Written by `paperboy export-site`, which deletes whatever else.\n",
  );
  expect(await write("index.html")).toEqual({ files: 1, written: 1, deleted: 0 });
  expect([read("index.html"), read("CNAME")]).toEqual(["index.html", "of the operator"]);
});
