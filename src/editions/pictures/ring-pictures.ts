import type { Context } from "../../context.ts";
import { isPictureDue } from "./store.ts";

/** BullMQ may lose a job from its line and keep its id, which would refuse every new ring: so ids change this often. */
const ringLifeMs = 60_000;

/** Rings where an edition waits for its picture. Safe to repeat. */
export async function ringPictures({ db, queues }: Pick<Context, "db" | "queues">, now: Date): Promise<void> {
  if (!(await isPictureDue(db, now))) return;
  await queues.ring("pictures", {}, { jobId: `pictures-${Math.floor(now.getTime() / ringLifeMs)}` });
}
