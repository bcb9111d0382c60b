import { subjectWidth } from "./short-name.ts";

/** A sentence with places for texts from outside. */
export type Frame = {
  /** What stands around the texts, in columns. */
  width: number;
  /** @param texts one for each place; nothing stands where one is missing. */
  fill(texts: string[]): string;
};

/** Stand for a text from outside in a sentence; `cleanText` takes noncharacters out of all such texts. */
const mark = "\ufdd2";
const end = "\ufdd3";

/** Stands in a sentence where its text of a place is to come. @param place from 0. */
export function placeMark(place: number): string {
  return mark.repeat(place + 1) + end;
}

/** A sentence that has marks, cut at them once, so that filling it is no more than joining. */
export function frameOf(sentence: string): Frame {
  const parts = sentence.split(/(\ufdd2+)\ufdd3/);
  const first = parts[0] ?? "";
  const places: { place: number; after: string }[] = [];
  for (let index = 1; index < parts.length; index += 2)
    places.push({ place: (parts[index]?.length ?? 0) - 1, after: parts[index + 1] ?? "" });
  const fill = (texts: string[]) => {
    let filled = first;
    for (const { place, after } of places) filled += (texts[place] ?? "") + after;
    return filled;
  };
  return { width: subjectWidth(fill([])), fill };
}
