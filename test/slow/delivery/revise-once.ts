import { readConfig } from "../../../src/config/env.ts";
import { createContext } from "../../../src/context.ts";
import { reviseEdition } from "../../../src/delivery/steer/revise-edition.ts";

/** Revises an edition in a process of its own, which may be killed at a step: `revise-once.ts EDITION REVISION EDITS`. */
const [editionId = "", revision, edits = "{}"] = process.argv.slice(2);
const ctx = await createContext(readConfig(process.env));
await reviseEdition(ctx, editionId, { expectedRevision: Number(revision), edits: JSON.parse(edits) });
await ctx.close();
