import type { ReactNode } from "react";
import type { MailLook } from "../look.ts";
import { classes, fonts, palette, space, styleSheet } from "../theme.ts";
import { InLook } from "./look.tsx";
import { Body, Column, Container, Head, Html, Row } from "./primitives.ts";

/** Spaces and joiners, so that a client's list shows the preheader and not the text after it. */
const padding = "\u00a0\u200c".repeat(60);

const ground = { backgroundColor: palette.light.ground };

/**
 * What every mail stands in: head, preheader and one column on the ground. In the column lies a table of two
 * cells a row, so that papers need no table of their own for their rank.
 */
export function MailFrame(props: {
  /** The language that it is written in: `en`. */
  language: string;
  title: string;
  preheader: string;
  look: MailLook;
  children: ReactNode;
}) {
  return (
    <InLook look={props.look}>
      <Html lang={props.language} dir="ltr">
        <Head>
          <meta name="viewport" content="width=device-width" />
          <meta name="color-scheme" content="light dark" />
          <meta name="supported-color-schemes" content="light dark" />
          <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
          <title>{props.title}</title>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own text and colours; quotes in it must not be escaped */}
          <style dangerouslySetInnerHTML={{ __html: styleSheet(props.look.accent) }} />
        </Head>
        <Body className={classes.ground} style={{ ...ground, margin: 0, padding: 0 }}>
          <div style={{ display: "none", maxHeight: 0, overflow: "hidden" }}>
            {props.preheader}
            {padding}
          </div>
          {/* Clients keep neither the language nor the ground of what is outside. */}
          {/* biome-ignore lint/a11y/useSemanticElements: clients drop elements that they do not know, and keep a div */}
          <div role="main" lang={props.language} dir="ltr" className={classes.ground} style={ground}>
            <Row>
              <Column align="center" style={{ padding: "24px 0", fontFamily: fonts.sans }}>
                <Container
                  className={`${classes.column} ${classes.sheet}`}
                  style={{
                    maxWidth: `${space.width}px`,
                    backgroundColor: palette.light.sheet,
                    textAlign: "left",
                  }}
                >
                  <table role="presentation" width="100%" border={0} cellPadding={0} cellSpacing={0}>
                    <tbody>{props.children}</tbody>
                  </table>
                </Container>
              </Column>
            </Row>
          </div>
        </Body>
      </Html>
    </InLook>
  );
}

/** One row of the column, within its gutters. */
export function Band(props: { top: number; bottom: number; children: ReactNode }) {
  return (
    <tr>
      <td
        colSpan={2}
        className={classes.gutter}
        style={{ padding: `${props.top}px ${space.gutter}px ${props.bottom}px` }}
      >
        {props.children}
      </td>
    </tr>
  );
}
