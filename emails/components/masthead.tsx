import type { ReactNode } from "react";
import { classes, palette, space, type } from "../theme.ts";
import { Band } from "./mail-frame.tsx";
import { Column, Row, Text } from "./primitives.ts";
import { TextLink } from "./text-link.tsx";

/** The name of the paper, and under it between rules a line of two ends: what this is, and which. */
export function Masthead(props: {
  name: string;
  link: { label: string; url: string } | null;
  left: ReactNode;
  right: string | null;
}) {
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
      <Band top={22} bottom={0}>
        <Ends
          left={
            <Text className={classes.ink} style={{ ...type.wordmark, marginTop: 0, marginBottom: 0 }}>
              {props.name}
            </Text>
          }
          right={
            props.link === null ? null : (
              <TextLink href={props.link.url} style={{ color: palette.light.accent }}>
                {props.link.label}
              </TextLink>
            )
          }
          className={classes.rule}
          style={{ borderBottom: `2px solid ${palette.light.ink}` }}
          padding="0 0 10px"
        />
        <Ends
          left={props.left}
          right={props.right}
          className={classes.hairline}
          style={{ borderBottom: `1px solid ${palette.light.line}` }}
          padding="7px 0"
        />
      </Band>
    </>
  );
}

/** A row with something at its left and, when there is, something small at its right. */
function Ends(props: {
  left: ReactNode;
  right: ReactNode;
  className: string;
  style: { borderBottom: string };
  padding: string;
}) {
  return (
    <Row className={props.className} style={props.style}>
      <Column className={classes.soft} style={{ ...type.small, padding: props.padding }}>
        {props.left}
      </Column>
      {props.right === null ? null : (
        <Column
          className={classes.soft}
          align="right"
          style={{ ...type.small, padding: props.padding, paddingLeft: `${space.gap}px` }}
        >
          {props.right}
        </Column>
      )}
    </Row>
  );
}
