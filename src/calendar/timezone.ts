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

/** Present names by what the runtime, and a browser like it, still calls the zone. */
const renamed = new Map(
  presentNames.flatMap((zone) => {
    try {
      return [[resolve(zone), zone]];
    } catch {
      return [];
    }
  }),
);

/** By lower-case name; asking the runtime about each of many subscribers would take most of an import's time. */
const usualSpellings = new Map(
  [...Intl.supportedValuesOf("timeZone"), ...renamed.values(), "UTC"].map((zone) => [
    zone.toLowerCase(),
    renamed.get(zone) ?? zone,
  ]),
);

/**
 * The IANA zone in its usual spelling and under its present name (`europe/berlin` is `Europe/Berlin`,
 * `Asia/Calcutta` is `Asia/Kolkata`), or null when there is no such zone. Bare offsets (`+02:00`) are refused: they know no daylight saving, and PostgreSQL reads their sign
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
  const zones = Intl.supportedValuesOf("timeZone").map((zone) => renamed.get(zone) ?? zone);
  return [...new Set(["UTC", ...zones])].sort((a, b) => a.localeCompare(b, "en"));
}

/** What the runtime calls a zone. @throws {RangeError} when it knows none of that name. */
function resolve(zone: string): string {
  return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
}
