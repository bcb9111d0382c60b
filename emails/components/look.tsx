import { createContext, type ReactNode, useContext } from "react";
import { type MailLook, shippedLook } from "../look.ts";
import type { AccentShades } from "../theme.ts";

const OfMail = createContext(shippedLook);

/** A mail that looks so. */
export function InLook({ look, children }: { look: MailLook; children: ReactNode }) {
  return <OfMail.Provider value={look}>{children}</OfMail.Provider>;
}

/** The look of the mail that is rendered. */
export function useLook(): MailLook {
  return useContext(OfMail);
}

/** The accent of the light scheme, as style attributes have it; the style sheet has the dark one. */
export function useAccent(): AccentShades["light"] {
  return useLook().accent.light;
}
