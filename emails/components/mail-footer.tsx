import type { ReactNode } from "react";
import { classes, palette, space, type } from "../theme.ts";
import { TextLink } from "./text-link.tsx";

export type FooterLink = { label: string; url: string };

/** Why the mail came, what can be done about it, and who sends it (a postal address is the law in bulk mail). */
export function MailFooter(props: { why: ReactNode; links: FooterLink[]; postalAddress: string }) {
  return (
    <tr>
      <td
        colSpan={2}
        className={`${classes.gutter} ${classes.hairline}`}
        style={{ padding: `22px ${space.gutter}px 30px`, borderTop: `1px solid ${palette.light.line}` }}
      >
        <p className={classes.soft} style={{ ...type.small, margin: 0, wordBreak: "break-word" }}>
          {props.why}
        </p>
        {props.links.length === 0 ? null : (
          <p style={{ ...type.links, margin: "8px 0" }}>
            {props.links.map((link, index) => (
              <span key={link.label}>
                {index === 0 ? null : "\u00a0\u00a0 "}
                <TextLink
                  href={link.url}
                  style={{ color: palette.light.accent, textDecoration: "underline" }}
                >
                  {link.label}
                </TextLink>
              </span>
            ))}
          </p>
        )}
        <p className={classes.soft} style={{ ...type.small, margin: "8px 0 0" }}>
          {props.postalAddress}
        </p>
      </td>
    </tr>
  );
}
