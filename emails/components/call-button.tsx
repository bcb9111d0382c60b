import type { CSSProperties } from "react";
import { classes, palette } from "../theme.ts";

const padding = "12px 20px";
const ground: CSSProperties = { backgroundColor: palette.light.accent, borderRadius: "6px" };
// Classic Outlook ignores the padding of a link, but knows this of a cell.
const cell = { ...ground, msoPaddingAlt: padding };

/** The one thing that a mail asks for. */
export function CallButton(props: { href: string; children: string }) {
  return (
    <table role="presentation" border={0} cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          <td className={classes.button} style={cell}>
            <a
              href={props.href}
              className={classes.button}
              style={{
                ...ground,
                display: "inline-block",
                padding,
                color: palette.light.onAccent,
                fontSize: "15px",
                lineHeight: "20px",
                fontWeight: 600,
                textDecoration: "none",
              }}
            >
              {props.children}
            </a>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
