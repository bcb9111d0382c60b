import type { IntlMessageFormat } from "intl-messageformat";

type Formatters = NonNullable<NonNullable<ConstructorParameters<typeof IntlMessageFormat>[3]>["formatters"]>;

const dayForms = {
  /** `Thursday, 18 June 2026` */
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  /** `18 June 2026` */
  long: { day: "numeric", month: "long", year: "numeric" },
  /** `18 Jun 2026` */
  short: { day: "numeric", month: "short", year: "numeric" },
  /** `18 June` */
  dayAndMonth: { day: "numeric", month: "long" },
  /** `18 Jun`: for where there is little room. */
  shortDayAndMonth: { day: "numeric", month: "short" },
  /** `Thursday` */
  weekday: { weekday: "long" },
  /** `June 2026` */
  month: { month: "long", year: "numeric" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const instantForms = {
  /** `18 June 2026 at 08:00` */
  long: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  /** `18 Jun 2026, 08:00` */
  short: { ...dayForms.short, hour: "2-digit", minute: "2-digit" },
  /** `18 June 2026` */
  day: dayForms.long,
  /** `08:00` */
  time: { hour: "2-digit", minute: "2-digit" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DayForm = keyof typeof dayForms;
export type InstantForm = keyof typeof instantForms;

/** How a language writes what sentences are filled with. Sentences take days and lists as strings written here. */
export type Formats = {
  /** `1,204` */
  number(value: number): string;
  /** `1.2k`: for where there is little room. */
  shortNumber(value: number): string;
  /** `a, b and c` */
  list(items: string[]): string;
  /** @param day `YYYY-MM-DD`, the same day whatever the zone. */
  day(day: string, form: DayForm): string;
  /** `15 – 21 June 2026`. @param first as `day`. @param last within the range. */
  days(first: string, last: string): string;
  /** @param zone an IANA time zone, such as the reader's own; `UTC` where none is known. */
  instant(at: Date, zone: string, form: InstantForm): string;
};

export type LocaleFormats = Formats & {
  /** What sentences count and write numbers with. */
  formatters: Formatters;
};

/** Formats of one locale. Each formatter is made when it is first needed and kept: making one costs more than its use. */
export function createFormats(locale: string): LocaleFormats {
  const numbers = keep((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
  const plurals = keep((options: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options));
  const lists = keep((options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options));
  const dates = keep((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));
  const ofDay = (form: DayForm) => dates({ ...dayForms[form], timeZone: "UTC" });
  return {
    number: (value) => numbers({}).format(value),
    shortNumber: (value) => numbers({ notation: "compact", maximumFractionDigits: 1 }).format(value),
    list: (items) => lists({ type: "conjunction" }).format(items),
    day: (day, form) => ofDay(form).format(timeOf(day)),
    days: (first, last) => ofDay("long").formatRange(timeOf(first), timeOf(last)),
    instant: (at, zone, form) => dates({ ...instantForms[form], timeZone: zone }).format(at),
    formatters: {
      getNumberFormat: (_, options = {}) => numbers(options as Intl.NumberFormatOptions),
      getPluralRules: (_, options = {}) => plurals(options),
      getDateTimeFormat: (_, options = {}) => dates(options),
    },
  };
}

/** Keeps what a maker makes of each set of options. There are a few dozen: forms, times the zones of readers. */
function keep<Options extends object, Made>(make: (options: Options) => Made): (options: Options) => Made {
  const made = new Map<string, Made>();
  return (options) => {
    const key = JSON.stringify(options);
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(options);
    made.set(key, fresh);
    return fresh;
  };
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
