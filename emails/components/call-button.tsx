import { classes, palette } from "../theme.ts";
import { Button } from "./primitives.ts";

/** The one thing that a mail asks for. `Button` draws its padding in classic Outlook too, which ignores that of links. */
export function CallButton(props: { href: string; children: string }) {
  return (
    <Button
      href={props.href}
      className={classes.button}
      style={{
        backgroundColor: palette.light.accent,
        borderRadius: "6px",
        paddingTop: "12px",
        paddingRight: "20px",
        paddingBottom: "12px",
        paddingLeft: "20px",
        color: palette.light.onAccent,
        fontSize: "15px",
        lineHeight: "20px",
        fontWeight: 600,
      }}
    >
      {props.children}
    </Button>
  );
}
