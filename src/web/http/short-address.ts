import type { MiddlewareHandler } from "hono";
import { WordedError } from "./worded-error.ts";

/** An address that no page of this site has. */
class AddressTooLongError extends WordedError {
  readonly code = "address_too_long";
  override readonly httpStatus = 414;
}

/** Room for the longest search and any link of a mail, several times over. */
const longestTarget = 4_096;

/** Refuses a path and query of more than 4,096 characters before anything looks at them. */
export function shortAddressesOnly(): MiddlewareHandler {
  return (c, next) => {
    const { url } = c.req;
    if (url.length - url.indexOf("/", "https://".length) > longestTarget) {
      throw new AddressTooLongError((say) => say("site.request.long-address"));
    }
    return next();
  };
}
