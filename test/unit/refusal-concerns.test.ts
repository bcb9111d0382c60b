import { describe, expect, it } from "vitest";
import { refusalConcerns } from "../../src/delivery/mailers/refusal-concerns.ts";

const mails = [
  {
    from: "Paperboy <digest@paperboy.example>",
    replyTo: "editor@paperboy.example",
    to: "Ann@reader.example",
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
    "You can only send testing emails to your own email address (ann@reader.example). To send emails to other recipients, please verify a domain at resend.com/domains, and change the `from` address to an email using this domain.",
    "Your account has been suspended.",
    "This team is under review",
    "The address digest@paperboy.example is not allowed.",
    "Tags should only contain ASCII letters, numbers, underscores, or dashes.",
    "Invalid `headers` field. Names and values must be one line of text.",
    "Missing `html` or `text` field.",
    "Invalid `subject` field",
    "You have reached your daily email sending quota.",
    "Not authorized to send emails from news.example",
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
    "ann@reader.example was refused by your account",
    "The email account that you tried to reach is disabled",
  ])("its one mail: %s", (message) => {
    expect(refusalConcerns(message, mails)).toBe("mail");
  });

  it.each([
    "no",
    "We found an error with one or more fields in the request.",
    "Unable to process this email.",
    "other@reader.example is odd",
  ])("nobody that it names: %s", (message) => {
    expect(refusalConcerns(message, mails)).toBe("unknown");
  });

  it("is told of a long text without delay", () => {
    const began = performance.now();
    for (const part of ["a.", "domain ", "to@", "[0]", "account x ", "`from"]) {
      refusalConcerns(part.repeat(200_000), mails);
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
