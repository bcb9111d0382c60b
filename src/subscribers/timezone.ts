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

/** By lower-case name; asking the runtime about each of many subscribers would take most of an import's time. */
const usualSpellings = new Map(
  [...Intl.supportedValuesOf("timeZone"), ...presentNames, "UTC"].map((zone) => [zone.toLowerCase(), zone]),
);

/**
 * The IANA zone in its usual spelling (`europe/berlin` is `Europe/Berlin`), or null when there is no such
 * zone. Bare offsets (`+02:00`) are refused: they know no daylight saving, and PostgreSQL reads their sign
 * the other way round.
 */
export function findTimezone(text: string): string | null {
  const name = text.trim();
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return null;
  const usual = usualSpellings.get(name.toLowerCase());
  if (usual !== undefined) return usual;
  try {
    return resolve(name);
  } catch {
    return null;
  }
}

/** All zones for a choice list, sorted by name; those renamed lately under their present name. */
export function listTimezones(): string[] {
  const known = presentNames.filter((zone) => findTimezone(zone) !== null);
  const renamed = new Map(known.map((zone) => [resolve(zone), zone]));
  const zones = Intl.supportedValuesOf("timeZone").map((zone) => renamed.get(zone) ?? zone);
  return [...new Set(["UTC", ...zones])].sort((a, b) => a.localeCompare(b, "en"));
}

/** What the runtime calls a zone. @throws {RangeError} when it knows none of that name. */
function resolve(zone: string): string {
  return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
}
