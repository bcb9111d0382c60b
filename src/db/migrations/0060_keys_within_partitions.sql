-- Outside a transaction: step by step, each repeatable, beside running workers.
-- Deliveries refer to batches within their own partition. A key to the partitioned table looked through all partitions
-- for each row that was planned. Where rows were checked by the old key, the new one is believed until it has read them.
DO $$
DECLARE
  suffix text;
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'deliveries'::regclass AND conname = 'deliveries_batch_fk') THEN
    LOCK TABLE batches, deliveries IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE deliveries DROP CONSTRAINT deliveries_batch_fk;
    FOR suffix IN SELECT substr(c.relname, length('deliveries_') + 1) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'deliveries'::regclass ORDER BY 1
    LOOP
      EXECUTE format('ALTER TABLE %I ADD CONSTRAINT deliveries_batch_fk FOREIGN KEY (edition_id, batch_id) REFERENCES %I (edition_id, id) NOT VALID',
        'deliveries_' || suffix, 'batches_' || suffix);
    END LOOP;
  END IF;
END $$;--> statement-breakpoint
-- Everybody reads and writes meanwhile.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('"deliveries_{each}"') AND conname = 'deliveries_batch_fk' AND NOT convalidated) THEN
    SET LOCAL lock_timeout = '5s';
    ALTER TABLE "deliveries_{each}" VALIDATE CONSTRAINT deliveries_batch_fk;
  END IF;
END $$;
