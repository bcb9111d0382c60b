import { inject } from "vitest";

/** The queue backends that this run can try: PostgreSQL always, Redis when the run has a server. */
export function redisUrls(): { backend: string; url: string | null }[] {
  const url = inject("redisUrl");
  const postgres = { backend: "PostgreSQL", url: null };
  return url === null ? [postgres] : [postgres, { backend: "Redis", url }];
}
