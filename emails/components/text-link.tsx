import type { CSSProperties, ReactNode } from "react";
import { classes } from "../theme.ts";

/**
 * A link in the colour of its class. A plain element: React Email's `Link` writes a target, a colour and a
 * decoration line into each of the sixty links of a digest, which would all have to be taken back.
 */
export function TextLink(props: {
  href: string;
  className?: string;
  style: CSSProperties;
  children: ReactNode;
}) {
  return (
    <a
      href={props.href}
      className={props.className ?? classes.accent}
      style={{ textDecoration: "none", ...props.style }}
    >
      {props.children}
    </a>
  );
}
