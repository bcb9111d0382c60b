import type { MailLook } from "../../emails/look.ts";
import { fitLogo } from "../brand/fit-logo.ts";
import { logoPath } from "../brand/logo-path.ts";
import { shadesOf, shippedAccent } from "../brand/shades.ts";
import type { Brand } from "../settings/brand.ts";
import { cleanText } from "./clean-text.ts";

/** How mails look that are made now. @param publicUrl absolute, without a trailing slash. */
export function mailLook({ accent, logo, tagline, footerText }: Brand, publicUrl: string): MailLook {
  return {
    accent: shadesOf(accent ?? shippedAccent),
    logo: logo === null ? null : { url: publicUrl + logoPath(logo), ...fitLogo(logo, "mail") },
    tagline: tagline === null ? null : cleanText(tagline),
    footer: footerText === null ? null : footerText.split("\n").map(cleanText).join("\n"),
  };
}
