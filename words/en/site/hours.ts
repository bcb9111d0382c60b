/** When editions are ready, beside the hour of delivery. */
export const hoursMessages = {
  "site.hours.at-once": "As soon as it is out",
  "site.hours.ready":
    "{cadence, select, weekly{The next weekly edition is ready on {weekday} at {ready}} monthly{The next monthly edition is ready on {day} at {ready}} other{Editions are ready at {ready}}} {by, select, operator{their time} other{your time}} ({zone}); {earliest} is the earliest fresh one.",
  "site.hours.waits": "At {hour}, an edition is {waits} hours old.",
  "site.hours.subscribe":
    "Editions are ready at <time>{ready} UTC</time>. Yours comes in your morning or, where it would be old by then, at the first hour at which it is ready; choose another hour at any time.",
  "site.problem.at-once": "Choose whether digests come as soon as they are out: yes or no.",
} as const;
