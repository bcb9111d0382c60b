import { Fragment, type ReactNode } from "react";
import { classes, palette, type } from "../theme.ts";
import { Heading } from "./primitives.ts";
import { TextLink } from "./text-link.tsx";

/** What an editor says of an edition, read from Markdown. Its texts are hostile until escaped, its addresses are of the web. */
export type NoteBlock =
  | { kind: "paragraph"; inside: NoteRun[] }
  | { kind: "list"; isOrdered: boolean /** Of the first item. */; start: number; items: NoteBlock[][] };

/** A run of text within a block, or what stands around some. */
export type NoteRun =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "strong"; inside: NoteRun[] }
  | { kind: "emphasis"; inside: NoteRun[] }
  | { kind: "link"; url: string; inside: NoteRun[] };

/** The editor's word on an edition, above everything else of a mail. */
export function EditorsNote({ heading, note }: { heading: string; note: NoteBlock[] }) {
  return (
    <div
      className={classes.hairline}
      style={{ borderBottom: `1px solid ${palette.light.line}`, paddingBottom: "14px", marginBottom: "16px" }}
    >
      <Heading as="h2" className={classes.accent} style={{ ...type.group, margin: 0 }}>
        {heading}
      </Heading>
      <div className={classes.ink} style={{ ...type.body, wordBreak: "break-word" }}>
        <Blocks blocks={note} />
      </div>
    </div>
  );
}

// A note of a word a line has hundreds of blocks and Gmail shows 102 KB, so what they share stands once, around them.
function Blocks({ blocks }: { blocks: NoteBlock[] }): ReactNode {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
    <Block key={index} block={block} />
  ));
}

function Block({ block }: { block: NoteBlock }) {
  const margin = "8px 0 0";
  if (block.kind === "paragraph")
    return (
      <p dir="auto" style={{ margin }}>
        <Runs runs={block.inside} />
      </p>
    );
  const items = block.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
    <li key={index} dir="auto">
      <Item blocks={item} />
    </li>
  ));
  const style = { margin, paddingLeft: "24px" };
  if (!block.isOrdered) return <ul style={style}>{items}</ul>;
  return (
    <ol start={block.start} style={style}>
      {items}
    </ol>
  );
}

/** An item begins with its text, so that it stands beside its mark. */
function Item({ blocks: [first, ...others] }: { blocks: NoteBlock[] }) {
  if (first === undefined) return null;
  if (first.kind !== "paragraph") return <Blocks blocks={[first, ...others]} />;
  return (
    <>
      <Runs runs={first.inside} />
      <Blocks blocks={others} />
    </>
  );
}

function Runs({ runs }: { runs: NoteRun[] }): ReactNode {
  return runs.map((run, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
    <Fragment key={index}>
      <Run run={run} />
    </Fragment>
  ));
}

function Run({ run }: { run: NoteRun }): ReactNode {
  if (run.kind === "text") return run.text;
  if (run.kind === "break") return <br />;
  const inside = <Runs runs={run.inside} />;
  if (run.kind === "strong") return <strong>{inside}</strong>;
  if (run.kind === "emphasis") return <em>{inside}</em>;
  return (
    <TextLink href={run.url} style={{ color: palette.light.accent }}>
      {inside}
    </TextLink>
  );
}
