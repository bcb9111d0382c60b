import { readdirSync } from "node:fs";
import * as kinds from "kubernetes-models";
import { describe, expect, it } from "vitest";
import { commands } from "../../../src/cli/commands.ts";
import { readConfig } from "../../../src/config/env.ts";
import { type Part, readYaml, unknownVariables } from "../../support/deploy-files.ts";

const folder = "deploy/kubernetes";
const [kustomization] = readYaml(`${folder}/kustomization.yaml`);
const files = readdirSync(folder).filter((name) => name !== "kustomization.yaml");
const documents = files.flatMap((file) =>
  readYaml(`${folder}/${file}`).map((document): [string, Part] => [`${file}: ${document.kind}`, document]),
);
const ofKind = (kind: string) => documents.map(([, one]) => one).filter((one) => one.kind === kind);
const [settings] = ofKind("ConfigMap");
const [secret] = ofKind("Secret");

type Pod = { name: string; labels: Record<string, string>; spec: Part };
const pods: Pod[] = documents.flatMap(([, { kind, metadata, spec }]) => {
  const template = kind === "CronJob" ? spec.jobTemplate.spec.template : spec?.template;
  return template ? [{ name: metadata.name, labels: template.metadata.labels, spec: template.spec }] : [];
});
const containerOf = (pod: Pod) => pod.spec.containers[0];

/** `apps/v1` as the package of models calls it. */
function modelOf({ apiVersion, kind }: Part): Part {
  const parts = String(apiVersion).split("/");
  const group = parts.length === 1 ? "" : parts[0]?.replace(/[.-](\w)/g, (_, letter) => letter.toUpperCase());
  const all: Part = kinds;
  return (group ? all[group] : all)[parts.at(-1) ?? ""]?.[kind];
}

describe("the example for Kubernetes", () => {
  it.each(documents)("%s is what Kubernetes' schema asks for", (_name, document) => {
    const Model = modelOf(document);
    expect(() => new Model(document).validate()).not.toThrow();
    expect(() => new Model({ ...document, spec: 7, data: 7, stringData: 7 }).validate()).toThrow();
  });

  it("is one kustomization of all its files, but for the example of secrets", () => {
    expect([...kustomization.resources, "secret.example.yaml"].sort()).toEqual(files.sort());
    expect(kustomization.images[0].name).toBe(containerOf(pods[0] as Pod).image);
  });

  it.each(
    pods,
  )("$name is started with a configuration that can be used, by a command that there is", (pod) => {
    const { args, env = [] } = containerOf(pod);
    const own = Object.fromEntries(env.map(({ name, value }: Part) => [name, value]));
    const given = { ...settings.data, ...secret.stringData, ...own };
    expect(unknownVariables(Object.keys(given))).toEqual([]);
    expect(readConfig(given)).toMatchObject({ isProduction: true });
    expect(Object.keys(commands)).toContain(args[0]);
  });

  it.each(pods)("$name is no root, may write nowhere but in its volumes, and wins no rights", (pod) => {
    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    });
    expect(containerOf(pod).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    const mounted = containerOf(pod).volumeMounts.map(({ name }: Part) => name);
    expect(pod.spec.volumes.map(({ name }: Part) => name)).toEqual(mounted);
    expect(mounted).toContain("tmp");
  });

  it.each([
    ["paperboy-web", "PORT"],
    ["paperboy-worker", "METRICS_PORT"],
  ])("%s is asked where it answers, and has the time that a drain takes", (name, variable) => {
    const pod = pods.find((one) => one.name === name) as Pod;
    const { env, ports, startupProbe, livenessProbe, readinessProbe } = containerOf(pod);
    expect(env).toContainEqual({ name: variable, value: String(ports[0].containerPort) });
    for (const probe of [startupProbe, livenessProbe])
      expect(probe.httpGet).toEqual({ path: "/healthz", port: ports[0].name });
    expect(readinessProbe.httpGet).toEqual({ path: "/readyz", port: ports[0].name });
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(30);
  });

  it("chooses by labels and ports that pods have", () => {
    const has = (pod: Pod, labels: Record<string, string>) =>
      Object.entries(labels).every(([name, value]) => pod.labels[name] === value);
    const chosen = (labels: Record<string, string>) => pods.filter((pod) => has(pod, labels));
    const selectors = [
      ...ofKind("Deployment").map(({ spec }) => spec.selector.matchLabels),
      ...ofKind("PodDisruptionBudget").map(({ spec }) => spec.selector.matchLabels),
      ...ofKind("Service").map(({ spec }) => spec.selector),
    ];
    for (const labels of selectors) expect(chosen(labels)).toHaveLength(1);
    for (const { spec } of ofKind("NetworkPolicy")) {
      const named = (spec.ingress ?? []).flatMap((rule: Part) => rule.ports.map(({ port }: Part) => port));
      const [pod] = chosen(spec.podSelector.matchLabels);
      for (const port of named)
        expect(containerOf(pod as Pod).ports.map(({ name }: Part) => name)).toContain(port);
    }
    const [service] = ofKind("Service");
    const [web] = chosen(service.spec.selector);
    expect(containerOf(web as Pod).ports.map(({ name }: Part) => name)).toContain(
      service.spec.ports[0].targetPort,
    );
  });
});
