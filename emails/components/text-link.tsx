import type { CSSProperties, ReactNode } from "react";
import { classes } from "../theme.ts";
import { Link } from "./primitives.ts";

/** A link in the colour of its class, underlined unless its style says otherwise. */
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
      // `textDecorationLine` is `Link`'s own way to take the underline away; `textDecoration` says the same to more clients.
      style={{ textDecorationLine: undefined, textDecoration: "underline", ...props.style }}
    >
      {props.children}
    </Link>
  );
}
