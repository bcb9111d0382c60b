-- Outside a transaction: step by step, each repeatable, beside running workers, which know nothing of it.
CREATE TABLE IF NOT EXISTS "paper_marks" (
	"subscriber_id" uuid NOT NULL,
	"paper_id" text NOT NULL,
	"kind" text NOT NULL,
	"marked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "paper_marks_subscriber_id_paper_id_kind_pk" PRIMARY KEY("subscriber_id","paper_id","kind"),
	CONSTRAINT "paper_marks_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE cascade,
	CONSTRAINT "paper_marks_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "papers"("id") ON DELETE cascade,
	CONSTRAINT "paper_marks_kind_known" CHECK ("kind" in ('more', 'less', 'save'))
);--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "paper_marks_one_opinion" ON "paper_marks" USING btree ("subscriber_id","paper_id") WHERE kind <> 'save';--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "paper_marks_paper" ON "paper_marks" USING btree ("paper_id");
