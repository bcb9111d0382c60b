/** Of the large providers of mailboxes. */
export const popularDomains = [
  "gmail.com",
  "googlemail.com",
  "yahoo.com",
  "hotmail.com",
  "outlook.com",
  "icloud.com",
  "protonmail.com",
  "proton.me",
  "fastmail.com",
];

/** Real domains that lie one letter from a popular one. */
const realNeighbours = new Set([
  "ymail.com",
  "fmail.com",
  "email.com",
  "mail.com",
  "outlook.co",
  "hotmail.co",
]);

/** Endings that are no top-level domain and are typed for one that is. */
const endings: Record<string, string> = {
  con: "com",
  cmo: "com",
  ocm: "com",
  comm: "com",
  vom: "com",
  xom: "com",
  ner: "net",
  ogr: "org",
};

/**
 * The address that was probably meant, when its domain is one slip away from a popular one
 * (`gmial.com`, `hotmail.con`); else null. The address itself is always accepted.
 */
export function suggestTypo(email: string): string | null {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1).toLowerCase();
  const meant = popularDomains.includes(domain) || realNeighbours.has(domain) ? null : meantDomain(domain);
  return meant === null ? null : `${email.slice(0, at)}@${meant}`;
}

function meantDomain(domain: string): string | null {
  const dot = domain.lastIndexOf(".");
  const ending = endings[domain.slice(dot + 1)];
  const mended = ending === undefined ? domain : `${domain.slice(0, dot)}.${ending}`;
  if (popularDomains.includes(mended)) return mended;
  const near = popularDomains.find((popular) => isOneSlipAway(mended, popular));
  return near ?? (mended === domain ? null : mended);
}

/** One letter left out, added, replaced, or two neighbours swapped. */
function isOneSlipAway(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start++;
  const typedRest = typed.slice(start);
  const meantRest = meant.slice(start);
  const isSwap =
    typedRest[0] === meantRest[1] &&
    typedRest[1] === meantRest[0] &&
    typedRest.slice(2) === meantRest.slice(2);
  return (
    isSwap ||
    typedRest.slice(1) === meantRest.slice(1) ||
    typedRest.slice(1) === meantRest ||
    typedRest === meantRest.slice(1)
  );
}
