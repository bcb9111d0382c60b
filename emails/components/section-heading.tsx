import type { ReactNode } from "react";
import { classes, palette, type } from "../theme.ts";
import { Band } from "./mail-frame.tsx";
import { Heading } from "./primitives.ts";
import { Segment } from "./segment.tsx";

/** A section's name, with a note on what is in it where there is one. */
export function SectionHeading(props: {
  name: string;
  heading: string;
  note: string;
  /** Behind the note. */
  children?: ReactNode;
}) {
  return (
    <Band top={34} bottom={0}>
      <div
        className={classes.rule}
        style={{ borderTop: `2px solid ${palette.light.ink}`, paddingTop: "8px" }}
      >
        <Heading as="h2" className={classes.ink} style={{ ...type.section, margin: 0 }}>
          {props.heading}
          <Segment name={props.name} when={props.note !== ""}>
            <span className={classes.soft} style={{ ...type.small, fontWeight: 400 }}>
              {"\u00a0\u00a0 "}
              {props.note}
              {props.children}
            </span>
          </Segment>
        </Heading>
      </div>
    </Band>
  );
}
