import type { CSSProperties, ReactNode } from "react";
import { classes } from "../theme.ts";
import { useAccent } from "./look.tsx";
import { Link } from "./primitives.ts";

/** A link in the accent, underlined, unless its class and style say otherwise. */
export function TextLink(props: {
  href: string;
  className?: string;
  style?: CSSProperties;
  children: ReactNode;
}) {
  const { accent } = useAccent();
  return (
    <Link
      href={props.href}
      className={props.className ?? classes.accent}
      // `textDecorationLine` is `Link`'s own way to take the underline away; `textDecoration` says the same to more clients.
      style={{ textDecorationLine: undefined, textDecoration: "underline", color: accent, ...props.style }}
    >
      {props.children}
    </Link>
  );
}
