import { findTimezone } from "../calendar/timezone.ts";
import { list } from "../config/values.ts";
import type { Context } from "../context.ts";
import { findTopic } from "../papers/topics.ts";
import { keepSetupAnswers } from "./enter-setup.ts";
import type { FieldProblems } from "./keep-sender.ts";
import { publishPatternOf } from "./publication-hour.ts";

/** As it was typed; categories with commas between them. */
export type GivenSchedule = { hour: string; timezone: string; categories: string; isHolding: boolean };

/** Keeps what comes when, the hour as a pattern in UTC. Keeps nothing of what holds a problem. Safe to repeat. */
export async function keepSchedule(
  { clock, db }: Pick<Context, "clock" | "db">,
  given: GivenSchedule,
): Promise<FieldProblems> {
  const hour = Number(given.hour);
  const timezone = findTimezone(given.timezone);
  const named = list(given.categories);
  const topics = named.map((name) => findTopic(name));
  const unknown = named.filter((_, index) => topics[index] === null);
  const problems: FieldProblems = {};
  if (!/^\d{1,2}$/.test(given.hour) || hour > 23) problems.hour = "must be an hour from 0 to 23";
  if (timezone === null) problems.timezone = "must be a zone such as Europe/Berlin";
  if (unknown.length > 0)
    problems.categories = `must be arXiv's codes, such as cs.CL, cs.LG: ${unknown.slice(0, 3).join(", ")} is none`;
  if (timezone === null || Object.keys(problems).length > 0) return problems;
  await keepSetupAnswers(db, {
    hour,
    timezone,
    publishAt: publishPatternOf(hour, timezone, clock.now()),
    categories: topics.flatMap((topic) => (topic === null ? [] : [topic.id])),
    isHolding: given.isHolding,
  });
  return {};
}
