import { execFileSync, spawnSync } from "node:child_process";
import { EmbeddedDatabaseError } from "./error.ts";

/** The account that runs the server's programs; null means the one that runs Paperboy. */
export type SystemUser = { name: string; uid: number; gid: number } | null;

/**
 * The account to run PostgreSQL as: null for a normal user; for root, which PostgreSQL refuses, the system
 * user `postgres`, made when missing, or `nobody` where accounts cannot be made.
 */
export function findSystemUser(log: (line: string) => void): SystemUser {
  if (process.getuid?.() !== 0) return null;
  const present = lookUp("postgres");
  if (present) return present;
  if (makeAccount()) {
    const made = lookUp("postgres");
    if (made) {
      log("PostgreSQL refuses to run as root: made the system user postgres for it.");
      return made;
    }
  }
  const nobody = lookUp("nobody");
  if (nobody) return nobody;
  throw new EmbeddedDatabaseError(
    "PostgreSQL refuses to run as root and no system user postgres could be made: run Paperboy as a normal user or set DATABASE_URL.",
  );
}

/** Whether that account can run a shell test (`test -x`, `test -w`) with success on a path. */
export function canReach(user: SystemUser, flag: "-x" | "-w", target: string): boolean {
  const ids = user ? { uid: user.uid, gid: user.gid } : {};
  const script = 'test "$1" "$2"';
  return (
    spawnSync("/bin/sh", ["-c", script, "sh", flag, target], { cwd: "/", stdio: "ignore", ...ids }).status ===
    0
  );
}

function lookUp(name: string): SystemUser {
  try {
    const ask = (flag: string) =>
      Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    return { name, uid: ask("-u"), gid: ask("-g") };
  } catch {
    return null;
  }
}

function makeAccount(): boolean {
  const run = (command: string, args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
  run("groupadd", ["--system", "postgres"]);
  return run("useradd", [
    ...["--system", "--gid", "postgres", "--no-create-home", "--home-dir", "/nonexistent"],
    ...["--shell", "/usr/sbin/nologin", "postgres"],
  ]);
}
