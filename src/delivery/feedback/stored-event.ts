import type { payloadForms, providerEvents } from "../tables.ts";

export type KeptPayload = { payload: unknown; payloadForm: (typeof payloadForms)[number] };

export type StoredEvent = typeof providerEvents.$inferSelect;

export type NewEvent = Omit<StoredEvent, "appliedAt" | "noteCode" | "note">;
