-- Outside a transaction, beside running workers. A search for a DOI asks for its paper.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "papers_doi" ON "papers" USING btree (lower("doi")) WHERE doi is not null;
