import { describe, expect, it } from "vitest";
import { refusalConcerns } from "../../../src/delivery/mailers/refusal-concerns.ts";

const mails = [
  {
    from: "Paperboy <digest@news.paperboy.example>",
    replyTo: "editor@paperboy.example",
    to: "Ann.From@reader.example",
    subject: "Today: tags, headers and the sender",
  },
];

describe("a refusal concerns", () => {
  it.each([
    "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.",
    "Invalid from address",
    "Missing required field: from",
    "[3].from: Invalid email",
    "body/0/from must match format email",
    "'reply_to' must be an address",
    "Invalid Reply-To header",
    "The paperboy.example domain is not verified. Please, add and verify your domain on https://resend.com/domains",
    "The sender is not allowed.",
    "You can only send testing emails to your own email address (ann.from@reader.example). To send emails to other recipients, please verify a domain at resend.com/domains, and change the `from` address to an email using this domain.",
    "Your account has been suspended.",
    "This team is under review",
    "The address digest@news.paperboy.example is not allowed.",
    "Tags should only contain ASCII letters, numbers, underscores, or dashes.",
    "Invalid `headers` field. Names and values must be one line of text.",
    "Missing `html` or `text` field.",
    "Invalid `subject` field",
    "You have reached your daily email sending quota.",
    "Not authorized to send emails from news.example",
    "from must be an email",
    "from is not valid",
    '"from" is required',
    '{"from":["Invalid email"]}',
    "$.from invalid",
    "The from email is invalid",
    "Email from is invalid",
    "fromEmail: must be valid",
    "from_email is invalid",
    "INVALID_FROM",
    "FROM_ADDRESS_INVALID",
    "The `from` mailbox is malformed",
    "Invalid mailbox in the From header",
    "replyTo must be an email",
    "tags[0].value is not valid",
    "return-path is not aligned",
    "To address this issue, please verify your domain",
    "It is invalid to send from an unverified domain",
    "The paperboy.example domain is not verified. Please add it to list of domains",
    "paperboy.example is blocked",
    "The associated domain with your API key is not verified. Please, create a new API key with full access or with a verified domain.",
    "Domain x.mailer.example is not allowed to send: Sandbox subdomains are for test purposes only. Please add your own domain or add the address to authorized recipients.",
    "Message rejected: Email address is not verified. The following identities failed the check: digest@news.paperboy.example",
    "The 'From' address you supplied is not a Sender Signature on your account.",
    "The from address does not match a verified Sender Identity.",
    "Sending is disabled",
    "Sending has been paused for your team due to a high bounce rate",
    "account_suspended",
    "Maximum credits exceeded",
    "Daily recipient quota exceeded",
  ])("all mails: %s", (message) => {
    expect(refusalConcerns(message, mails)).toBe("all");
  });

  it.each([
    "Invalid `to` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.",
    "Invalid `to` field: the domain is not verified, see `from`",
    "Missing `to` field.",
    "to: Invalid email",
    "emails[4].to[0]: Invalid email",
    "body/0/to/0 must match format email",
    "Invalid 'cc' field",
    "Invalid `bcc` field",
    "The recipient's domain is not verified.",
    "Recipient is on the suppression list",
    "ann.from@reader.example was refused by your account",
    "The email account that you tried to reach is disabled",
    "to must be an email",
    "to is not valid",
    "to[0] is not valid",
    "$.to invalid",
    "to_email is invalid",
    "The to address from your list is malformed",
    "RECIPIENT_INVALID",
    "rcpt to rejected",
    "bcc[2] invalid",
    "The domain reader.example does not exist",
    "The reader.example domain is not verified",
    "No such user here; the sender is told",
    "The address has unsubscribed from email",
    "Email address ann.from@reader.example is not from a valid domain",
    "Invalid 'To' address: 'x'. From: digest@news.paperboy.example",
    "Invalid `to` field. Change the `from` field, the domain or your account",
  ])("its one mail: %s", (message) => {
    expect(refusalConcerns(message, mails)).toBe("mail");
  });

  it.each([
    "no",
    "We found an error with one or more fields in the request.",
    "Unable to process this email.",
    "other@reader.example is odd",
    "Bad address: sender@unknown.example",
    "from@unknown.example is odd",
    "The words 'Today: tags, headers and the sender' are not allowed",
    "Request failed from upstream",
    "See https://reader.example/errors",
    "Internal server error. We are unable to process your request right now, please try again later.",
  ])("nobody that it names: %s", (message) => {
    expect(refusalConcerns(message, mails)).toBe("unknown");
  });

  it("is told of a long text without delay", () => {
    const began = performance.now();
    for (const part of [
      "a.",
      "domain ",
      "to@",
      "[0]",
      "account x ",
      "`from",
      "a_B",
      "the to ",
      "from ",
      "/0/",
    ]) {
      refusalConcerns(part.repeat(200_000), mails);
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
