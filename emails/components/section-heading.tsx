import { classes, palette, type } from "../theme.ts";
import { Band } from "./mail-frame.tsx";
import { Heading } from "./primitives.ts";

/** A section's name with a note on what is in it. */
export function SectionHeading(props: { heading: string; note: string }) {
  return (
    <Band top={30} bottom={0}>
      <div
        className={classes.hairline}
        style={{ borderBottom: `1px solid ${palette.light.line}`, paddingBottom: "7px" }}
      >
        <Heading as="h2" className={classes.accent} style={{ ...type.section, margin: 0 }}>
          {props.heading}
        </Heading>
        <p className={classes.soft} style={{ ...type.small, margin: "1px 0 0" }}>
          {props.note}
        </p>
      </div>
    </Band>
  );
}
