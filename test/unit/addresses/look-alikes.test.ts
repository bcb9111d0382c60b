import { describe, expect, it } from "vitest";
import { parseAddress } from "../../../src/addresses/address.ts";
import { looksLikeDomain } from "../../../src/addresses/look-alikes.ts";

const plentiful = new Set(["lab.example"]);

function look(domain: string): string | null {
  const parsed = parseAddress(`reader@${domain}`);
  if (parsed.kind === "refused") throw new Error(parsed.reason);
  return looksLikeDomain(parsed.address.emailKey, plentiful);
}

describe("looksLikeDomain", () => {
  it.each([
    ["раypal.com", "paypal.com"],
    ["xn--ypal-43d9g.com", "paypal.com"],
    ["gmаil.com", "gmail.com"],
    ["gmail.сом", "gmail.com"],
    ["аррӏе.com", "apple.com"],
    ["gοοgle.com", "google.com"],
    ["gmaıl.com", "gmail.com"],
    ["օutlook.com", "outlook.com"],
    ["lаb.example", "lab.example"],
    ["tiny-lаb.example", "tiny-lab.example"],
    ["news.yandex-mаil.net", "news.yandex-mail.net"],
  ])("sees that %s looks like %s", (domain, like) => expect(look(domain)).toBe(like));

  it.each([
    "paypal.com",
    "gmail.com",
    "müller.de",
    "почта.рф",
    "яндекс.рф",
    "сосо.com",
    "ελλάδα.gr",
    "例え.jp",
    "straße.de",
    "한국.kr",
    "बैंक.भारत",
    // A full-width letter is only another spelling of the same domain.
    "ｇmail.com",
  ])("leaves %s as it is", (domain) => expect(look(domain)).toBeNull());
});
