import { expect, it } from "vitest";
import { openWording, sealWording } from "../../../src/subscribers/seal-wording.ts";

const withSecrets = (...secrets: string[]) => ({ tokens: { secrets } });
const text = "Subscribe me to Müller’s digest <b>&amp;\n";

it("opens what any of the secrets has sealed, as it was, and nothing else", () => {
  const sealed = sealWording(withSecrets("older"), text);
  expect(openWording(withSecrets("newer", "older"), sealed)).toBe(text);
  expect(openWording(withSecrets("newer"), sealed)).toBeNull();
  const forged = Buffer.from(sealed, "base64url");
  for (const at of [0, 15, 16, forged.length - 1]) {
    const other = Buffer.from(forged);
    other.writeUInt8((other.readUInt8(at) + 1) % 256, at);
    expect(openWording(withSecrets("older"), other.toString("base64url")), `byte ${at}`).toBeNull();
  }
  for (const made of ["", "a", "x".repeat(22), text])
    expect(openWording(withSecrets("older"), made)).toBeNull();
});
