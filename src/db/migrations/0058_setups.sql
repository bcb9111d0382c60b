-- The first set-up in a browser. There is one in an installation; it holds no secret.
CREATE TABLE IF NOT EXISTS "setups" (
	"id" text PRIMARY KEY NOT NULL,
	"link_hash" text,
	"session_hash" text,
	"ends_at" timestamp with time zone NOT NULL,
	"answers" jsonb NOT NULL,
	"finished_at" timestamp with time zone
);
