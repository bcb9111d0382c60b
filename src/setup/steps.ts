import type { SetupAnswers, SetupSecrets } from "./answers.ts";

/** In the order in which they are asked for. */
const setupSteps = ["sender", "provider", "schedule", "readers", "edition", "finish"] as const;

export type SetupStep = (typeof setupSteps)[number];

/** The steps that are answered by now; the last one never is while the set-up goes on. */
export function stepsDone(answers: SetupAnswers, secrets: SetupSecrets): SetupStep[] {
  const isDone: Record<SetupStep, boolean> = {
    sender: answers.from !== undefined,
    provider: secrets.apiKey !== null && secrets.webhookSecret !== null,
    schedule: answers.publishAt !== undefined,
    readers: answers.readers !== undefined,
    edition: answers.testedAt !== undefined,
    finish: false,
  };
  return setupSteps.filter((step) => isDone[step]);
}

/** Where whoever comes back goes on: the readers are behind who has seen the edition without them. */
export function nextStep(answers: SetupAnswers, secrets: SetupSecrets): SetupStep {
  const done = stepsDone(answers, secrets);
  const isPast = (step: SetupStep) => done.includes(step) || (step === "readers" && done.includes("edition"));
  return setupSteps.find((step) => !isPast(step)) ?? "finish";
}
