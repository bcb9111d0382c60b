import type { Command } from "commander";

/**
 * The commands in the order in which help lists them. Each is loaded when it is asked for: templates,
 * queues and the site take a second to load, and most commands need none of them.
 */
export const commands: Record<string, () => Promise<Command>> = {
  demo: async () => (await import("./demo.ts")).demoCommand(),
  start: async () => (await import("./serve.ts")).startCommand(),
  web: async () => (await import("./serve.ts")).webCommand(),
  worker: async () => (await import("./serve.ts")).workerCommand(),
  migrate: async () => (await import("./migrate.ts")).migrateCommand(),
  seed: async () => (await import("./seed.ts")).seedCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
  ingest: async () => (await import("./ingest.ts")).ingestCommand(),
  rank: async () => (await import("./rank.ts")).rankCommand(),
  publish: async () => (await import("./publish.ts")).publishCommand(),
  skip: async () => (await import("./skip.ts")).skipCommand(),
  forecast: async () => (await import("./forecast.ts")).forecastCommand(),
  edit: async () => (await import("./edit.ts")).editCommand(),
  approve: async () => (await import("./steer.ts")).approveCommand(),
  pause: async () => (await import("./steer.ts")).pauseCommand(),
  resume: async () => (await import("./steer.ts")).resumeCommand(),
  cancel: async () => (await import("./steer.ts")).cancelCommand(),
  uncancel: async () => (await import("./steer.ts")).uncancelCommand(),
  status: async () => (await import("./status.ts")).statusCommand(),
  retry: async () => (await import("./retry.ts")).retryCommand(),
  settle: async () => (await import("./settle.ts")).settleCommand(),
  preview: async () => (await import("./preview.ts")).previewCommand(),
  "send-test": async () => (await import("./send-test.ts")).sendTestCommand(),
  housekeeping: async () => (await import("./housekeeping.ts")).housekeepingCommand(),
  feedback: async () => (await import("./feedback.ts")).feedbackCommand(),
  audit: async () => (await import("./audit.ts")).auditCommand(),
  backup: async () => (await import("./backup.ts")).backupCommand(),
  restore: async () => (await import("./backup.ts")).restoreCommand(),
  subscribers: async () => (await import("./subscribers.ts")).subscribersCommand(),
  suppressions: async () => (await import("./suppressions.ts")).suppressionsCommand(),
  settings: async () => (await import("./settings.ts")).settingsCommand(),
};
