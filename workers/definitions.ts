import type { QueueName } from "../src/queues/contracts.ts";
import { deliverWorker } from "./deliver.ts";
import { dispatchWorker } from "./dispatch.ts";
import { errandsWorker } from "./errands.ts";
import { feedbackWorker } from "./feedback.ts";
import { housekeepingWorker } from "./housekeeping.ts";
import { ingestWorker } from "./ingest.ts";
import { noticesWorker } from "./notices.ts";
import { picturesWorker } from "./pictures.ts";
import { publishWorker } from "./publish.ts";
import { reconcileWorker } from "./reconcile.ts";
import { reposWorker } from "./repos.ts";
import { summariesWorker } from "./summaries.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Each queue's worker. */
export const definitions: { [N in QueueName]: WorkerDefinition<N> } = {
  ingest: ingestWorker,
  publish: publishWorker,
  dispatch: dispatchWorker,
  deliver: deliverWorker,
  notices: noticesWorker,
  feedback: feedbackWorker,
  housekeeping: housekeepingWorker,
  reconcile: reconcileWorker,
  summaries: summariesWorker,
  repos: reposWorker,
  pictures: picturesWorker,
  errands: errandsWorker,
};
