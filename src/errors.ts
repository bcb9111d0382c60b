/** A refusal or fault that has a name; its message is one sentence fit for the person who caused it. */
export abstract class AppError extends Error {
  /** Stable, for programs. */
  abstract readonly code: string;
  /** Whether the same call may succeed later without anybody doing something. */
  readonly isRetryable: boolean = false;
  /** Exit code of the command line: 1 refused or failed, 2 wrong usage. */
  readonly exitCode: 1 | 2 = 1;
  /** Status of the answer over HTTP. */
  readonly httpStatus: 400 | 401 | 403 | 404 | 408 | 409 | 410 | 413 | 414 | 415 | 422 | 429 | 503 = 400;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Wrong or missing variables, all of them. */
export class InvalidConfigError extends AppError {
  readonly code = "invalid_config";
  override readonly exitCode = 2;

  constructor(readonly problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  }
}

/** Input that cannot be understood: a malformed date, an unknown option value. */
export class InvalidInputError extends AppError {
  readonly code = "invalid_input";
  override readonly exitCode = 2;
}

/** What was asked for does not exist. */
export class NotFoundError extends AppError {
  readonly code = "not_found";
  override readonly httpStatus = 404;
}

/** What was asked for is understood, but the present state forbids it. */
export class RefusedError extends AppError {
  readonly code = "refused";
  override readonly httpStatus = 409;
}

/** Somebody else changed meanwhile what was to be changed: look at what they made of it, then change that. */
export class ConflictError extends AppError {
  readonly code = "conflict";
  override readonly httpStatus = 409;
}

/** A server that Paperboy needs cannot be reached. */
export class UnreachableError extends AppError {
  readonly code = "unreachable";
  override readonly isRetryable = true;
  override readonly httpStatus = 503;
}
