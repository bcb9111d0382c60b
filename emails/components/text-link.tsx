import type { CSSProperties, ReactNode } from "react";
import { classes } from "../theme.ts";
import { Link } from "./primitives.ts";

/** A link in the colour of its class. It opens where the mail client wants: a `target` costs bytes for nothing. */
export function TextLink(props: {
  href: string;
  className?: string;
  style: CSSProperties;
  children: ReactNode;
}) {
  return (
    <Link
      href={props.href}
      className={props.className ?? classes.accent}
      target={undefined}
      style={{ textDecorationLine: undefined, textDecoration: "none", ...props.style }}
    >
      {props.children}
    </Link>
  );
}
