import type { ReactNode } from "react";
import type { Words } from "../../words/words.ts";
import type { MailLook } from "../look.ts";
import { classes, fonts, palette, type } from "../theme.ts";
import { CallButton } from "./call-button.tsx";
import { type FooterLink, MailFooter } from "./mail-footer.tsx";
import { Band, MailFrame } from "./mail-frame.tsx";
import { Masthead } from "./masthead.tsx";
import { Column, Heading, Row, Section, Text } from "./primitives.ts";
import { TextLink } from "./text-link.tsx";

/** What every notice knows: whom it goes to and who sends it. */
export type NoticeBase = {
  words: Words;
  /** Who sends it, as the masthead shows it. */
  brand: string;
  look: MailLook;
  recipient: string;
  postalAddress: string;
};

export type NoticeLink = { label: string; url: string };

/** A notice in words; HTML and plain text are made from the same. */
export type NoticeWords = {
  subject: string;
  preheader: string;
  /** The short line under the name. */
  kicker: string;
  heading: string;
  paragraphs: string[];
  action: NoticeLink | null;
  /** Names and values, such as an edition's counts. */
  facts: { label: string; value: string }[];
  /** Papers to read, and where there are more. */
  list: { heading: string; items: NoticeLink[]; more: NoticeLink } | null;
  /** After the action, in small print. */
  notes: string[];
  /** Why the reader gets this. */
  why: string;
  links: FooterLink[];
};

/** A single mail: a heading, a few sentences, one button. */
export function Notice({ base, words }: { base: NoticeBase; words: NoticeWords }) {
  return (
    <MailFrame
      language={base.words.language}
      title={words.subject}
      preheader={words.preheader}
      look={base.look}
    >
      <Masthead name={base.brand} link={null} left={words.kicker} right={null} />
      <Band top={24} bottom={34}>
        <Heading as="h1" className={classes.ink} style={{ ...type.title, margin: "0 0 10px" }}>
          {words.heading}
        </Heading>
        {words.paragraphs.map((paragraph) => (
          <Text
            key={paragraph}
            className={classes.ink}
            style={{ ...type.body, marginTop: 0, marginBottom: "14px" }}
          >
            {paragraph}
          </Text>
        ))}
        {words.facts.length === 0 ? null : <Facts facts={words.facts} />}
        {words.action === null ? null : (
          <Action words={base.words} label={words.action.label} url={words.action.url} />
        )}
        {words.list === null ? null : <List list={words.list} />}
        {words.notes.map((note) => (
          <Text
            key={note}
            className={classes.soft}
            style={{ ...type.small, marginTop: "14px", marginBottom: 0 }}
          >
            {note}
          </Text>
        ))}
      </Band>
      <MailFooter why={words.why} links={words.links} postalAddress={base.postalAddress} />
    </MailFrame>
  );
}

/** The button, and its address for clients that show none. */
function Action({ words, label, url }: { words: Words; label: string; url: string }) {
  const address = words.rich(
    "notice.copy",
    { url },
    {
      a: (inside: ReactNode[]): ReactNode => (
        <TextLink key="address" href={url}>
          {inside}
        </TextLink>
      ),
    },
  );
  return (
    <>
      <Section style={{ padding: "6px 0 4px" }}>
        <CallButton href={url}>{label}</CallButton>
      </Section>
      <Text
        className={classes.soft}
        style={{ ...type.small, marginTop: "10px", marginBottom: 0, wordBreak: "break-word" }}
      >
        {address}
      </Text>
    </>
  );
}

function Facts({ facts }: { facts: NoticeWords["facts"] }) {
  const line = `1px solid ${palette.light.line}`;
  return (
    <Section style={{ marginBottom: "16px" }}>
      {facts.map((fact) => (
        <Row key={fact.label}>
          <Column
            className={`${classes.soft} ${classes.hairline}`}
            width="40%"
            valign="top"
            style={{ ...type.small, padding: "7px 12px 7px 0", borderBottom: line }}
          >
            {fact.label}
          </Column>
          <Column
            className={`${classes.ink} ${classes.hairline}`}
            valign="top"
            style={{
              ...type.small,
              color: palette.light.ink,
              padding: "7px 0",
              borderBottom: line,
              wordBreak: "break-word",
            }}
          >
            {fact.value}
          </Column>
        </Row>
      ))}
    </Section>
  );
}

function List({ list }: { list: NonNullable<NoticeWords["list"]> }) {
  return (
    <>
      <div
        className={classes.rule}
        style={{ borderTop: `2px solid ${palette.light.ink}`, marginTop: "30px", paddingTop: "8px" }}
      >
        <Heading as="h2" className={classes.ink} style={{ ...type.section, margin: 0 }}>
          {list.heading}
        </Heading>
      </div>
      {list.items.map((item) => (
        <Text key={item.url} dir="auto" style={{ ...type.body, marginTop: "12px", marginBottom: 0 }}>
          <TextLink
            href={item.url}
            className={classes.ink}
            style={{
              color: palette.light.ink,
              fontFamily: fonts.serif,
              fontWeight: 700,
              textDecoration: "none",
            }}
          >
            {item.label}
          </TextLink>
        </Text>
      ))}
      <Text style={{ ...type.body, marginTop: "12px", marginBottom: 0 }}>
        <TextLink href={list.more.url}>{list.more.label}</TextLink>
      </Text>
    </>
  );
}
