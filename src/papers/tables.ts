import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytewiseText, day, instant, tsvector } from "../db/columns.ts";

export const papers = pgTable(
  "papers",
  {
    /** arXiv identifier without version, such as `2605.19577` or `astro-ph/0601001`. */
    id: text("id").primaryKey(),
    title: text("title").notNull(),
    abstract: text("abstract").notNull(),
    /** One-sentence summary that a source offers, else null. */
    summary: text("summary"),
    /** One sentence that a language model made of its abstract, which model, and when; null where none was made. */
    machineSummary: text("machine_summary"),
    machineSummaryModel: text("machine_summary_model"),
    machineSummaryAt: instant("machine_summary_at"),
    authors: text("authors").array().notNull(),
    organization: text("organization"),
    keywords: text("keywords").array().notNull().default([]),
    primaryCategory: text("primary_category"),
    categories: text("categories").array().notNull().default([]),
    doi: text("doi"),
    comment: text("comment"),
    publishedAt: instant("published_at").notNull(),
    codeUrl: text("code_url"),
    projectUrl: text("project_url"),
    /** Page where the paper is discussed, absolute https. */
    discussionUrl: text("discussion_url"),
    thumbnailUrl: text("thumbnail_url"),
    /** Of the figures and videos that its submitter put beside it at Hugging Face, https; null when none was seen. */
    mediaUrls: text("media_urls").array(),
    /** Who listed it at Hugging Face, by the name of their account; null when nobody is known. */
    submitter: text("submitter"),
    /** How many of its authors have claimed it with an account at Hugging Face; null when it was not seen there. */
    claimedAuthors: integer("claimed_authors"),
    /** Whether one of its authors takes part in its discussion; null when that is not known. */
    isAuthorInDiscussion: boolean("is_author_in_discussion"),
    /** Figures and videos shown with it at Hugging Face; null when it was not seen there. */
    mediaCount: integer("media_count"),
    /** Of its discussion at Hugging Face; `discussionBeganAt` reads its time. */
    discussionId: text("discussion_id"),
    firstSeenAt: instant("first_seen_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** When arXiv last answered for this id; null while it has not. */
    enrichedAt: instant("enriched_at"),
    /** When arXiv was first found to say that its authors, or arXiv, withdrew it; null while it says nothing such. */
    withdrawnAt: instant("withdrawn_at"),
    /** What workers of the release before search in. */
    search: tsvector("search").generatedAlwaysAs(
      sql`setweight(to_tsvector('english'::regconfig, title), 'A') || setweight(to_tsvector('simple'::regconfig, paperboy_join(authors)), 'B') || setweight(to_tsvector('english'::regconfig, abstract), 'C')`,
    ),
  },
  (t) => [
    index("papers_search").using("gin", t.search),
    index("papers_published_at").on(t.publishedAt),
    index("papers_categories").using("gin", t.categories),
    index("papers_doi").on(sql`lower(${t.doi})`).where(sql`doi is not null`),
    index("papers_withdrawn").on(t.id).where(sql`withdrawn_at is not null`),
  ],
);

/**
 * What is searched for of each paper, kept by triggers on papers: its words in one spelling (without accents, powers as
 * digits, compounds as parts and as one), and what a search filters by.
 */
export const paperSearch = pgTable(
  "paper_search",
  {
    paperId: text("paper_id")
      .primaryKey()
      .references(() => papers.id, { onDelete: "cascade" }),
    publishedAt: instant("published_at").notNull(),
    categories: text("categories").array().notNull(),
    /** Weights: A of the title, B of authors and organisation, C of the abstract, D of keywords. */
    words: tsvector("words").notNull(),
  },
  (t) => [
    index("paper_search_words").using("gin", t.words),
    index("paper_search_published_at").on(t.publishedAt),
    index("paper_search_categories").using("gin", t.categories),
  ],
);

/** In how many papers each lexeme stands, by triggers on `paper_search`; the empty lexeme counts all papers. */
export const searchLexemes = pgTable("search_lexemes", {
  lexeme: bytewiseText("lexeme").primaryKey(),
  papers: integer("papers").notNull(),
});

/** The words of titles and authors' names in lower case, kept by a trigger on papers: what a slip may have meant. */
export const searchWords = pgTable(
  "search_words",
  {
    word: bytewiseText("word").primaryKey(),
    /** Papers that came with it. */
    papers: integer("papers").notNull(),
  },
  (t) => [index("search_words_trigrams").using("gin", sql`${t.word} gin_trgm_ops`)],
);

/** On which day a source listed a paper; the same paper may be listed again on another day. */
export const paperListings = pgTable(
  "paper_listings",
  {
    day: day("day").notNull(),
    source: text("source").notNull(),
    paperId: text("paper_id")
      .notNull()
      .references(() => papers.id, { onDelete: "cascade" }),
    firstSeenAt: instant("first_seen_at").notNull(),
    /** Since when the source's list of the day is without it; null while it is listed. */
    droppedAt: instant("dropped_at"),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.source, t.paperId] }),
    index("paper_listings_paper").on(t.paperId),
    index("paper_listings_dropped").on(t.paperId).where(sql`dropped_at is not null`),
  ],
);

/** What was observed of a paper at one instant; a row is added only when upvotes, comments or stars changed. */
export const paperSignals = pgTable(
  "paper_signals",
  {
    paperId: text("paper_id")
      .notNull()
      .references(() => papers.id, { onDelete: "cascade" }),
    observedAt: instant("observed_at").notNull(),
    upvotes: integer("upvotes").notNull(),
    comments: integer("comments").notNull(),
    /** GitHub stars; null when no repository is known. */
    stars: integer("stars"),
    /**
     * Its place in the list that was read, from 1; null when that is not known. A place that changes alone adds no
     * row: it changes with every vote for a neighbour, and follows from the votes of all.
     */
    position: integer("position"),
  },
  (t) => [
    primaryKey({ columns: [t.paperId, t.observedAt] }),
    index("paper_signals_observed_at").on(t.observedAt, t.paperId),
  ],
);

/** One collection of one source for one day, and how it ended. */
export const sourceRuns = pgTable(
  "source_runs",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    source: text("source").notNull(),
    day: day("day").notNull(),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at").notNull(),
    isOk: boolean("is_ok").notNull(),
    /** Why it failed, in one sentence without secrets. */
    error: text("error"),
    papers: integer("papers").notNull(),
    rejected: integer("rejected").notNull(),
    /** On a run of arXiv: whether its query API answered that it is asked too often (429); null when it was not asked. */
    isRefused: boolean("is_refused"),
  },
  (t) => [
    index("source_runs_source").on(t.source, t.startedAt),
    index("source_runs_day").on(t.day, t.source),
  ],
);

/** An item that could not be read, kept for a look. */
export const rejectedItems = pgTable(
  "rejected_items",
  {
    source: text("source").notNull(),
    day: day("day").notNull(),
    /** The source's identifier, or `#N` for the N-th item (from 0) when it has none. */
    itemId: text("item_id").notNull(),
    reason: text("reason").notNull(),
    payload: jsonb("payload"),
    firstSeenAt: instant("first_seen_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.day, t.itemId] })],
);

/** Validators of the last good answer for a URL (RFC 9110, section 13). */
export const sourceValidators = pgTable("source_validators", {
  url: text("url").primaryKey(),
  etag: text("etag"),
  lastModified: text("last_modified"),
  seenAt: instant("seen_at").notNull(),
});
