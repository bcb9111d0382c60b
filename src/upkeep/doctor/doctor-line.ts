/** One finding of the doctor. */
export type DoctorLine = {
  /** What was looked at, such as `database` or `dkim`. */
  check: string;
  level: "ok" | "warn" | "fail";
  message: string;
  /** How to mend it; null when nothing is amiss. */
  mend: string | null;
};

export function ok(check: string, message: string): DoctorLine {
  return { check, level: "ok", message, mend: null };
}

export function warn(check: string, message: string, mend: string): DoctorLine {
  return { check, level: "warn", message, mend };
}

export function fail(check: string, message: string, mend: string): DoctorLine {
  return { check, level: "fail", message, mend };
}
