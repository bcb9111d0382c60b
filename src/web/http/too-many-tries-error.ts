import { AppError } from "../../errors.ts";

/** A client asked too often. */
export class TooManyTriesError extends AppError {
  readonly code = "too_many_tries";
  override readonly isRetryable = true;
  override readonly httpStatus = 429;

  constructor(readonly retryAfterMs: number) {
    super(`That was asked too often from here. Try again in ${inWords(Math.ceil(retryAfterMs / 1000))}.`);
  }
}

function inWords(seconds: number): string {
  if (seconds <= 60) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
