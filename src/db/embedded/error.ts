import { AppError } from "../../errors.ts";

/** The embedded database cannot be used here; the sentence says what to do. */
export class EmbeddedDatabaseError extends AppError {
  readonly code = "embedded_database";
  override readonly httpStatus = 503;
}

/** The short reason in an operating-system error or a program's output. */
export function shortReason(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message : String(error);
}
