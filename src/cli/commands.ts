import type { Command } from "commander";

/**
 * The commands in the order in which help lists them. Each is loaded when it is asked for: templates,
 * queues and the site take a second to load, and most commands need none of them.
 */
export const commands: Record<string, () => Promise<Command>> = {
  demo: async () => (await import("./demo.ts")).demo(),
  start: async () => (await import("./serve.ts")).start(),
  web: async () => (await import("./serve.ts")).web(),
  worker: async () => (await import("./serve.ts")).worker(),
  migrate: async () => (await import("./migrate.ts")).migrate(),
  seed: async () => (await import("./seed.ts")).seed(),
  doctor: async () => (await import("./doctor.ts")).doctor(),
  ingest: async () => (await import("./ingest.ts")).ingest(),
  rank: async () => (await import("./rank.ts")).rank(),
  publish: async () => (await import("./publish.ts")).publish(),
  skip: async () => (await import("./skip.ts")).skip(),
  approve: async () => (await import("./steer.ts")).approve(),
  pause: async () => (await import("./steer.ts")).pause(),
  resume: async () => (await import("./steer.ts")).resume(),
  cancel: async () => (await import("./steer.ts")).cancel(),
  status: async () => (await import("./status.ts")).status(),
  retry: async () => (await import("./retry.ts")).retry(),
  settle: async () => (await import("./settle.ts")).settle(),
  preview: async () => (await import("./preview.ts")).preview(),
  "send-test": async () => (await import("./send-test.ts")).sendTestMail(),
  housekeeping: async () => (await import("./housekeeping.ts")).housekeeping(),
  feedback: async () => (await import("./feedback.ts")).feedback(),
  backup: async () => (await import("./backup.ts")).backup(),
  restore: async () => (await import("./backup.ts")).restore(),
  subscribers: async () => (await import("./subscribers.ts")).subscribers(),
  suppressions: async () => (await import("./suppressions.ts")).suppressions(),
};
