import { Fragment, type ReactNode } from "react";
import type { NoteBlock, NoteRun } from "../../../emails/components/editors-note.tsx";

/** What an editor said of an edition, as a page or a feed has it: nothing but its blocks, all text of it escaped. */
export function NoteBlocks({ note }: { note: NoteBlock[] }): ReactNode {
  return note.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
    <Block key={index} block={block} />
  ));
}

function Block({ block }: { block: NoteBlock }) {
  if (block.kind === "paragraph")
    return (
      <p dir="auto">
        <Runs runs={block.inside} />
      </p>
    );
  const items = block.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, to a string
    <li key={index} dir="auto">
      <NoteBlocks note={item} />
    </li>
  ));
  return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
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
    <a href={run.url} rel="noreferrer">
      {inside}
    </a>
  );
}
