-- Outside a transaction: step by step, each repeatable, beside running workers.
CREATE TABLE IF NOT EXISTS "paper_search" (
	"paper_id" text PRIMARY KEY NOT NULL CONSTRAINT "paper_search_paper_id_papers_id_fk" REFERENCES "public"."papers"("id") ON DELETE cascade,
	"published_at" timestamp with time zone NOT NULL,
	"categories" text[] NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
-- The vector is read for each paper that a search weighs: beside its row, and not packed.
ALTER TABLE "paper_search" ALTER COLUMN "words" SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "paper_search_words" ON "paper_search" USING gin ("words");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "paper_search_published_at" ON "paper_search" USING btree ("published_at");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "paper_search_categories" ON "paper_search" USING gin ("categories");--> statement-breakpoint
-- Few papers are marked: a page asks which of them it shows.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "papers_withdrawn" ON "papers" USING btree ("id") WHERE withdrawn_at is not null;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "paper_listings_dropped" ON "paper_listings" USING btree ("paper_id") WHERE dropped_at is not null;--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "search_lexemes" (
	"lexeme" text COLLATE "C" PRIMARY KEY NOT NULL,
	"papers" integer NOT NULL
);
--> statement-breakpoint
-- In one spelling: without accents (also of letters that Unicode does not take apart), powers and indices as plain
-- digits and letters ("R^{3}" and "R³" are "r3"), every kind of hyphen as "-". Most texts are ASCII and cost little.
CREATE OR REPLACE FUNCTION paperboy_plain_spelling(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$ DECLARE plain text := translate(left(given, 20000), '™®©${}', ''); BEGIN
  IF octet_length(plain) <> char_length(plain) THEN
    plain := translate(lower(regexp_replace(normalize(plain, NFKD), '[\u0300-\u036f\u20d0-\u20ff]+', '', 'g')), 'øłđħıŧŋ‐‒–−', 'oldhitn----');
    plain := replace(replace(replace(replace(plain, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  ELSE
    plain := lower(plain);
  END IF;
  IF strpos(plain, '^') > 0 OR strpos(plain, '_') > 0 THEN
    plain := regexp_replace(plain, '([[:alnum:]])[\^_]([[:alnum:]]{1,2})(?![[:alnum:]])', '\1\2', 'g');
  END IF;
  plain := regexp_replace(plain, '([0-9])\.([0-9])', '\1-\2', 'g');
  RETURN translate(plain, E'\t\n\r!"#%&\'()*+,./:;<=>?@[\\]^_`|~', repeat(' ', 31));
END $$;--> statement-breakpoint
-- The words of such a text, those of a compound each by itself.
CREATE OR REPLACE FUNCTION paperboy_parts(plain text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT translate(plain, '-', ' ') $$;--> statement-breakpoint
-- Its compounds, each as one word: "worldmodel" of "world-model".
CREATE OR REPLACE FUNCTION paperboy_compounds(plain text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(string_agg(replace(compound, '-', ''), ' '), '')
  FROM unnest(string_to_array(plain, ' ')) word, btrim(word, '-') compound
  WHERE strpos(compound, '-') > 0 AND char_length(compound) <= 60 AND compound ~ '[^0-9-]' $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_lexemes(config regconfig, plain text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT setweight(to_tsvector(config, paperboy_parts(plain)) || to_tsvector(config, paperboy_compounds(plain)), weight) $$;--> statement-breakpoint
-- A of the title, B of authors and organisation ("MoonshotAI" is found by "moonshot"), C of the abstract, D of keywords. Names lie unstemmed.
CREATE OR REPLACE FUNCTION paperboy_search_words(title text, authors text[], organization text, keywords text[], abstract text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT paperboy_lexemes('pg_catalog.english', plain.title, 'A')
  || paperboy_lexemes('pg_catalog.simple', plain.authors, 'B')
  || paperboy_lexemes('pg_catalog.english', plain.organization, 'B')
  || paperboy_lexemes('pg_catalog.english', plain.abstract, 'C')
  || paperboy_lexemes('pg_catalog.english', plain.keywords, 'D')
  FROM (SELECT paperboy_plain_spelling(title) AS title,
    paperboy_plain_spelling(array_to_string(authors, ' ')) AS authors,
    paperboy_plain_spelling(regexp_replace(coalesce(organization, ''), '([[:lower:]])([[:upper:]])', '\1-\2', 'g')) AS organization,
    paperboy_plain_spelling(abstract) AS abstract,
    paperboy_plain_spelling(array_to_string(keywords, ' ')) AS keywords OFFSET 0) plain $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_note_new_search() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  INSERT INTO paper_search (paper_id, published_at, categories, words)
  SELECT id, published_at, categories, paperboy_search_words(title, authors, organization, keywords, abstract)
  FROM written ORDER BY id
  ON CONFLICT (paper_id) DO UPDATE
  SET published_at = excluded.published_at, categories = excluded.categories, words = excluded.words;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_note_changed_search() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  INSERT INTO paper_search (paper_id, published_at, categories, words)
  SELECT id, w.published_at, w.categories, paperboy_search_words(w.title, w.authors, w.organization, w.keywords, w.abstract)
  FROM written w JOIN former f USING (id)
  WHERE (w.title, w.authors, w.organization, w.keywords, w.abstract, w.published_at, w.categories)
    IS DISTINCT FROM (f.title, f.authors, f.organization, f.keywords, f.abstract, f.published_at, f.categories)
  ORDER BY id
  ON CONFLICT (paper_id) DO UPDATE
  SET published_at = excluded.published_at, categories = excluded.categories, words = excluded.words;
  RETURN NULL;
END $$;--> statement-breakpoint
-- The empty lexeme counts all papers. In the order of the lexemes, so that two writers do not wait for each other.
CREATE OR REPLACE FUNCTION paperboy_count_new_lexemes() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  INSERT INTO search_lexemes AS known (lexeme, papers)
  SELECT lexeme COLLATE "C", count(*) FROM written, unnest(array_append(tsvector_to_array(words), '')) lexeme GROUP BY 1 ORDER BY 1
  ON CONFLICT (lexeme) DO UPDATE SET papers = known.papers + excluded.papers;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_count_changed_lexemes() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  INSERT INTO search_lexemes AS known (lexeme, papers)
  SELECT lexeme COLLATE "C", sum(change) FROM (
    SELECT unnest(tsvector_to_array(words)) lexeme, 1 change FROM written
    UNION ALL SELECT unnest(tsvector_to_array(words)), -1 FROM former
  ) changes GROUP BY 1 HAVING sum(change) <> 0 ORDER BY 1
  ON CONFLICT (lexeme) DO UPDATE SET papers = known.papers + excluded.papers;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER papers_new_search AFTER INSERT ON papers REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_new_search();--> statement-breakpoint
CREATE OR REPLACE TRIGGER papers_changed_search AFTER UPDATE ON papers REFERENCING OLD TABLE AS former NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_changed_search();--> statement-breakpoint
-- Those of before, some hundreds at a time: whoever stores one of them meanwhile waits for moments.
DO $$ DECLARE last text := ''; slice text[]; BEGIN
  LOOP
    slice := array(SELECT id FROM papers WHERE id > last
      AND NOT EXISTS (SELECT FROM paper_search known WHERE known.paper_id = papers.id) ORDER BY id LIMIT 500);
    EXIT WHEN cardinality(slice) = 0;
    INSERT INTO paper_search (paper_id, published_at, categories, words)
    SELECT id, published_at, categories, paperboy_search_words(title, authors, organization, keywords, abstract)
    FROM papers WHERE id = ANY(slice) ORDER BY id ON CONFLICT DO NOTHING;
    last := slice[cardinality(slice)];
    COMMIT;
  END LOOP;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER paper_search_new_lexemes AFTER INSERT ON paper_search REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_count_new_lexemes();--> statement-breakpoint
CREATE OR REPLACE TRIGGER paper_search_changed_lexemes AFTER UPDATE ON paper_search REFERENCING OLD TABLE AS former NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_count_changed_lexemes();--> statement-breakpoint
-- Housekeeping counts them anew each night.
INSERT INTO search_lexemes (lexeme, papers)
SELECT word COLLATE "C", ndoc FROM ts_stat('select words from paper_search') UNION ALL SELECT '', count(*) FROM paper_search HAVING count(*) > 0
ON CONFLICT (lexeme) DO UPDATE SET papers = excluded.papers;
