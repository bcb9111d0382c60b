import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { CutSegments } from "../../emails/components/segment.tsx";
import { segmentMarks } from "./piece.ts";

/** The HTML document of a template. */
export function renderTemplate(template: ReactElement): string {
  return `<!DOCTYPE html>${renderToStaticMarkup(template)}`;
}

/** The same document with marks around all its segments, whether shown or not. */
export function renderMarked(template: ReactElement): string {
  return renderTemplate(<CutSegments marks={segmentMarks}>{template}</CutSegments>);
}
