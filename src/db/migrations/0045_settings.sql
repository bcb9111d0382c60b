-- What an installation says of itself and operators change while it runs. A row is there only for what was set.
CREATE TABLE IF NOT EXISTS "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
