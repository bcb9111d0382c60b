/** Body of every refusal, as the vendor and its SDK shape it. */
export type ResendError = { statusCode: number; name: string; message: string };

/** Names, statuses and messages as in https://resend.com/docs/api-reference/errors. */
const catalogue = {
  invalid_idempotency_key: [400, "The key must be between 1-256 chars."],
  missing_api_key: [401, "Missing API key in the authorization header."],
  restricted_api_key: [401, "This API key is restricted to only send emails."],
  invalid_api_key: [403, "API key is invalid."],
  not_found: [404, "The requested endpoint does not exist."],
  method_not_allowed: [405, "Method is not allowed for the requested path."],
  invalid_idempotent_request: [
    409,
    "Same idempotency key used with a different request payload. Change your idempotency key or payload.",
  ],
  concurrent_idempotent_requests: [
    409,
    "Same idempotency key used while original request is still in progress. Try the request again later.",
  ],
  invalid_from_address: [
    422,
    "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.",
  ],
  invalid_access: [422, 'Access must be "full_access" | "sending_access".'],
  invalid_parameter: [422, "The parameter must be a valid UUID."],
  invalid_region: [422, 'Region must be "us-east-1" | "eu-west-1" | "sa-east-1".'],
  missing_required_field: [422, "The request body is missing one or more required fields."],
  validation_error: [422, "We found an error with one or more fields in the request."],
  rate_limit_exceeded: [429, "Too many requests. Please limit the number of requests per second."],
  daily_quota_exceeded: [429, "You have reached your daily email sending quota."],
  monthly_quota_exceeded: [429, "You have reached your monthly email sending quota."],
  security_error: [
    451,
    "We may have found a security issue with the request. The message will contain more details.",
  ],
  application_error: [500, "An unexpected error occurred."],
  internal_server_error: [500, "An unexpected error occurred."],
} as const;

export type ResendErrorName = keyof typeof catalogue;

/** The vendor's error of that name; status and message can be made more exact. */
export function resendError(
  name: ResendErrorName,
  changes: { message?: string; statusCode?: number } = {},
): ResendError {
  const [statusCode, message] = catalogue[name];
  return { statusCode: changes.statusCode ?? statusCode, name, message: changes.message ?? message };
}

/** Refusals of what all mails of an account share, as the vendor spells them in one place or another. */
export const senderRefusals = {
  "malformed sender": resendError("validation_error", {
    message:
      "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.",
  }),
  "malformed sender by its own name": resendError("invalid_from_address"),
  "malformed address for answers": resendError("validation_error", {
    statusCode: 400,
    message: "Invalid `reply_to` field. The email address needs to follow the `email@example.com` format.",
  }),
  "domain not verified": resendError("validation_error", {
    message:
      "The paperboy.example domain is not verified. Please, add and verify your domain on https://resend.com/domains",
  }),
  "account under review": resendError("invalid_parameter", { message: "Your account is under review." }),
  "bad headers": resendError("validation_error", {
    message: "Invalid `headers` field. A value is too long.",
  }),
} satisfies Record<string, ResendError>;
