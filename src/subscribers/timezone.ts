/** Names that the zone database prefers, where the runtime still answers with the older one. */
const presentNames = [
  "Asia/Kolkata",
  "Asia/Ho_Chi_Minh",
  "Asia/Kathmandu",
  "Asia/Yangon",
  "Europe/Kyiv",
  "America/Argentina/Buenos_Aires",
  "America/Nuuk",
  "Atlantic/Faroe",
  "Pacific/Kanton",
];

/**
 * The IANA zone in its usual spelling (`europe/berlin` is `Europe/Berlin`), or null when there is no such
 * zone. Bare offsets (`+02:00`) are refused: they know no daylight saving, and PostgreSQL reads their sign
 * the other way round.
 */
export function findTimezone(text: string): string | null {
  const name = text.trim();
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return null;
  const present = presentNames.find((zone) => zone.toLowerCase() === name.toLowerCase());
  try {
    const resolved = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    return present ?? resolved;
  } catch {
    return null;
  }
}

/** All zones for a choice list, sorted by name; those renamed lately under their present name. */
export function listTimezones(): string[] {
  const renamed = new Map(presentNames.map((zone) => [resolve(zone), zone]));
  const zones = Intl.supportedValuesOf("timeZone").map((zone) => renamed.get(zone) ?? zone);
  return [...new Set(["UTC", ...zones])].sort((a, b) => a.localeCompare(b, "en"));
}

function resolve(zone: string): string {
  return findTimezone(zone) === null
    ? zone
    : new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
}
