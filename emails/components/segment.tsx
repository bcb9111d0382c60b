import { createContext, type ReactNode, useContext } from "react";

/** Writes the marks around a segment while a template is being cut; null in an ordinary render. */
export type SegmentMarks = { open(name: string): string; close(name: string): string };

const MarksContext = createContext<SegmentMarks | null>(null);

/** Renders what is inside with every segment marked, whether shown or not. */
export function CutSegments(props: { marks: SegmentMarks; children: ReactNode }) {
  return <MarksContext.Provider value={props.marks}>{props.children}</MarksContext.Provider>;
}

/**
 * A part of a template that differs from reader to reader: left out, or shown as often as there are papers.
 * `when` decides in an ordinary render.
 */
export function Segment(props: { name: string; when?: boolean; children: ReactNode }) {
  const marks = useContext(MarksContext);
  if (marks === null) return props.when === false ? null : props.children;
  return (
    <>
      {marks.open(props.name)}
      {props.children}
      {marks.close(props.name)}
    </>
  );
}
