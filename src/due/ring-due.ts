import type { Context } from "../context.ts";
import { listErrandsToDo } from "./errands-store.ts";
import { listChoresToDo, listDaysToCollect, listPeriodsToPublish } from "./store.ts";

/** BullMQ may lose a job from its line and keep its id, which would refuse every new ring: so ids change this often. */
const ringLifeMs = 30_000;

/** Reads from PostgreSQL which periods, looks, chores and errands are due, and rings for each. Safe to repeat. */
export async function ringDue({ db, queues }: Context, now: Date): Promise<void> {
  const life = Math.floor(now.getTime() / ringLifeMs);
  for (const { cadence, period, attempts } of await listPeriodsToPublish(db, now))
    await queues.ring("publish", { cadence, period }, { jobId: `${cadence}-${period}-${attempts}-${life}` });
  // One at a time: Hugging Face is asked over one connection, and after an absence not for a fortnight at once.
  for (const { day, attempts } of (await listDaysToCollect(db, now)).slice(0, 1))
    await queues.ring("ingest", { day }, { jobId: `${day}-${attempts}-${life}` });
  for (const { name, attempts } of await listChoresToDo(db, now))
    await queues.ring(name, {}, { jobId: `${name}-${attempts}-${life}` });
  const [errand] = await listErrandsToDo(db, now);
  if (errand) await queues.ring("errands", {}, { jobId: `errands-${life}` });
}
