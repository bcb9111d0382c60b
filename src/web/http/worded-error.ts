import { defaultLanguage, type Words, wordsIn } from "../../../words/words.ts";
import { AppError } from "../../errors.ts";

type Say = Words["say"];

/** A refusal that is worded for whom it is shown to: its message is what it says in the default language. */
export abstract class WordedError extends AppError {
  constructor(
    readonly sayIn: (say: Say) => string,
    options?: ErrorOptions,
  ) {
    super(sayIn(wordsIn(defaultLanguage).say), options);
  }
}

/** An address of the site that leads nowhere. */
export class NoSuchPageError extends WordedError {
  readonly code = "not_found";
  override readonly httpStatus = 404;
}

/** A request that cannot be understood. */
export class InvalidRequestError extends WordedError {
  readonly code = "invalid_input";
}

/** A request that is understood, and not answered. */
export class RefusedRequestError extends WordedError {
  readonly code = "refused";
  override readonly httpStatus = 409;
}
