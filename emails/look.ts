import { type AccentShades, palette } from "./theme.ts";

/** What makes a mail look as its installation's own. */
export type MailLook = {
  accent: AccentShades;
  /** In place of the name; its address is absolute, its size in pixels. */
  logo: { url: string; width: number; height: number } | null;
  /** Under the name. */
  tagline: string | null;
  /** Above the postal address; its lines stand under each other. */
  footer: string | null;
};

/** Of an installation that chose nothing of its own. */
export const shippedLook: MailLook = { accent: palette, logo: null, tagline: null, footer: null };
