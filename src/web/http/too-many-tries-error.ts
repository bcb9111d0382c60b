import { WordedError } from "./worded-error.ts";

/** A client asked too often. */
export class TooManyTriesError extends WordedError {
  readonly code = "too_many_tries";
  override readonly isRetryable = true;
  override readonly httpStatus = 429;

  constructor(readonly retryAfterMs: number) {
    super((say) => say("site.refusal.too-often", { minutes: Math.ceil(retryAfterMs / 60_000) }));
  }
}
