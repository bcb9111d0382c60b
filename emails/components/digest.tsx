import { Fragment } from "react";
import type { Words } from "../../words/words.ts";
import type { MailLook } from "../look.ts";
import { classes, type } from "../theme.ts";
import { CallButton } from "./call-button.tsx";
import { EditorsNote, type NoteBlock } from "./editors-note.tsx";
import { GroupHeading } from "./group-heading.tsx";
import { MailFooter } from "./mail-footer.tsx";
import { Band, MailFrame } from "./mail-frame.tsx";
import { Masthead } from "./masthead.tsx";
import { type DigestPaper, PaperEntry } from "./paper-entry.tsx";
import { Heading, Text } from "./primitives.ts";
import { SectionHeading } from "./section-heading.tsx";
import { Segment } from "./segment.tsx";
import { TextLink } from "./text-link.tsx";

export type DigestSection = {
  key: "forYou" | "top" | "late";
  heading: string;
  /** What the section holds, in one line; empty when its heading says it all. */
  note: string;
  papers: DigestPaper[];
};

export type DigestEmailProps = {
  words: Words;
  subject: string;
  preheader: string;
  /** Who sends it, as the masthead shows it. */
  brand: string;
  look: MailLook;
  /** The edition's day, week or month in words. */
  heading: string;
  /** Such as `Daily · No. 142`. */
  issue: string;
  /** What the editor says of the edition, or null. */
  note: NoteBlock[] | null;
  /** Sums the digest up. */
  summary: string;
  /** Of a mail that tells that nothing came for long: what met nothing, in words, or null. Null in a digest. */
  quiet: { wishes: string | null } | null;
  /** What the reader should know about the edition, such as a source that was down; or null. */
  caveat: string | null;
  /** Without those that have no paper. */
  sections: DigestSection[];
  /** Says that papers were left out because a mail client would cut the mail; or null. */
  cut: string | null;
  /** Label of the link to the whole edition. */
  all: string;
  recipient: string;
  postalAddress: string;
  urls: { edition: string; view: string; preferences: string; pause: string; unsubscribe: string } & {
    /** All papers that match what the reader follows; null where the mail shows them. */
    matches: string | null;
  };
};

/** A digest of any cadence and detail level. */
export function Digest(props: DigestEmailProps) {
  const { urls, words } = props;
  return (
    <MailFrame language={words.language} title={props.subject} preheader={props.preheader} look={props.look}>
      <Masthead
        name={props.brand}
        link={{ label: words.say("digest.in-browser"), url: urls.view }}
        left={
          <Heading as="h1" className={classes.ink} style={{ ...type.dateline, margin: 0 }}>
            {props.heading}
          </Heading>
        }
        right={props.issue}
      />
      <Band top={20} bottom={0}>
        {props.note === null ? null : (
          <EditorsNote heading={words.say("editors-note.heading")} note={props.note} />
        )}
        <Text className={classes.ink} style={{ ...type.deck, marginTop: 0, marginBottom: 0 }}>
          {props.summary}
        </Text>
        <Segment name="quiet" when={props.quiet !== null}>
          <Quiet wishes={props.quiet?.wishes ?? null} words={words} url={urls.preferences} />
        </Segment>
        {props.caveat === null ? null : (
          <Text className={classes.soft} style={{ ...type.small, marginTop: "8px", marginBottom: 0 }}>
            {props.caveat}
          </Text>
        )}
      </Band>
      {props.sections.map((section) => (
        <Segment key={section.key} name={section.key}>
          <SectionHeading name={`note:${section.key}`} heading={section.heading} note={section.note}>
            {section.key === "forYou" ? (
              <Segment name="matches" when={urls.matches !== null}>
                {"\u00a0· "}
                <TextLink href={urls.matches ?? ""}>{words.say("digest.for-you.others")}</TextLink>
              </Segment>
            ) : null}
          </SectionHeading>
          <Segment name={`papers:${section.key}`}>
            {section.papers.map((paper, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
              <Fragment key={index}>
                <Segment name="group" when={paper.group !== null}>
                  <GroupHeading heading={paper.group} />
                </Segment>
                <PaperEntry paper={paper} name={`paper:${index}`} />
              </Fragment>
            ))}
          </Segment>
        </Segment>
      ))}
      <Band top={30} bottom={34}>
        <Segment name="cut" when={props.cut !== null}>
          <Text className={classes.soft} style={{ ...type.small, marginTop: 0, marginBottom: "12px" }}>
            {props.cut}
          </Text>
        </Segment>
        <CallButton href={urls.edition}>{props.all}</CallButton>
      </Band>
      <MailFooter
        why={words.say("digest.why", { recipient: props.recipient })}
        links={[
          { label: words.say("digest.change"), url: urls.preferences },
          { label: words.say("digest.pause"), url: urls.pause },
          { label: words.say("digest.unsubscribe"), url: urls.unsubscribe },
        ]}
        postalAddress={props.postalAddress}
      />
    </MailFrame>
  );
}

/** What matched nothing, and the way to widen it. */
function Quiet({ wishes, words, url }: { wishes: string | null; words: Words; url: string }) {
  return (
    <>
      <Segment name="quiet:wishes" when={wishes !== null}>
        <Text
          className={classes.ink}
          dir="auto"
          style={{ ...type.body, marginTop: "12px", marginBottom: 0, wordBreak: "break-word" }}
        >
          {wishes}
        </Text>
      </Segment>
      <Text className={classes.ink} style={{ ...type.body, marginTop: "12px", marginBottom: "16px" }}>
        {words.say("digest.quiet.once")}
      </Text>
      <CallButton href={url}>{words.say("digest.quiet.widen")}</CallButton>
    </>
  );
}
