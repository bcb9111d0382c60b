/** Pandoc's rule for dollars, and an amount of money followed by words is money. */
export function isMath(inner: string, following: string): boolean {
  // `$>$90` and `$\pm$`: no amount of money is a sign alone.
  if (/^[<>=+\-±×~/|*≤≥]{1,3}$/.test(inner)) return true;
  if (inner.length > 1500 || /^\s/.test(inner) || /[\s\\]$/.test(inner))
    return /^\s*\\[a-zA-Z]+\s*$/.test(inner);
  if (/[\\^_]/.test(inner)) return true;
  if (/\d/.test(following)) return false;
  if (/^[\d.,]+\s?(?:[kKMBT]\b|thousand|million|billion|trillion)?[^=<>+]*\p{L}{3,}/u.test(inner))
    return false;
  if (/^[\d.,]+\s?[-–/]$/.test(inner)) return false;
  return !/\p{L}{4,}.* .*\p{L}{4,}/u.test(inner);
}

/** Whether the end of an output lies within an address, such as `www.example.org/~a_b`. */
export function hasAddress(tail: string): boolean {
  return /(?:[a-z]\.[a-z]{2}|\/~)\S*$/i.test(tail);
}

/** Whether an output ends in elements with their numbers: `Fe₂O`. */
export function isFormulaOfChemistry(tail: string): boolean {
  return /(?:^|[\s("'–-])(?:\p{Lu}[a-z]?[₀-₉]{0,3}){1,5}$/u.test(tail);
}
