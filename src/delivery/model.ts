import type { DigestSlots } from "../digest/model.ts";

/** One recipient of a sealed batch, with all that is needed to build their mail again, byte for byte. */
export type SealedRecipient = DigestSlots;
