CREATE TABLE IF NOT EXISTS "prior_refits" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"weights" jsonb NOT NULL,
	"days" integer NOT NULL,
	"papers" integer NOT NULL,
	"fitted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "prior_refits_one" CHECK ("is_only")
);
