import type { ReactNode } from "react";
import { classes, fonts, palette, space, styleSheet } from "../theme.ts";
import { Body, Head, Html } from "./primitives.ts";

/** Figure spaces and joiners, so that a client's list shows the preheader and not the text after it. */
const padding = "\u00a0\u200c".repeat(60);

/** What every mail stands in: head, preheader and the one column on the ground. */
export function MailFrame(props: { title: string; preheader: string; children: ReactNode }) {
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>{props.title}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant; quotes in it must not be escaped */}
        <style dangerouslySetInnerHTML={{ __html: styleSheet }} />
      </Head>
      <Body
        className={classes.ground}
        style={{
          backgroundColor: palette.light.ground,
          margin: 0,
          padding: "24px 0",
          fontFamily: fonts.sans,
        }}
      >
        <div style={{ display: "none", maxHeight: 0, overflow: "hidden" }}>
          {props.preheader}
          {padding}
        </div>
        <table
          role="presentation"
          align="center"
          width="100%"
          border={0}
          cellPadding={0}
          cellSpacing={0}
          className={`${classes.column} ${classes.sheet}`}
          style={{ maxWidth: `${space.width}px`, backgroundColor: palette.light.sheet }}
        >
          <tbody>{props.children}</tbody>
        </table>
      </Body>
    </Html>
  );
}

/** One row of the column, within its gutters. */
export function Band(props: { top: number; bottom: number; children: ReactNode }) {
  return (
    <tr>
      <td
        className={classes.gutter}
        style={{ padding: `${props.top}px ${space.gutter}px ${props.bottom}px` }}
      >
        {props.children}
      </td>
    </tr>
  );
}
