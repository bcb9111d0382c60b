-- Logos that mails show by their address, for as long as somebody may open such a mail: also when another one is set.
CREATE TABLE IF NOT EXISTS "mailed_logos" (
	"hash" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"bytes" bytea NOT NULL,
	CONSTRAINT "mailed_logos_type" CHECK ("type" in ('image/png', 'image/jpeg'))
);
