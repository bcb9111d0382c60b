import type { EventNote } from "./codes.ts";

const sentences: Record<Exclude<EventNote, "other">, string> = {
  lost: "it names no delivery that is known",
  recalled: "its delivery is known now",
  undecided: "nobody knows yet whose mail it tells of",
  foreign: "of a mail that another program sent",
  "no-event": "it is no event: it has no type",
  "unknown-type": "a type that is not known",
  left: "it unsubscribed its reader",
  "bad-token": "its token is not valid",
  "sender-asked": "its sender is asked to confirm, if they subscribe",
  "not-to-us": "it is to no address of ours",
  "from-ourselves": "it is from ourselves",
  automatic: "it is an automatic answer",
  "not-fetched": "it could not be fetched from the provider",
  "no-sender": "it names no sender",
  "no-wish": "it asks for nothing",
};

/** What is noted of an event, as a sentence without a full stop; null when nothing is. */
export function eventNoteWords(code: EventNote | null, text: string | null): string | null {
  return code === null || code === "other" ? text : sentences[code];
}
