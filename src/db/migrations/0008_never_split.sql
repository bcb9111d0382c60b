ALTER TABLE "batches" ADD COLUMN "incomplete_answers" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "notices_provider_id" ON "notices" USING hash ("provider_id") WHERE provider_id is not null;--> statement-breakpoint
-- Rows of before may break it: they are not asked, but a worker of before splits no batch that may have been accepted.
ALTER TABLE "batches" ADD CONSTRAINT "batches_split_not_accepted" CHECK (state <> 'split' or attempts <= declined + 1) NOT VALID;--> statement-breakpoint
-- What is left to send of batches that were split although they may have been accepted: nobody knows of it.
with recursive doubted as (
  select id from batches where state = 'split' and attempts > declined + 1
  union
  select b.id from batches b join doubted d on b.parent_id = d.id
), closed as (
  update batches b set state = 'uncertain', leased_until = null, next_attempt_at = null, settled_at = now(),
    last_error = 'half of a batch that may have been accepted'
  from doubted d where b.id = d.id and b.state in ('planned', 'sealed') and b.attempts = b.declined
  returning b.id
)
update deliveries d set state = 'uncertain', reason = 'half of a batch that may have been accepted'
from closed c where d.batch_id = c.id and d.state in ('pending', 'sealed');
