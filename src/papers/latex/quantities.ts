import { writeAngle, writeChemistry, writeNumber, writeQuantity, writeUnit } from "./units.ts";

type Quantity = { arguments: number; write: (given: string[]) => string };

const range = ([from = "", to = "", unit = ""]: string[]) =>
  writeQuantity(`${writeNumber(from)}–${writeNumber(to)}`, writeUnit(unit));
const list = ([numbers = "", unit = ""]: string[]) =>
  writeQuantity(numbers.split(";").map(writeNumber).join(", "), writeUnit(unit));
const amount = ([number = "", unit = ""]: string[]) => writeQuantity(writeNumber(number), writeUnit(unit));
const unitAlone = ([unit = ""]: string[]) => writeUnit(unit);
const chemistry = ([formula = ""]: string[]) => writeChemistry(formula);

/** How the commands of the packages siunitx and mhchem are printed, and how many arguments each takes. */
export const quantities: Record<string, Quantity> = {
  SI: { arguments: 2, write: amount },
  qty: { arguments: 2, write: amount },
  si: { arguments: 1, write: unitAlone },
  unit: { arguments: 1, write: unitAlone },
  num: { arguments: 1, write: ([number = ""]) => writeNumber(number) },
  SIrange: { arguments: 3, write: range },
  qtyrange: { arguments: 3, write: range },
  numrange: { arguments: 2, write: range },
  SIlist: { arguments: 2, write: list },
  qtylist: { arguments: 2, write: list },
  numlist: { arguments: 1, write: list },
  ang: { arguments: 1, write: ([angle = ""]) => writeAngle(angle) },
  ce: { arguments: 1, write: chemistry },
  cee: { arguments: 1, write: chemistry },
  isotope: { arguments: 1, write: chemistry },
};
