import { domainToUnicode } from "node:url";
import { domainOf } from "./bare-address.ts";
import { popularDomains } from "./suggest-typo.ts";

/** Further domains that are imitated, since many have a mailbox or an account there. */
const imitatedDomains = [
  ...["aol.com", "gmx.com", "gmx.de", "gmx.net", "live.com", "mail.com", "mail.ru", "me.com", "msn.com"],
  ...["naver.com", "orange.fr", "qq.com", "t-online.de", "web.de", "yandex.com", "yandex.ru", "ymail.com"],
  ...["163.com", "126.com", "zoho.com", "tutanota.com", "hey.com", "pm.me", "rambler.ru", "yahoo.co.jp"],
  ...["amazon.com", "apple.com", "arxiv.org", "facebook.com", "github.com", "google.com", "huggingface.co"],
  ...["linkedin.com", "microsoft.com", "netflix.com", "openai.com", "paypal.com"],
];

const knownDomains = new Set([...popularDomains, ...imitatedDomains]);

/**
 * The domain that a reader takes an address's domain for, when that is written with letters of other scripts
 * which look like those of the Latin alphabet (Unicode TS 39, skeletons), as `раypal.com` with Cyrillic р and а;
 * also in punycode. Only when it mixes scripts within a label, which no registry sells to anybody honest, or
 * when what it looks like is a domain that is widely known or in `plentiful`. Null for every other domain:
 * `müller.de` and `почта.рф` look like themselves.
 *
 * @param emailKey a parsed address, whose domain is in ASCII.
 */
export function looksLikeDomain(emailKey: string, plentiful: ReadonlySet<string>): string | null {
  const ascii = domainOf(emailKey);
  if (!/(^|\.)xn--/.test(ascii)) return null;
  const domain = domainToUnicode(ascii);
  const skeleton = [...domain].map((letter) => latinOf.get(letter) ?? letter).join("");
  if (skeleton === domain || !/^[a-z0-9.-]+$/.test(skeleton)) return null;
  const isNamed = domain.split(".").some(isMixed) || knownDomains.has(skeleton) || plentiful.has(skeleton);
  return isNamed ? skeleton : null;
}

function isMixed(label: string): boolean {
  return /[a-z]/.test(label) && otherScripts.test(label);
}

const otherScripts =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Arabic}]/u;

/** For each letter of the alphabet those of other scripts, and odd ones of Latin, that look like it. */
const lookAlikes: Record<string, string> = {
  a: "аαɑᴀ",
  b: "ьвβƅ",
  c: "сϲᴄⲥꮯ",
  d: "ԁꮷ",
  e: "еεєҽ",
  f: "ẝꞙ",
  g: "ɡցԍ",
  h: "һհнʜ",
  i: "іıιɩɪꭵ",
  j: "јϳյ",
  k: "кκᴋĸ",
  l: "ӏⅼǀլ",
  m: "мᴍ",
  n: "ոηп",
  o: "оοσօᴏⲟჿסهہ",
  p: "рρƿⲣ",
  q: "ԛզգ",
  r: "гᴦꮁ",
  s: "ѕꜱꮪ",
  t: "тτᴛ",
  u: "υսᴜʋ",
  v: "νѵᴠꮩ",
  w: "ԝωաѡᴡꮃ",
  x: "хχ",
  y: "уγүყʏỿ",
  z: "ᴢꮓ",
};

const latinOf = new Map(
  Object.entries(lookAlikes).flatMap(([letter, others]) =>
    [...others].map((other): [string, string] => [other, letter]),
  ),
);
