const families: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|Chromium|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
  [/^curl\//, "curl"],
];

const systems: [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\b(iPhone|iPad|iPod)\b/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\b(Macintosh|Mac OS X)\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** The family of a browser and its system, such as "Firefox on Linux": enough for its owner, and no more. */
export function browserFamily(userAgent: string): string {
  const text = userAgent.slice(0, 500);
  const [, family = "Another program"] = families.find(([pattern]) => pattern.test(text)) ?? [];
  const [, system] = systems.find(([pattern]) => pattern.test(text)) ?? [];
  return system ? `${family} on ${system}` : family;
}
