CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text COLLATE "C" PRIMARY KEY NOT NULL,
	"papers" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "search_words_trigrams" ON "search_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
DROP INDEX "papers_title_trigrams";--> statement-breakpoint
CREATE FUNCTION paperboy_words(title text, authors text[]) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT lexeme FROM unnest(to_tsvector('pg_catalog.simple'::regconfig, title || ' ' || array_to_string(authors, ' ')))
  WHERE char_length(lexeme) BETWEEN 3 AND 40 AND lexeme !~ '[[:digit:][:punct:]]' $$;--> statement-breakpoint
-- In the order of the words, so that two writers do not wait for each other.
CREATE FUNCTION paperboy_note_new_words() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  INSERT INTO search_words AS known (word, papers)
  SELECT word COLLATE "C", count(*) FROM written, paperboy_words(title, authors) word GROUP BY 1 ORDER BY 1
  ON CONFLICT (word) DO UPDATE SET papers = known.papers + excluded.papers;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION paperboy_note_changed_words() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  INSERT INTO search_words (word, papers)
  SELECT DISTINCT word COLLATE "C", 1 FROM written JOIN former USING (id), paperboy_words(written.title, written.authors) word
  WHERE (written.title, written.authors) IS DISTINCT FROM (former.title, former.authors) ORDER BY 1
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER papers_new_words AFTER INSERT ON papers REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_new_words();--> statement-breakpoint
CREATE TRIGGER papers_changed_words AFTER UPDATE ON papers REFERENCING OLD TABLE AS former NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_changed_words();--> statement-breakpoint
INSERT INTO search_words (word, papers)
SELECT word COLLATE "C", count(*) FROM papers, paperboy_words(title, authors) word GROUP BY 1;--> statement-breakpoint
-- The vector is read for each paper that a phrase or an order by relevance weighs: beside its row, not behind it.
ALTER TABLE papers ALTER COLUMN search SET STORAGE MAIN;--> statement-breakpoint
UPDATE papers SET title = title;
