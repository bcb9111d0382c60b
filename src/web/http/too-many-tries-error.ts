import { AppError } from "../../errors.ts";

/** A client asked too often. */
export class TooManyTriesError extends AppError {
  readonly code = "too_many_tries";
  override readonly isRetryable = true;
  override readonly httpStatus = 429;

  constructor(readonly retryAfterMs: number) {
    super(`That was asked too often from here. Try again in ${Math.ceil(retryAfterMs / 60_000)} minutes.`);
  }
}
