import type { MailLook } from "../../emails/look.ts";
import type { Language, Layer } from "../../words/words.ts";
import type { Cadence } from "../calendar/periods.ts";
import type { Detail } from "../editions/edition.ts";
import type { FillUp } from "../subscribers/preferences.ts";
import type { Sink } from "./sink.ts";

/** From whom mails are and where answers go: as it is set when a batch is sealed. */
export type MailSender = {
  /** Header `From`, such as `Paperboy <digest@example.com>`. */
  from: string;
  replyTo: string | null;
  /** The bare address to which a wish to leave may be mailed, or null. */
  unsubscribeTo: string | null;
};

/** What an edition's mails share and a reader does not choose; frozen with the edition, but for the sender. */
export type MailSite = MailSender & {
  /** Absolute, without a trailing slash. */
  publicUrl: string;
  postalAddress: string;
  /** Whether papers have a picture, which clients load from its source. */
  showsThumbnails: boolean;
  /** What the installation is named by a setting. Missing where that is left to the sender's mailbox. */
  name?: string;
  /** Of the installation. Missing, as mails look where nothing was chosen. */
  look?: MailLook;
};

/** What differs from one subscriber's mail to the next; JSON-safe, stored with a sealed batch. */
export type DigestSlots = {
  /** The address, as the reader wrote it. */
  to: string;
  choice: DigestChoice;
  /** Signed, URL-safe; they identify the subscriber and never expire within an edition's life. */
  tokens: {
    unsubscribe: string;
    preferences: string;
    view: string;
    /** Marks papers. Missing in a seal of the release before: its papers have no such link. */
    mark?: string;
  };
  /** Names the delivery to the provider: `[A-Za-z0-9_-]`, at most 256 characters. */
  subscriberId: string;
};

/** One complete mail, as a mailer takes it. */
export type Mail = {
  from: string;
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** Names and values of `[A-Za-z0-9_-]`, at most 256 characters each. */
  tags: { name: string; value: string }[];
};

/** A mail whose bodies are yet to be written, to wherever they go. */
export type UnwrittenMail = Omit<Mail, "html" | "text"> & {
  html: (sink: Sink) => void;
  text: (sink: Sink) => void;
};

/**
 * An edition's template, rendered once for one detail level and cut into segments that assembly joins.
 * JSON-safe; stored with the edition, so that newer code sends the same bytes.
 */
export type CompiledDigest = {
  /** Changes when the meaning of the fields changes; assembly refuses what it does not know. */
  version: 1;
  editionId: string;
  cadence: Cadence;
  detail: Detail;
  /** The sender when it was compiled; a seal puts in that of its own time. */
  from: string;
  replyTo: string | null;
  /**
   * As in `MailSender`. Missing in an edition that the release before published: its mails keep the header of
   * then, so that a batch sealed before an upgrade keeps its bytes.
   */
  unsubscribeTo?: string | null;
  /**
   * What the installation was named by a setting when it was compiled: it stands before the sender's address, and in a
   * header. Missing where none was set, and in sets of the release before: the sender's mailbox stands as it is.
   */
  name?: string;
  /** What follows the cadence in `List-Id`. Missing where it is as an earlier version made it, and in sets of that version. */
  listDomain?: string;
  /** What the reader's own lines are made from. */
  facts: DigestFacts;
  html: CompiledBody;
  text: CompiledBody;
};

/** One body of a mail: the frame with its sections, and one piece for each paper of the edition. */
export type CompiledBody = {
  frame: Piece;
  papers: Piece[];
  /** Bytes of the literal text with all segments shown: of the frame, and of each paper. */
  frameBytes: number;
  paperBytes: number[];
  /** What stands above a group of papers, with the bytes of its literal text. Missing in sets of the release before. */
  group?: { piece: Piece; bytes: number };
};

/** Literal text, slots to fill and segments that are left out, shown or repeated, in the order of the mail. */
export type Piece = PieceNode[];
type PieceNode = string | { slot: string } | { segment: string; body: Piece };

/** What assembly needs to know of an edition. */
export type DigestFacts = {
  cadence: Cadence;
  period: string;
  publicUrl: string;
  papers: {
    title: string;
    comments: number;
    isRising: boolean;
    isLate?: boolean;
    /** What a subject calls it; null or missing where nothing so short is known. */
    name?: string | null;
  }[];
  /** Of its own period, where mails choose from the first of them. Missing in sets of the release before. */
  ownPapers?: number;
  /** The sentences of `ReaderLines` as they were when it was compiled. Missing in an edition of the release before. */
  words?: { language: string; layers: Layer[] };
  /**
   * What several of its papers are about, the weightiest first, then the fields of several. Missing in sets of the
   * release before, whose mails have subjects and opening lines of then, and no groups.
   */
  themes?: Theme[];
  /** What an editor set for all digests of it. Missing where each reader's papers make it, and in sets of the release before. */
  subject?: string;
  preheader?: string;
};

/** What papers have in common. */
export type Theme = {
  /** As it stands in a sentence: `world models`, `Robotics (cs.RO)`. */
  label: string;
  /** Indexes into the edition's papers; two or more. */
  papers: number[];
  /** How much it tells of them all: 0 for a field, an arXiv category. */
  weight: number;
};

export type SectionLines = {
  forYouHeading: string;
  forYouNote: string;
  topHeading: string;
  topNote: string;
  lateHeading: string;
  lateNote: string;
};

/** What a mail says to its reader alone. */
export type ReaderLines = {
  /** Whether notes stand in segments of their own. A worker of the release before knows no such segment and leaves it out. */
  mayLackNotes: boolean;
  /** What a mail says of all its papers together. @param shown those of the choice, in the order of the mail. */
  opening(choice: DigestChoice, shown: number[]): { subject: string; preheader: string; summary: string };
  sections(choice: DigestChoice): SectionLines;
  /** Whether a mail of this choice tells how many more papers match, with a link to them. */
  tellsOthers(choice: DigestChoice): boolean;
  /** @param papers how many did not fit. */
  cut(papers: number): string;
  because(what: string): string;
  /** @param words that a paper shares with what the reader marked. */
  like(words: string): string;
  /** What stands above a group. @param theme an index into the edition's themes; null for what fits none. */
  group(theme: number | null): string;
  /** @param day `YYYY-MM-DD`. */
  seen(day: string): string;
  /** Both of one paper. */
  becauseSeen(what: string, day: string): string;
  /** Of quiet mails. Null in sets that were compiled before there were any: none is sealed with them. */
  quiet: {
    lines(choice: DigestChoice, facts: QuietFacts): QuietLines;
    /** @param what words of the wishes, as a paper that came near has them. */
    shares(what: string): string;
  } | null;
};

/** What a quiet mail says in place of a digest's lines. */
type QuietLines = Pick<SectionLines, "topHeading" | "topNote"> & {
  subject: string;
  preheader: string;
  summary: string;
  /** What the reader follows and met nothing; null when all of it met something, and only too little. */
  wishes: string | null;
};

/** What a subscriber asked for, as far as choosing papers needs it. */
export type DigestPreferences = {
  /** arXiv categories or whole archives (`cs.CL`, `cs`); empty means all. */
  topics: string[];
  keywords: string[];
  authors: string[];
  mutedKeywords: string[];
  mutedAuthors: string[];
  organizations: string[];
  mutedOrganizations: string[];
  maxPapers: number;
  /** Whether top papers follow those that match. */
  fillUp: FillUp;
  detail: Detail;
  minMatches: number;
  wantsLateRisers: boolean;
  /** Whether weekly and monthly digests may show what an earlier digest showed. */
  wantsRepeats: boolean;
  /** In which the reader is written to; missing, the default one. */
  language?: Language;
};

/**
 * A subscriber's papers, as indexes into `Edition.papers`, in the order in which the mail shows them.
 * JSON-safe: it is stored with a sealed batch.
 */
export type DigestChoice = {
  detail: Detail;
  /** In which it is written, as in an HTML `lang`. Missing where that is the default one. */
  language?: string;
  /** Papers that match what the reader follows, then what joins them. Of who follows nothing only what joins. */
  forYou: number[];
  top: number[];
  late: number[];
  /** How many papers of the period match what the reader follows. Missing when `forYou` has them all. */
  matched?: number;
  /**
   * In words, what each paper of `forYou` matches, in the same order, or what it shares with what the reader marked;
   * the reader's own text or a paper's, so hostile.
   */
  because?: string[];
  /** Those of `forYou` that match nothing and are very like what the reader marked. Missing when none is. */
  joined?: number[];
  /** The same of each paper of `late`. Missing when the reader follows nothing, and in seals of the release before. */
  becauseLate?: string[];
  /**
   * Of each paper of `late`, in the same order, the day on which the reader got it before (`YYYY-MM-DD`, in their
   * zone), or null. Missing when they got none of them.
   */
  seenOn?: (string | null)[];
  /** Under which headings papers of `forYou` and `top` stand, in the order of the mail. Missing when under none. */
  groups?: ChoiceGroup[];
  /** Those of the papers above that did not fit into the mail. Missing when all did. */
  leftOut?: number[];
  /**
   * Makes it a quiet mail: `top` are the papers that came near, and `forYou` what matched where that was too little.
   * Missing in a digest.
   */
  quiet?: QuietFacts;
};

/** What a quiet mail tells. Texts are the reader's own, so hostile. */
export type QuietFacts = {
  /** How many matches the reader asks for, when some matched and were too few; else null. */
  least: number | null;
  /** Of what the reader follows and met nothing, the first ones, in words as in `because`. */
  wishes: string[];
  /** How many more there are. */
  moreWishes: number;
  /** Of each paper of `top`, in the same order, what it shares with the wishes; empty when nothing. */
  shares: string[];
};

/** A group of papers in a section of a mail: from one place of it up to the next group, or its end. */
export type ChoiceGroup = {
  section: "forYou" | "top";
  /** A place in the section's list, from 0. */
  from: number;
  /** An index into the themes of the edition's facts; null for what fits none. */
  theme: number | null;
};
