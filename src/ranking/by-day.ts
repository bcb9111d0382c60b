/** What belongs to days, by day, each list in the order given. */
export function byDay<T extends { day: string }>(list: T[]): Map<string, T[]> {
  const days = new Map<string, T[]>();
  for (const one of list) {
    const known = days.get(one.day);
    if (known) known.push(one);
    else days.set(one.day, [one]);
  }
  return days;
}
