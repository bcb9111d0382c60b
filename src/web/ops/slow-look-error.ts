import { AppError } from "../../errors.ts";

/** The database took longer for a page than it may. */
export class SlowLookError extends AppError {
  readonly code = "slow_look";
  override readonly isRetryable = true;
  override readonly httpStatus = 503;

  constructor(cause: unknown) {
    super(
      "The database took too long to look for this page: it is busy, or counts much for the first time. Nothing was changed; look again in a minute.",
      { cause },
    );
  }
}
