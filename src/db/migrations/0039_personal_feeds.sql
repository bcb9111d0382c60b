-- Beside running workers, which know nothing of it; repeatable.
CREATE TABLE IF NOT EXISTS "personal_feeds" (
	"subscriber_id" uuid PRIMARY KEY NOT NULL CONSTRAINT "personal_feeds_subscriber_id_subscribers_id_fk" REFERENCES "subscribers"("id") ON DELETE cascade,
	"nonce" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL
);
