import { classes } from "../theme.ts";
import { useAccent } from "./look.tsx";
import { Button } from "./primitives.ts";

/** The one thing that a mail asks for. `Button` draws its padding in classic Outlook too, which ignores that of links. */
export function CallButton(props: { href: string; children: string }) {
  const { accent, onAccent } = useAccent();
  return (
    <Button
      href={props.href}
      className={classes.button}
      style={{
        backgroundColor: accent,
        borderRadius: "6px",
        paddingTop: "12px",
        paddingRight: "20px",
        paddingBottom: "12px",
        paddingLeft: "20px",
        color: onAccent,
        fontSize: "15px",
        lineHeight: "20px",
        fontWeight: 600,
      }}
    >
      {props.children}
    </Button>
  );
}
