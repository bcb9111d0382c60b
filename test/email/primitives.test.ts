import * as collection from "@react-email/components";
import { expect, it } from "vitest";
import * as primitives from "../../emails/components/primitives.ts";

it("builds the mails from React Email's collection, each part at the collection's version", () => {
  const parts = new Map<string, unknown>(Object.entries(collection));
  for (const [name, part] of Object.entries(primitives)) expect(part, name).toBe(parts.get(name));
});
