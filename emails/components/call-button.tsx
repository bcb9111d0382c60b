import { classes, palette } from "../theme.ts";
import { Button } from "./primitives.ts";

/** The one thing that a mail asks for. */
export function CallButton(props: { href: string; children: string }) {
  return (
    <Button
      href={props.href}
      target={undefined}
      className={classes.button}
      style={{
        backgroundColor: palette.light.accent,
        color: palette.light.onAccent,
        borderRadius: "6px",
        padding: "12px 20px",
        fontSize: "15px",
        lineHeight: "20px",
        fontWeight: 600,
      }}
    >
      {props.children}
    </Button>
  );
}
