#!/usr/bin/env bash
# Rewrites the one initial migration from src/**/tables.ts. Only before the first release:
# afterwards migrations go forward, with `npm run db:generate`.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf src/db/migrations
npx drizzle-kit generate --name initial >/dev/null
file=$(ls src/db/migrations/0000_*.sql)
{
  cat <<'SQL'
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
-- array_to_string is only STABLE, because some element types print by setting; text does not.
CREATE FUNCTION paperboy_join(text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT array_to_string($1, ' ') $$;--> statement-breakpoint
SQL
  cat "$file"
} >"$file.new"
mv "$file.new" "$file"
