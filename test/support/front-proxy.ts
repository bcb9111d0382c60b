import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import pRetry from "p-retry";
import { findSystemUser } from "../../src/db/embedded/system-user.ts";
import { findFreePort } from "../../src/db/ports.ts";
import { makeOwnCa } from "./own-ca.ts";

const programs = { nginx: ["/usr/sbin/nginx", "nginx"], caddy: ["/usr/bin/caddy", "caddy"] };

export type FrontKind = keyof typeof programs;

/** Answers of a proxy in front, asked over TLS by the name of its site. */
export type Front = {
  /** Asks for a path of the host as it is, without following what it says. */
  ask(
    path: string,
    init?: { method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<Response>;
  close(): Promise<void>;
};

/** Whether this machine has the program; where it has not, the run says so, and in CI that is a failure. */
export function hasFront(kind: FrontKind): boolean {
  if (findProgram(kind) !== undefined) return true;
  if (process.env.CI) throw new Error(`${kind} is not installed: apt-get install nginx-light caddy.`);
  process.stderr.write(`NOT RUN: the tests behind ${kind}, since it is not installed.\n`);
  return false;
}

function findProgram(kind: FrontKind): string | undefined {
  const word = kind === "nginx" ? "-v" : "version";
  return programs[kind].find((one) => spawnSync(one, [word]).status === 0);
}

/**
 * Starts the program as an unprivileged user with an example of `deploy`: as it stands there but for the port, the
 * certificate, Paperboy's port and the folder of the other site, in which `/index.html` says "the other site".
 */
export async function startFront(kind: FrontKind, example: string, paperboyPort: number): Promise<Front> {
  const program = findProgram(kind) ?? kind;
  const user = findSystemUser(() => {});
  const folder = realpathSync(mkdtempSync(path.join(user ? "/tmp" : tmpdir(), "paperboy-front-")));
  const own = makeOwnCa();
  const port = await findFreePort();
  for (const [from, to] of [
    [own.key, "key.pem"],
    [own.certificate, "certificate.pem"],
  ] as const)
    cpSync(from, path.join(folder, to));
  const ca = readFileSync(own.ca);
  own.close();
  const place = { folder, port, paperboyPort, redirectPort: await findFreePort() };
  mkdirSync(path.join(folder, "www"));
  writeFileSync(path.join(folder, "www", "index.html"), "the other site\n");
  const file = kind === "nginx" ? writeNginx(example, place) : writeCaddy(example, place);
  chmodSync(folder, 0o755);
  if (user) spawnSync("chown", ["-R", `${user.uid}:${user.gid}`, folder]);
  const ids = user ? { uid: user.uid, gid: user.gid } : {};
  const args =
    kind === "nginx"
      ? ["-p", folder, "-c", file, "-e", "stderr"]
      : ["run", "--config", file, "--adapter", "caddyfile"];
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], cwd: folder, env, ...ids });
  let said = "";
  child.stderr.on("data", (part: Buffer) => {
    said += part.toString();
  });
  const close = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const host =
    /^(?:\s*server_name )?((?:papers|www)\.example\.com)/m.exec(readExample(kind, example))?.[1] ?? "";
  const ask: Front["ask"] = (asked, { method = "GET", headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port,
          servername: "localhost",
          ca,
          path: asked,
          method,
          headers: { host, ...headers },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("error", reject);
          answer.on("end", () => {
            const given = Object.entries(answer.headersDistinct).flatMap(([name, values]) =>
              (values ?? []).map((value): [string, string] => [name, value]),
            );
            const status = answer.statusCode ?? 0;
            const isEmpty = [204, 304].includes(status);
            resolve(new Response(isEmpty ? null : Buffer.concat(parts), { status, headers: given }));
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  await pRetry(() => ask("/"), { retries: 200, minTimeout: 50, factor: 1 }).catch(async (cause: unknown) => {
    await close();
    throw new Error(`${kind} does not start: ${said}`, { cause });
  });
  return { ask, close };
}

type Place = { folder: string; port: number; paperboyPort: number; redirectPort: number };

function readExample(kind: FrontKind, name: string): string {
  return readFileSync(new URL(`../../deploy/${kind}/${name}`, import.meta.url), "utf8");
}

function writeNginx(example: string, { folder, port, paperboyPort, redirectPort }: Place): string {
  const adapt = (text: string) =>
    text
      .replaceAll(/listen \[::\]:\d+(?: ssl)?;\n/g, "")
      .replaceAll("listen 443", `listen 127.0.0.1:${port}`)
      .replaceAll("listen 80", `listen 127.0.0.1:${redirectPort}`)
      .replaceAll(/\/etc\/letsencrypt\/live\/[^;]*fullchain\.pem/g, `${folder}/certificate.pem`)
      .replaceAll(/\/etc\/letsencrypt\/live\/[^;]*privkey\.pem/g, `${folder}/key.pem`)
      .replaceAll("/etc/nginx/snippets", folder)
      .replaceAll("/srv/www", `${folder}/www`)
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${paperboyPort}`);
  writeFileSync(path.join(folder, "paperboy-proxy.conf"), adapt(readExample("nginx", "paperboy-proxy.conf")));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((one) => `${one}_temp_path ${folder}/${one};`)
    .join("\n");
  const file = path.join(folder, "nginx.conf");
  writeFileSync(
    file,
    `daemon off;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${adapt(readExample("nginx", example))}}\n`,
  );
  return file;
}

function writeCaddy(example: string, { folder, port, paperboyPort, redirectPort }: Place): string {
  const site = readExample("caddy", example)
    .replace(
      /^((?:papers|www)\.example\.com) \{$/m,
      `$1 {\n\ttls ${folder}/certificate.pem ${folder}/key.pem`,
    )
    .replaceAll("/srv/www", `${folder}/www`)
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${paperboyPort}`);
  const file = path.join(folder, "Caddyfile");
  const ports = `http_port ${redirectPort}\nhttps_port ${port}`;
  writeFileSync(
    file,
    `{\nadmin off\n${ports}\nauto_https disable_redirects\ndefault_sni localhost\n}\n${site}`,
  );
  return file;
}
