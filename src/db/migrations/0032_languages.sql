-- Outside a transaction, beside running workers. Few read in another language than the default one: each edition asks which are read.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "subscribers_language" ON "subscribers" USING btree ("language") WHERE language <> 'en';
