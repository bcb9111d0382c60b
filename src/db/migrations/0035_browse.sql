-- Outside a transaction: step by step, each repeatable, beside running workers.
CREATE TABLE IF NOT EXISTS "paper_names" (
	"kind" text NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"paper_id" text NOT NULL CONSTRAINT "paper_names_paper_id_papers_id_fk" REFERENCES "public"."papers"("id") ON DELETE cascade,
	"name" text NOT NULL,
	CONSTRAINT "paper_names_kind_key_published_at_paper_id_pk" PRIMARY KEY("kind","key","published_at","paper_id"),
	CONSTRAINT "paper_names_kind_known" CHECK ("kind" in ('topic', 'keyword', 'organization', 'author'))
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "paper_names_paper" ON "paper_names" USING btree ("paper_id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "paper_names_organizations" ON "paper_names" USING btree ("key","name") WHERE "kind" = 'organization';--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "paper_votes" (
	"paper_id" text PRIMARY KEY NOT NULL CONSTRAINT "paper_votes_paper_id_papers_id_fk" REFERENCES "public"."papers"("id") ON DELETE cascade,
	"upvotes" integer NOT NULL,
	"comments" integer NOT NULL,
	"stars" integer,
	"observed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
-- Which papers were seen with other numbers lately, whatever their age.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "paper_signals_observed_at" ON "paper_signals" USING btree ("observed_at","paper_id");--> statement-breakpoint
-- As nameKey of src/browse/name-key.ts. Capitals that are none of ASCII by hand: a database in the locale "C" lowers none of them.
CREATE OR REPLACE FUNCTION paperboy_name_key(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$ DECLARE plain text := left(given, 400); BEGIN
  IF octet_length(plain) <> char_length(plain) THEN
    plain := regexp_replace(normalize(plain, NFKD), '[\u0300-\u036f]+', '', 'g');
    plain := translate(lower(plain), 'ÆÐÞØĐĦŁŊŒŦƏẞАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЂЄЅІЇЈЉЊЋЎЏҐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ', 'æðþøđħłŋœŧəßабвгдежзийклмнопрстуфхцчшщъыьэюяёђєѕіїјљњћўџґαβγδεζηθικλμνξοπρστυφχψω');
    plain := translate(normalize(plain, NFC), 'øłđðħıŧς´’‘ʼ', 'olddhitσ');
    plain := replace(replace(replace(replace(plain, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  ELSE
    plain := lower(plain);
  END IF;
  plain := replace(replace(translate(plain, '''`', ''), '+', ' plus '), '#', ' sharp ');
  plain := regexp_replace(plain, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u180b-\u180d\u180f\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\ue000-\uf8ff\ufe00-\ufe0f\ufff0-\uffff\U000e0100-\U000e01ef]+', '-', 'g');
  RETURN rtrim(left(ltrim(plain, '-'), 100), '-');
END $$;--> statement-breakpoint
-- The last part of an author's key, without what follows a last name: by it the spellings of a name are found.
CREATE OR REPLACE FUNCTION paperboy_last_name(key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT substring(regexp_replace(key, '^(.+-.+)-(jr|sr|ii|iii)$', '\1') from '[^-]*$') COLLATE "C" $$;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "paper_names_last" ON "paper_names" USING btree (paperboy_last_name("key"),"key","name") WHERE "kind" = 'author';--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_names_of(authors text[], organization text, keywords text[], categories text[])
RETURNS TABLE (kind text, key text, name text) LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT DISTINCT ON (1, 2) named.kind, named.key, left(named.name, 200) FROM (
    SELECT 'author' AS kind, paperboy_name_key(author) AS key, author AS name FROM unnest(authors) author
    UNION ALL SELECT 'keyword', paperboy_name_key(keyword), keyword FROM unnest(keywords) keyword
    UNION ALL SELECT 'organization', paperboy_name_key(organization), organization
    UNION ALL SELECT 'topic', topic, topic FROM unnest(categories) category, unnest(ARRAY[category, split_part(category, '.', 1)]) topic
  ) named WHERE named.key <> '' ORDER BY 1, 2, 3 $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_note_new_names() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  INSERT INTO paper_names (kind, key, published_at, paper_id, name)
  SELECT n.kind, n.key, w.published_at, w.id, n.name
  FROM written w, paperboy_names_of(w.authors, w.organization, w.keywords, w.categories) n
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_note_changed_names() RETURNS trigger LANGUAGE plpgsql
AS $$ DECLARE changed text[] := array(SELECT w.id FROM written w JOIN former f USING (id)
  WHERE (w.authors, w.organization, w.keywords, w.categories, w.published_at)
    IS DISTINCT FROM (f.authors, f.organization, f.keywords, f.categories, f.published_at));
BEGIN
  IF cardinality(changed) > 0 THEN
    DELETE FROM paper_names WHERE paper_id = ANY(changed);
    INSERT INTO paper_names (kind, key, published_at, paper_id, name)
    SELECT n.kind, n.key, w.published_at, w.id, n.name
    FROM written w, paperboy_names_of(w.authors, w.organization, w.keywords, w.categories) n
    WHERE w.id = ANY(changed)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_note_votes() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  INSERT INTO paper_votes AS known (paper_id, upvotes, comments, stars, observed_at)
  SELECT DISTINCT ON (paper_id) paper_id, upvotes, comments, stars, observed_at
  FROM written ORDER BY paper_id, observed_at DESC
  ON CONFLICT (paper_id) DO UPDATE SET upvotes = excluded.upvotes, comments = excluded.comments,
    stars = excluded.stars, observed_at = excluded.observed_at
  WHERE known.observed_at <= excluded.observed_at;
  RETURN NULL;
END $$;--> statement-breakpoint
-- What was observed by a clock that was ahead is taken back.
CREATE OR REPLACE FUNCTION paperboy_forget_votes() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  DELETE FROM paper_votes WHERE paper_id IN (SELECT paper_id FROM former);
  INSERT INTO paper_votes (paper_id, upvotes, comments, stars, observed_at)
  SELECT DISTINCT ON (paper_id) paper_id, upvotes, comments, stars, observed_at
  FROM paper_signals WHERE paper_id IN (SELECT paper_id FROM former) ORDER BY paper_id, observed_at DESC
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER papers_new_names AFTER INSERT ON papers REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_new_names();--> statement-breakpoint
CREATE OR REPLACE TRIGGER papers_changed_names AFTER UPDATE ON papers REFERENCING OLD TABLE AS former NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_changed_names();--> statement-breakpoint
CREATE OR REPLACE TRIGGER paper_signals_votes AFTER INSERT ON paper_signals REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_votes();--> statement-breakpoint
CREATE OR REPLACE TRIGGER paper_signals_forgotten AFTER DELETE ON paper_signals REFERENCING OLD TABLE AS former
FOR EACH STATEMENT EXECUTE FUNCTION paperboy_forget_votes();--> statement-breakpoint
-- Those of before, some hundreds at a time. They are held: whoever stores one of them meanwhile waits for moments, and
-- what is read of them is what their triggers will find.
DO $$ DECLARE last text := ''; slice text[]; BEGIN
  LOOP
    slice := array(SELECT id FROM papers WHERE id > last ORDER BY id LIMIT 500 FOR SHARE);
    EXIT WHEN cardinality(slice) = 0;
    INSERT INTO paper_names (kind, key, published_at, paper_id, name)
    SELECT n.kind, n.key, p.published_at, p.id, n.name
    FROM papers p, paperboy_names_of(p.authors, p.organization, p.keywords, p.categories) n
    WHERE p.id = ANY(slice) ON CONFLICT DO NOTHING;
    INSERT INTO paper_votes (paper_id, upvotes, comments, stars, observed_at)
    SELECT DISTINCT ON (paper_id) paper_id, upvotes, comments, stars, observed_at
    FROM paper_signals WHERE paper_id = ANY(slice) ORDER BY paper_id, observed_at DESC ON CONFLICT DO NOTHING;
    last := slice[cardinality(slice)];
    COMMIT;
  END LOOP;
END $$;
