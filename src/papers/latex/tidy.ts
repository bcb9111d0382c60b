/** Stands in the output where a reference was; no input holds it, since tidying takes it away. */
export const gap = "\u2060";

/** Takes away what a reference leaves: the space before a full stop, a pair of brackets around nothing. */
export function closeGaps(text: string): string {
  if (!text.includes(gap)) return text;
  return text
    .replaceAll(/ ?[([] ?(?:\u2060(?:[ ,;]| and ){0,3}){1,20}[)\]]/g, "")
    .replaceAll(/ {0,2}\u2060(?=[\s.,;:!?)\]\u2060]|$)/g, "")
    .replaceAll(gap, "");
}

/** One line of plain text in NFC: white space becomes single spaces; control and bidirectional characters go. */
export function tidy(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, "\ufffd")
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\s\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u061c\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .replaceAll(/ {2,}/g, " ")
    .trim();
}
