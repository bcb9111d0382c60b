import { digest } from "./digest.ts";
import { notices } from "./notices.ts";
import { ranking } from "./ranking.ts";
import { site } from "./site.ts";

/** All sentences, in English: the language that is complete, so that its keys and arguments are the catalogue's. */
export const english = { ...ranking, ...digest, ...notices, ...site } as const;
