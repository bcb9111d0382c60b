import { classes, palette, type } from "../theme.ts";
import { Band } from "./mail-frame.tsx";
import { TextLink } from "./text-link.tsx";

/** The name of the paper, and under it between rules what issue this is and a link. */
export function Masthead(props: {
  name: string;
  left: string;
  right: { label: string; url: string } | null;
}) {
  const line = `1px solid ${palette.light.line}`;
  return (
    <>
      <tr>
        <td
          colSpan={2}
          className={classes.bar}
          style={{ height: "4px", lineHeight: "4px", fontSize: "1px", backgroundColor: palette.light.accent }}
        >
          {"\u00a0"}
        </td>
      </tr>
      <Band top={24} bottom={0}>
        <p className={classes.ink} style={{ ...type.wordmark, margin: "0 0 10px" }}>
          {props.name}
        </p>
        <table
          role="presentation"
          width="100%"
          border={0}
          cellPadding={0}
          cellSpacing={0}
          className={classes.hairline}
          style={{ borderTop: line, borderBottom: line }}
        >
          <tbody>
            <tr>
              <td className={classes.soft} style={{ ...type.small, padding: "7px 0" }}>
                {props.left}
              </td>
              {props.right === null ? null : (
                <td align="right" style={{ ...type.small, padding: "7px 0 7px 12px" }}>
                  <TextLink
                    href={props.right.url}
                    style={{ color: palette.light.accent, textDecoration: "underline" }}
                  >
                    {props.right.label}
                  </TextLink>
                </td>
              )}
            </tr>
          </tbody>
        </table>
      </Band>
    </>
  );
}
