import { Fragment, type ReactNode } from "react";
import { classes, palette, space, type } from "../theme.ts";
import { useLook } from "./look.tsx";
import { Text } from "./primitives.ts";
import { TextLink } from "./text-link.tsx";

export type FooterLink = { label: string; url: string };

/** Why the mail came, what can be done about it, and who sends it (a postal address is the law in bulk mail). */
export function MailFooter(props: { why: ReactNode; links: FooterLink[]; postalAddress: string }) {
  const { footer } = useLook();
  return (
    <tr>
      <td
        colSpan={2}
        className={`${classes.gutter} ${classes.hairline}`}
        style={{ padding: `22px ${space.gutter}px 30px`, borderTop: `1px solid ${palette.light.line}` }}
      >
        <Text
          className={classes.soft}
          style={{ ...type.small, marginTop: 0, marginBottom: 0, wordBreak: "break-word" }}
        >
          {props.why}
        </Text>
        {props.links.length === 0 ? null : (
          <Text style={{ ...type.links, marginTop: "8px", marginBottom: "8px" }}>
            {props.links.map((link, index) => (
              <span key={link.label}>
                {index === 0 ? null : "\u00a0\u00a0 "}
                <TextLink href={link.url}>{link.label}</TextLink>
              </span>
            ))}
          </Text>
        )}
        {footer === null ? null : (
          <Text
            className={classes.soft}
            dir="auto"
            style={{ ...type.small, marginTop: "8px", marginBottom: 0, wordBreak: "break-word" }}
          >
            {footer.split("\n").map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
              <Fragment key={index}>
                {index === 0 ? null : <br />}
                {line}
              </Fragment>
            ))}
          </Text>
        )}
        <Text className={classes.soft} style={{ ...type.small, marginTop: "8px", marginBottom: 0 }}>
          {props.postalAddress}
        </Text>
      </td>
    </tr>
  );
}
