import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A CA that nobody knows, a server's certificate of it for `localhost` and one other name, for no number, and another such CA. */
type OwnCa = {
  folder: string;
  ca: string;
  otherCa: string;
  key: string;
  certificate: string;
  close(): void;
};

/** Made by OpenSSL; each member is a file in PEM form. */
export function makeOwnCa(): OwnCa {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-own-ca-"));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "ignore", cwd: folder });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  for (const name of ["ca", "other-ca"]) {
    const named = [
      "-subj",
      `/CN=${name}`,
      "-days",
      "2",
      "-keyout",
      file(`${name}.key`),
      "-out",
      file(`${name}.pem`),
    ];
    openssl("req", "-x509", ...newKey, ...named);
  }
  openssl(
    "req",
    ...newKey,
    "-subj",
    "/CN=localhost",
    "-keyout",
    file("server.key"),
    "-out",
    file("server.csr"),
  );
  writeFileSync(file("names"), "subjectAltName=DNS:localhost,DNS:mail.provider.example\n");
  const signing = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial", "-days", "2"];
  openssl(
    "x509",
    "-req",
    "-in",
    file("server.csr"),
    ...signing,
    "-extfile",
    file("names"),
    "-out",
    file("server.pem"),
  );
  return {
    folder,
    ca: file("ca.pem"),
    otherCa: file("other-ca.pem"),
    key: file("server.key"),
    certificate: file("server.pem"),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
