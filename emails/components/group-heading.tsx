import { classes, palette, type } from "../theme.ts";
import { useAccent } from "./look.tsx";
import { Band } from "./mail-frame.tsx";

/** What a group of papers within a section is about. Not a heading in the markup: those of papers stand beside it. */
export function GroupHeading({ heading }: { heading: string | null }) {
  const { accent } = useAccent();
  return (
    <Band top={30} bottom={0}>
      <p
        dir="auto"
        className={`${classes.hairline} ${classes.accent}`}
        style={{
          ...type.group,
          color: accent,
          margin: 0,
          paddingTop: "7px",
          borderTop: `1px solid ${palette.light.line}`,
        }}
      >
        {heading}
      </p>
    </Band>
  );
}
