import type { ReactNode } from "react";
import { classes, palette, space, type } from "../theme.ts";
import { useAccent, useLook } from "./look.tsx";
import { Band } from "./mail-frame.tsx";
import { Column, Img, Row, Text } from "./primitives.ts";
import { TextLink } from "./text-link.tsx";

/** The name of the paper, and under it between rules a line of two ends: what this is, and which. */
export function Masthead(props: {
  name: string;
  link: { label: string; url: string } | null;
  left: ReactNode;
  right: string | null;
}) {
  const { accent } = useAccent();
  const { tagline } = useLook();
  return (
    <>
      <tr>
        <td
          colSpan={2}
          className={classes.bar}
          style={{ height: "4px", lineHeight: "4px", fontSize: "1px", backgroundColor: accent }}
        >
          {"\u00a0"}
        </td>
      </tr>
      <Band top={22} bottom={0}>
        <Ends
          left={
            <>
              <Wordmark name={props.name} />
              {tagline === null ? null : (
                <Text className={classes.soft} style={{ ...type.small, marginTop: "2px", marginBottom: 0 }}>
                  {tagline}
                </Text>
              )}
            </>
          }
          right={props.link === null ? null : <TextLink href={props.link.url}>{props.link.label}</TextLink>}
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

/** The name in letters, or as the logo, which says the name where pictures are off. */
function Wordmark({ name }: { name: string }) {
  const { logo } = useLook();
  if (logo === null)
    return (
      <Text className={classes.ink} style={{ ...type.wordmark, marginTop: 0, marginBottom: 0 }}>
        {name}
      </Text>
    );
  return (
    <Img
      src={logo.url}
      alt={name}
      width={logo.width}
      height={logo.height}
      // Without it React announces the picture in the head of the mail.
      loading="lazy"
      // What is transparent in it was drawn for paper: its ground stays light in the dark scheme, and so its text dark.
      style={{ ...type.wordmark, backgroundColor: palette.light.sheet }}
    />
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
